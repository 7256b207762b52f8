package org.floatingip.examples.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.floatingip.Claim;
import org.floatingip.FloatingIp;
import org.floatingip.IpAddress;
import org.floatingip.Tenure;
import org.floatingip.TenureState;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Leaders that ZooKeeper elects, each in this process, with the network in memory: CuratorLeader.java, which stands in docs/leaders-curator.md too.
 */
@Timeout(60)
class CuratorLeaderTest {

    private static final String VIP = "10.0.1.12";
    private static final String PATH = "/db/leader";
    private static final long TICK_MILLIS = 20;

    private final Scenario scenario =
            Scenario.builder().host("i-0a").holding(VIP).host("i-0b").build();
    private final InMemoryEpochLedger ledger = InMemoryEpochLedger.create();
    private final FloatingIp db = FloatingIp.at(VIP)
            .assigner(scenario.assigner())
            .hosts(scenario.hosts())
            .ticker(scenario.ticker())
            .fence(ledger)
            .build();
    private final List<CuratorFramework> clients = new ArrayList<>();
    private TestingServer zookeeper;

    /** What began, in its order. */
    private final BlockingQueue<Began> begun = new LinkedBlockingQueue<>();

    private record Began(String host, long epoch, Tenure tenure, Thread thread) {}

    @BeforeEach
    void start() throws Exception {
        zookeeper = new TestingServer();
    }

    @AfterEach
    void stop() throws Exception {
        clients.forEach(CuratorFramework::close);
        zookeeper.close();
        scenario.close();
    }

    private CuratorFramework client() {
        CuratorFramework client =
                CuratorFrameworkFactory.newClient(zookeeper.getConnectString(), 5000, 5000, new RetryOneTime(100));
        client.start();
        clients.add(client);
        return client;
    }

    private CuratorLeader candidate(CuratorFramework client, String host) throws Exception {
        return CuratorLeader.start(
                client,
                PATH,
                epoch -> {
                    Tenure tenure = db.tenure(host, epoch).hostLeaseSeconds(10).begin();
                    begun.add(new Began(host, epoch, tenure, Thread.currentThread()));
                    return tenure;
                },
                TICK_MILLIS);
    }

    private Began next() throws InterruptedException {
        return begun.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void leaders_oneAfterTheOther_haveTheAddressByRisingEpochs() throws Exception {
        CuratorLeader a = candidate(client(), "i-0a");
        Began first = next();
        CuratorLeader b = candidate(client(), "i-0b");
        assertThat(first.host()).isEqualTo("i-0a");
        assertThat(a.state()).isEqualTo(TenureState.HELD);
        assertThat(b.state()).isNull();

        a.close();

        Began second = next();
        assertThat(second.host()).isEqualTo("i-0b");
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(first.tenure().state()).isEqualTo(TenureState.LOST);
        assertThat(scenario).address(VIP).isHeldBy("i-0b");
        assertThat(scenario.hosts().accepts("i-0a", VIP)).isFalse();
        b.close();
        assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
    }

    /** On the thread of events, Curator itself would wait. */
    @Test
    void begin_always_runsOnAThreadThatMayWait() throws Exception {
        try (CuratorLeader leader = candidate(client(), "i-0a")) {
            Thread thread = next().thread();
            assertThat(thread.getName()).isEqualTo("leader");
            assertThat(thread.isDaemon()).as("it keeps no program from its end").isTrue();
            assertThat(leader.state()).isEqualTo(TenureState.HELD);
        }
    }

    /** What people take for an epoch, and what happens to it when ZooKeeper clears an empty container away. */
    @Test
    void parent_whenItIsDeleted_beginsItsNumbersAnewButNotTheCzxid() throws Exception {
        CuratorFramework client = client();
        List<Integer> numbers = new ArrayList<>();
        List<Long> epochs = new ArrayList<>();
        for (int election = 0; election < 3; election++) {
            if (election == 2) {
                client.delete().forPath(PATH);
            }
            try (CuratorLeader leader = candidate(client, "i-0a")) {
                epochs.add(next().epoch());
                assertThat(leader.state()).isEqualTo(TenureState.HELD);
                String node = client.getChildren().forPath(PATH).get(0);
                numbers.add(Integer.valueOf(node.substring(node.length() - 10)));
            }
            while (!client.getChildren().forPath(PATH).isEmpty()) {
                Thread.onSpinWait();
            }
        }

        assertThat(numbers).containsExactly(0, 1, 0);
        assertThat(epochs).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void begin_whenALaterEpochHasClaimed_triesAgainAndChangesNothing() throws Exception {
        Claim unused = ledger.advance(
                Claim.of(
                        IpAddress.of(VIP),
                        Long.MAX_VALUE,
                        db.holder().orElseThrow().host()),
                Duration.ofSeconds(1));
        BlockingQueue<StaleEpochException> refused = new LinkedBlockingQueue<>();
        CuratorLeader leader = CuratorLeader.start(
                client(),
                PATH,
                epoch -> {
                    try {
                        return db.tenure("i-0b", epoch).begin();
                    } catch (StaleEpochException e) {
                        refused.add(e);
                        throw e;
                    }
                },
                TICK_MILLIS);

        assertThat(refused.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(refused.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(leader.state()).isNull();
        leader.close();
        assertThat(scenario).address(VIP).isHeldBy("i-0a");
    }

    @Test
    void ledger_whenItIsDown_letsTheNextTickTryAgain() throws Exception {
        ledger.goDown();
        try (CuratorLeader leader = candidate(client(), "i-0a")) {
            while (ledger.calls().size() < 2) {
                Thread.onSpinWait();
            }
            assertThat(leader.state()).isNull();

            ledger.comeBack();

            assertThat(next().host()).isEqualTo("i-0a");
        }
    }

    /** As after a pause that was longer than the session: Curator makes a new node then, and stands again. */
    @Test
    void session_whenItIsLost_endsTheTenureAndTheNextEpochIsHigher() throws Exception {
        CuratorFramework client = client();
        try (CuratorLeader leader = candidate(client, "i-0a")) {
            Began first = next();

            client.getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();

            Began second = next();
            assertThat(second.epoch()).isGreaterThan(first.epoch());
            assertThat(first.tenure().state()).isEqualTo(TenureState.LOST);
            assertThat(leader.state()).isEqualTo(TenureState.HELD);
            assertThat(scenario.hosts().accepts("i-0a", VIP)).isTrue();
        }
    }

    /** As where an application closes what it has in a wrong order. */
    @Test
    void close_whenZooKeepersClientIsClosed_endsItsThreadAndItsTenure() throws Exception {
        CuratorFramework client = client();
        CuratorLeader leader = candidate(client, "i-0a");
        Began began = next();
        client.close();

        try {
            leader.close();
        } catch (IOException | IllegalStateException e) {
            // The latch can't delete its node any more, and may say so; ZooKeeper deletes it with the session.
        }

        began.thread().join(30_000);
        assertThat(began.thread().isAlive()).isFalse();
        assertThat(began.tenure().state()).isEqualTo(TenureState.LOST);
        assertThat(leader.state()).isNull();
    }
}
