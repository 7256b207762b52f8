package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.HostId;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole application, on virtual time: two minutes of checks pass in some milliseconds. */
@Timeout(60)
class FailoverApplicationTest {

    private static final String VIP = "10.0.1.12";
    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");

    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch moved = new CountDownLatch(1);
    private Scenario scenario;
    private Database database;

    @BeforeEach
    void prepare() {
        scenario = Scenario.builder().host("i-0a").holding(VIP).host("i-0b").build();
        database = new Database(() -> scenario.network().holders(VIP).get(0).host());
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    /** A database is well where its instance runs: the network's own clock ends that of A, as soon as the test lets it run. */
    private boolean runs(HostId host) {
        try {
            assertThat(begin.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (scenario.network().holders(VIP).stream().anyMatch(holder -> holder.isOn(B))) {
            moved.countDown();
        }
        return scenario.network()
                .instance(host.value())
                .orElseThrow()
                .state()
                .name()
                .equals("RUNNING");
    }

    private FailoverApplication start() {
        return FailoverApplication.start(
                scenario.floatingIpBuilder(VIP), List.of(A, B), this::runs, database.pool(), scenario.ticker());
    }

    @Test
    void application_whenTheHolderStops_movesTheAddressAndEvictsThePool() throws Exception {
        scenario.network().schedule(Duration.ofMinutes(2), Incident.stop("i-0a"));
        scenario.assigner().inject(Fault.throttle().onCall(Call.ASSIGN).times(2));
        try (FailoverApplication application = start()) {
            Connection inUse = application.pool().getConnection();
            Database.Session used = Database.sessionOf(inUse);
            Connection idle = application.pool().getConnection();
            Database.Session unused = Database.sessionOf(idle);
            idle.close();
            begin.countDown();

            assertThat(moved.await(50, TimeUnit.SECONDS)).isTrue();

            try (Connection after = application.pool().getConnection()) {
                assertThat(Database.sessionOf(after).host()).isEqualTo(B);
            }
            assertThat(unused.ends()).isTrue();
            assertThat(used.isOpen()).as("work goes on").isTrue();
            inUse.close();
            assertThat(used.ends()).isTrue();
        }
        assertThat(scenario).address(VIP).isHeldBy(B).wasMovedTimes(1);
    }

    @Test
    void close_endsTheChecksAndThePoolAndLeavesTheAddress() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        CountDownLatch some = new CountDownLatch(20);
        FailoverApplication application = FailoverApplication.start(
                scenario.floatingIpBuilder(VIP),
                List.of(A, B),
                host -> {
                    checks.incrementAndGet();
                    some.countDown();
                    return true;
                },
                database.pool(),
                scenario.ticker());
        assertThat(some.await(50, TimeUnit.SECONDS)).isTrue();
        Database.Session idle;
        try (Connection borrowed = application.pool().getConnection()) {
            idle = Database.sessionOf(borrowed);
        }

        application.close();

        int atTheEnd = checks.get();
        assertThat(idle.ends()).isTrue();
        assertThatThrownBy(() -> application.pool().getConnection()).isInstanceOf(SQLException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("failover of " + VIP);
        assertThat(checks.get()).isEqualTo(atTheEnd);
        assertThat(scenario).address(VIP).isHeldBy(A).wasNeverMoved();
    }

    @Test
    void check_thatFails_isNotTheLastOne() throws Exception {
        scenario.network().schedule(Duration.ofMinutes(1), Incident.stop("i-0a"));
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN).times(3));
        try (FailoverApplication application = start()) {
            begin.countDown();
            assertThat(moved.await(50, TimeUnit.SECONDS)).isTrue();
            try (Connection after = application.pool().getConnection()) {
                assertThat(Database.sessionOf(after).host()).isEqualTo(B);
            }
        }
        assertThat(scenario).address(VIP).isHeldBy(B).wasMovedTimes(1);
    }
}
