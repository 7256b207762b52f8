package org.floatingip.boot.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.floatingip.Claim;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.TenureState;
import org.floatingip.boot.TenureChanged;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.spi.EpochLedger;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.leader.event.OnGrantedEvent;
import org.springframework.integration.leader.event.OnRevokedEvent;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Addresses behind a fence, and addresses that follow the leader events of Spring Integration. */
@Timeout(60)
class LeaderTest {

    private static final String VIP = "10.0.1.12";
    private static final Duration BUDGET = Duration.ofSeconds(1);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Scenario scenario =
            Scenario.builder().host("i-0a").holding(VIP).host("i-0b").build();
    private final InMemoryEpochLedger ledger = InMemoryEpochLedger.create();
    private final BlockingQueue<TenureChanged> told = new LinkedBlockingQueue<>();
    private final Leading leading = new Leading();

    private final Ticks ticks = new Ticks();

    /** Ticks that the test makes; what is to be run at once runs at once. */
    private static final class Ticks implements Pace {

        private @Nullable Runnable tick;
        private Runnable atTheEnd = () -> {};

        @Override
        public void every(Duration pause, Runnable each) {
            assertThat(tick).isNull();
            tick = each;
        }

        @Override
        public void now(Runnable each) {
            each.run();
        }

        @Override
        public void close() {
            atTheEnd.run();
        }
    }

    /** An initiator's context. */
    private static final class Leading implements Context {

        private boolean leader = true;
        private int yielded;
        private boolean stubborn;

        @Override
        public boolean isLeader() {
            return leader;
        }

        @Override
        public void yield() {
            yielded++;
            if (stubborn) {
                throw new IllegalStateException("the lock can't be given back");
            }
        }
    }

    private void tick() {
        Objects.requireNonNull(ticks.tick, "it was started").run();
    }

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FenceAutoConfiguration.class, FloatingIpAutoConfiguration.class, LeaderAutoConfiguration.class))
                .withBean("assigner", IpAssigner.class, scenario::assigner)
                .withBean("hosts", HostNetworkConfigurator.class, scenario::hosts)
                .withBean("ticker", Ticker.class, scenario::ticker)
                .withPropertyValues("vip.addresses=" + VIP);
    }

    private ApplicationContextRunner following() {
        return unleased().withPropertyValues("vip.leader.lease=10s");
    }

    private ApplicationContextRunner unleased() {
        return application()
                .withBean("ledger", EpochLedger.class, () -> ledger)
                .withBean("pace", Pace.class, () -> ticks)
                .withBean("told", Told.class, () -> new Told(told))
                .withPropertyValues("vip.leader.self=i-0b");
    }

    /** As an application listens. */
    record Told(BlockingQueue<TenureChanged> changes)
            implements ApplicationListener<PayloadApplicationEvent<TenureChanged>> {

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<TenureChanged> event) {
            changes.add(event.getPayload());
        }
    }

    /** An application's listener that has a fault. */
    record Faulty() implements ApplicationListener<PayloadApplicationEvent<TenureChanged>> {

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<TenureChanged> event) {
            throw new IllegalStateException("a listener's fault");
        }
    }

    private void granted(ApplicationContext context, String role) {
        context.publishEvent(new OnGrantedEvent(this, leading, role));
    }

    private @Nullable Claim recorded() {
        return ledger.current(IpAddress.of(VIP), BUDGET);
    }

    private TenureState next() throws InterruptedException {
        TenureChanged change = told.poll(30, TimeUnit.SECONDS);
        assertThat(change).isNotNull();
        return change.state();
    }

    private JdbcDataSource database() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:starter" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(JdbcEpochLedger.on(source, "ha_epoch").ddl());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return source;
    }

    @Test
    void fence_byATable_refusesAnEarlierEpoch() {
        application()
                .withBean("database", DataSource.class, this::database)
                .withPropertyValues("vip.fence.table=ha_epoch")
                .run(context -> {
                    FloatingIp ip = context.getBean(FloatingIp.class);
                    ip.move().to("i-0b").epoch(8).execute();

                    assertThatThrownBy(() -> ip.move().to("i-0a").epoch(7).execute())
                            .isInstanceOf(StaleEpochException.class);
                    assertThat(scenario).address(VIP).isHeldBy("i-0b");
                    assertThat(context.getBean(EpochLedger.class)).hasToString("JdbcEpochLedger(ha_epoch)");
                    assertThat(context.getBean(EpochLedger.class).current(IpAddress.of(VIP), BUDGET))
                            .isEqualTo(Claim.of(IpAddress.of(VIP), 8, HostId.of("i-0b")));
                });
    }

    @Test
    void fence_withALedgerOfItsOwn_isThatOne() {
        following()
                .withPropertyValues("vip.fence.table=ha_epoch")
                .run(context -> assertThat(context.getBean(EpochLedger.class)).isSameAs(ledger));
    }

    @Test
    void start_whenSomethingIsMissing_saysWhat() {
        application()
                .withPropertyValues("vip.fence.table=ha_epoch")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("DataSource"));
        application()
                .withPropertyValues("vip.leader.self=i-0b")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("vip.fence.table"));
        following()
                .withClassLoader(new FilteredClassLoader("org.springframework.integration"))
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void grant_always_movesTheAddressHereByANumberOfTheLedger() {
        following().run(context -> {
            granted(context, "db");

            assertThat(scenario).address(VIP).isHeldBy("i-0b");
            assertThat(recorded()).isEqualTo(Claim.of(IpAddress.of(VIP), 1, HostId.of("i-0b")));
            assertThat(next()).isEqualTo(TenureState.HELD);
            tick();
            assertThat(told).isEmpty();

            context.publishEvent(new OnRevokedEvent(this, leading, "db"));

            assertThat(next()).isEqualTo(TenureState.LOST);
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
        });
    }

    @Test
    void grant_ofAnotherRole_movesNothing() {
        following().withPropertyValues("vip.leader.role=db").run(context -> {
            granted(context, "reports");

            tick();
            assertThat(scenario).address(VIP).isHeldBy("i-0a").wasMovedTimes(0);
        });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void grant_whileAnotherStands_isIgnoredAndSoIsItsRevocation(CapturedOutput output) {
        following().run(context -> {
            granted(context, "db");
            Leading other = new Leading();
            Object engine = new Object();

            context.publishEvent(new OnGrantedEvent(engine, other, "reports"));
            assertThat(output).contains("the role \"reports\" too", "vip.leader.role");
            context.publishEvent(new OnRevokedEvent(engine, other, "reports"));
            tick();

            assertThat(next()).isEqualTo(TenureState.HELD);
            assertThat(told).isEmpty();
            assertThat(recorded()).isEqualTo(Claim.of(IpAddress.of(VIP), 1, HostId.of("i-0b")));
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isTrue();

            context.publishEvent(new OnRevokedEvent(this, leading, "db"));
            assertThat(next()).isEqualTo(TenureState.LOST);
        });
    }

    @Test
    void grant_whenTheOtherElectionIsOverUntold_isFollowed() {
        following().run(context -> {
            granted(context, "db");
            leading.leader = false;

            context.publishEvent(new OnGrantedEvent(new Object(), new Leading(), "reports"));

            assertThat(recorded()).isEqualTo(Claim.of(IpAddress.of(VIP), 2, HostId.of("i-0b")));
            context.publishEvent(new OnRevokedEvent(this, leading, "db"));
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isTrue();
        });
    }

    /** As Spring Cloud Kubernetes tells it: each event has a context of its own. */
    @Test
    void revocation_byAnotherContextOfTheSameEngine_isHeeded() {
        following().run(context -> {
            granted(context, "db");

            context.publishEvent(new OnRevokedEvent(this, new Leading(), "db"));

            assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
        });
    }

    /** The look that would prove the move fails, so nobody knows whether it was made; this machine accepts the address by then. */
    @Test
    void revocation_afterABeginningOfUnknownOutcome_letsTheMachineDropTheAddress() {
        scenario.assigner().inject(Fault.deny().onCall(Call.LOOK).skip(1));
        unleased().run(context -> {
            granted(context, "db");
            assertThat(told).isEmpty();
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isTrue();

            context.publishEvent(new OnRevokedEvent(this, leading, "db"));

            assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
        });
    }

    @Test
    void beginning_ofUnknownOutcome_isTriedAgainByTheNextTick() {
        scenario.assigner().inject(Fault.deny().onCall(Call.LOOK).skip(1));
        following().run(context -> {
            granted(context, "db");

            tick();

            assertThat(next()).isEqualTo(TenureState.HELD);
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isTrue();
            assertThat(recorded()).isEqualTo(Claim.of(IpAddress.of(VIP), 1, HostId.of("i-0b")));
        });
    }

    @Test
    void revocation_whenTheMachineDoesNotAnswer_isHeededByALaterTick() {
        unleased().run(context -> {
            granted(context, "db");
            scenario.hosts().cutOff("i-0b");
            context.publishEvent(new OnRevokedEvent(this, leading, "db"));
            tick();
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isTrue();
            scenario.hosts().mend("i-0b");

            tick();

            assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
        });
    }

    @Test
    void events_whenAListenerOfTheApplicationThrows_areFollowedAllTheSame() {
        following().withBean("faulty", Faulty.class).run(context -> {
            granted(context, "db");
            assertThat(scenario).address(VIP).isHeldBy("i-0b");

            context.publishEvent(new OnRevokedEvent(this, leading, "db"));
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();

            granted(context, "db");
            assertThat(recorded()).isEqualTo(Claim.of(IpAddress.of(VIP), 2, HostId.of("i-0b")));
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isTrue();
        });
    }

    @Test
    void tick_whenItIsLostAndTheLeadershipCantBeGivenUp_dropsTheAddressAndTakesItNotAgain() {
        leading.stubborn = true;
        following().run(context -> {
            granted(context, "db");
            Claim later = Claim.of(IpAddress.of(VIP), 9, HostId.of("i-0a"));
            assertThat(ledger.advance(later, BUDGET)).isEqualTo(later);

            tick();
            tick();

            assertThat(leading.yielded).isEqualTo(1);
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
            assertThat(recorded()).isEqualTo(later);
        });
    }

    @Test
    void grant_thatIsOverByNow_drawsNoNumber() {
        leading.leader = false;
        following().run(context -> {
            granted(context, "db");

            assertThat(recorded()).isNull();
            assertThat(scenario).address(VIP).isHeldBy("i-0a");
        });
    }

    @Test
    void tick_whenSomebodyHasALaterEpoch_isLostAndGivesTheLeadershipUp() {
        following().run(context -> {
            granted(context, "db");
            Claim later = Claim.of(IpAddress.of(VIP), 9, HostId.of("i-0a"));
            assertThat(ledger.advance(later, BUDGET)).isEqualTo(later);

            tick();
            tick();

            assertThat(next()).isEqualTo(TenureState.HELD);
            assertThat(next()).isEqualTo(TenureState.LOST);
            assertThat(leading.yielded).isEqualTo(1);
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();

            granted(context, "db");

            assertThat(next()).isEqualTo(TenureState.HELD);
            assertThat(recorded()).isEqualTo(Claim.of(IpAddress.of(VIP), 10, HostId.of("i-0b")));
        });
    }

    @Test
    void grant_whileTheLedgerIsDown_isTakenUpByALaterTick() {
        following().run(context -> {
            ledger.goDown();
            granted(context, "db");
            tick();
            assertThat(scenario).address(VIP).isHeldBy("i-0a");
            ledger.comeBack();

            tick();

            assertThat(scenario).address(VIP).isHeldBy("i-0b");
        });
    }

    @Test
    void close_whileItLeads_letsTheMachineDropTheAddress() {
        following().run(context -> {
            granted(context, "db");
            assertThat(scenario.hosts().accepts("i-0b", VIP)).isTrue();
        });

        assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
    }

    @Test
    void close_whileItIsElected_doesNotTakeTheAddress() {
        following().run(context -> ticks.atTheEnd = () -> granted(context, "db"));

        assertThat(scenario).address(VIP).isHeldBy("i-0a").wasMovedTimes(0);
        assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
    }

    /** Whose stop waits until the address is lost: as a graceful shutdown does, which takes its time. */
    record Slow(BlockingQueue<TenureChanged> told, List<TenureState> seen) implements SmartLifecycle {

        @Override
        public void start() {
            // It runs from the beginning.
        }

        @Override
        public void stop() {
            try {
                for (TenureChanged change = told.poll(10, TimeUnit.SECONDS);
                        change != null && !seen.contains(TenureState.LOST);
                        change = seen.contains(TenureState.LOST) ? null : told.poll(10, TimeUnit.SECONDS)) {
                    seen.add(change.state());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public int getPhase() {
            return 0;
        }
    }

    /** Schedulers of the application take no more work by then; this machine must not accept the address until the last bean has stopped. */
    @Test
    void close_whileOtherBeansTakeTheirTime_dropsTheAddressAtTheRevocation() {
        List<TenureState> seen = new CopyOnWriteArrayList<>();
        application()
                .withBean("ledger", EpochLedger.class, () -> ledger)
                .withBean("told", Told.class, () -> new Told(told))
                .withBean("scheduler", ThreadPoolTaskScheduler.class)
                .withBean("another", ThreadPoolTaskScheduler.class)
                .withBean("slow", Slow.class, () -> new Slow(told, seen))
                .withBean(
                        "initiator",
                        LockRegistryLeaderInitiator.class,
                        () -> new LockRegistryLeaderInitiator(
                                new DefaultLockRegistry(), new DefaultCandidate("b", "db")))
                .withPropertyValues("vip.leader.self=i-0b", "vip.leader.role=db")
                .run(context -> assertThat(next()).isEqualTo(TenureState.HELD));

        assertThat(seen).containsExactly(TenureState.LOST);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("vip-leader");
    }

    /** Spring Integration's own election, and a scheduler with threads. */
    @Test
    void initiator_ofSpringIntegration_isFollowed() {
        application()
                .withBean("ledger", EpochLedger.class, () -> ledger)
                .withBean("told", Told.class, () -> new Told(told))
                .withBean("scheduler", ThreadPoolTaskScheduler.class)
                .withBean(
                        "initiator",
                        LockRegistryLeaderInitiator.class,
                        () -> new LockRegistryLeaderInitiator(
                                new DefaultLockRegistry(), new DefaultCandidate("b", "db")))
                .withPropertyValues("vip.leader.self=i-0b", "vip.leader.role=db", "vip.leader.tick=20ms")
                .run(context -> {
                    assertThat(next()).isEqualTo(TenureState.HELD);
                    assertThat(scenario).address(VIP).isHeldBy("i-0b");

                    context.getBean(LockRegistryLeaderInitiator.class).stop();

                    assertThat(next()).isEqualTo(TenureState.LOST);
                });
    }
}
