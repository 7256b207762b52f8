package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.RetryOneTime;
import org.floatingip.Claim;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.TenureState;
import org.floatingip.examples.leader.CuratorLeader;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.lab.e2e.Wait;
import org.floatingip.spi.EpochLedger;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example's leaders on Debian's ZooKeeper: what it deletes by itself, and that its numbers are epochs. */
class CuratorLeaderIT {

    private static final String VIP = "10.0.1.12";
    private static final String PATH = "/db/leader";
    private static final int CANDIDATES = 20;
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private final List<AutoCloseable> clients = new ArrayList<>();
    private final BlockingQueue<Long> epochs = new LinkedBlockingQueue<>();
    private final Scenario scenario =
            Scenario.builder().host("i-0a").holding(VIP).host("i-0b").build();
    private DebianZooKeeper zookeeper;

    @BeforeEach
    void start() {
        zookeeper = DebianZooKeeper.start(500);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        if (zookeeper != null) {
            zookeeper.close();
        }
        scenario.close();
    }

    private CuratorFramework client() {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(zookeeper.connectString())
                .sessionTimeoutMs(5000)
                .retryPolicy(new RetryOneTime(100))
                .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
                .build();
        client.start();
        clients.add(client);
        return client;
    }

    private CuratorLeader candidate(CuratorFramework client, EpochLedger ledger, String host) throws Exception {
        FloatingIp db = FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .fence(ledger)
                .build();
        return CuratorLeader.start(
                client,
                PATH,
                epoch -> {
                    epochs.add(epoch);
                    return db.tenure(host, epoch).begin();
                },
                20);
    }

    private long elected() throws InterruptedException {
        Long epoch = epochs.poll(30, TimeUnit.SECONDS);
        assertThat(epoch).as("somebody is elected").isNotNull();
        return epoch;
    }

    @Test
    void zookeeper_whenItClearsTheEmptyParentAway_beginsItsNumbersAnewButNotTheCzxid() throws Exception {
        CuratorFramework client = client();
        List<Integer> numbers = new ArrayList<>();
        List<Long> czxids = new ArrayList<>();
        for (int election = 0; election < 3; election++) {
            try (CuratorLeader leader = candidate(client, InMemoryEpochLedger.create(), "i-0a")) {
                czxids.add(elected());
                assertThat(leader.state()).isEqualTo(TenureState.HELD);
                String node = client.getChildren().forPath(PATH).get(0);
                numbers.add(Integer.valueOf(node.substring(node.length() - 10)));
            }
            if (election == 1) {
                Wait.until("ZooKeeper deletes the empty container", () -> {
                    try {
                        return client.checkExists().forPath(PATH) == null;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
            }
        }

        System.out.printf(
                "ZooKeeper %s: three leaders had the sequence numbers %s and the czxids %s%n",
                zookeeper.version(), numbers, czxids);
        assertThat(numbers.get(2)).isZero();
        assertThat(czxids).isSorted().doesNotHaveDuplicates();
    }

    /** Each stands with a session of its own; all but one wait, and each that is elected races with all others for its epoch. */
    @Test
    void candidates_twenty_areElectedByRisingEpochsAndOneWinsEach() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start();
                java.sql.Connection connection = postgres.dataSource().getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            JdbcEpochLedger ledger = JdbcEpochLedger.on(postgres.dataSource());
            statement.execute(ledger.ddl());
            List<CuratorLeader> candidates = new ArrayList<>();
            for (int number = 0; number < CANDIDATES; number++) {
                candidates.add(candidate(client(), ledger, "i-0a"));
            }
            List<Long> all = new ArrayList<>();
            ExecutorService racers = Executors.newFixedThreadPool(CANDIDATES);
            clients.add(racers::shutdownNow);
            while (all.size() < CANDIDATES) {
                CuratorLeader leader = leader(candidates);
                long epoch = elected();
                all.add(epoch);
                List<Callable<Claim>> race = new ArrayList<>();
                for (int racer = 0; racer < CANDIDATES; racer++) {
                    Claim claim = Claim.of(IpAddress.of("10.0.1.13"), epoch, HostId.of("i-" + racer));
                    race.add(() -> ledger.advance(claim, BUDGET));
                }
                List<Claim> answers = new ArrayList<>();
                for (Future<Claim> answer : racers.invokeAll(race)) {
                    answers.add(answer.get());
                }
                assertThat(answers).as("all are told of one winner").hasSize(CANDIDATES);
                assertThat(answers.stream().distinct()).hasSize(1);
                leader.close();
                candidates.remove(leader);
            }

            System.out.printf(
                    "ZooKeeper %s: %d leaders one after the other, epochs %d to %d; of %d racers for each epoch one won, in %d rounds%n",
                    zookeeper.version(), CANDIDATES, all.get(0), all.get(CANDIDATES - 1), CANDIDATES, all.size());
            assertThat(all).isSorted().doesNotHaveDuplicates();
        }
    }

    private static CuratorLeader leader(List<CuratorLeader> candidates) {
        List<CuratorLeader> leading = new ArrayList<>();
        Wait.until("one of them leads", () -> {
            leading.clear();
            leading.addAll(candidates.stream()
                    .filter(each -> each.state() == TenureState.HELD)
                    .toList());
            return !leading.isEmpty();
        });
        assertThat(leading).hasSize(1);
        return leading.get(0);
    }

    /** With the policy that is set above. Without it the host would drop the address whenever a connection breaks. */
    @Test
    void zookeeper_whenItIsDownForLessThanASession_leavesTheAddressWhereItIs() throws Exception {
        try (CuratorLeader leader = candidate(client(), InMemoryEpochLedger.create(), "i-0a")) {
            long epoch = elected();

            zookeeper.restart();

            assertThat(leader.state()).isEqualTo(TenureState.HELD);
            assertThat(epochs).as("elections since that of " + epoch).isEmpty();
            assertThat(scenario.hosts().accepts("i-0a", VIP)).isTrue();
        }
    }
}
