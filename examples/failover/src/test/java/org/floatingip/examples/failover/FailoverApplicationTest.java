package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
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

    /** A connection that knows where the address led when it was made. */
    private static final class Connection implements AutoCloseable {

        private final HostId host;
        private boolean closed;

        private Connection(HostId host) {
            this.host = host;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Queue<Connection> made = new ConcurrentLinkedQueue<>();
    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch moved = new CountDownLatch(1);
    private Scenario scenario;

    @BeforeEach
    void prepare() {
        scenario = Scenario.builder().host("i-0a").holding(VIP).host("i-0b").build();
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private Connection connect() {
        Holder holder = scenario.network().holders(IpAddress.of(VIP)).get(0);
        Connection connection = new Connection(holder.host());
        made.add(connection);
        return connection;
    }

    /** A database is well where its instance runs: the network's own clock ends that of A, as soon as the test lets it run. */
    private boolean runs(HostId host) {
        try {
            assertThat(begin.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (scenario.network().holders(IpAddress.of(VIP)).stream().anyMatch(holder -> holder.isOn(B))) {
            moved.countDown();
        }
        return scenario.network()
                .instance(host.value())
                .orElseThrow()
                .state()
                .name()
                .equals("RUNNING");
    }

    private FailoverApplication<Connection> start() {
        return FailoverApplication.start(
                scenario.floatingIpBuilder(VIP), List.of(A, B), this::runs, this::connect, scenario.ticker());
    }

    @Test
    void application_whenTheHolderStops_movesTheAddressAndEvictsThePool() throws Exception {
        scenario.network().schedule(Duration.ofMinutes(2), Incident.stop("i-0a"));
        scenario.assigner().inject(Fault.throttle().onCall(Call.ASSIGN).times(2));
        try (FailoverApplication<Connection> application = start()) {
            ConnectionPool<Connection>.Lease inUse = application.pool().borrow();
            ConnectionPool<Connection>.Lease idle = application.pool().borrow();
            idle.close();
            begin.countDown();

            assertThat(moved.await(50, TimeUnit.SECONDS)).isTrue();

            try (ConnectionPool<Connection>.Lease after = application.pool().borrow()) {
                assertThat(after.connection().host).isEqualTo(B);
            }
            assertThat(idle.connection().closed).isTrue();
            assertThat(inUse.connection().closed).as("work goes on").isFalse();
            inUse.close();
            assertThat(inUse.connection().closed).isTrue();
        }
        assertThat(scenario).address(VIP).isHeldBy(B).wasMovedTimes(1);
    }

    @Test
    void close_endsTheChecksAndThePoolAndLeavesTheAddress() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        CountDownLatch some = new CountDownLatch(20);
        FailoverApplication<Connection> application = FailoverApplication.start(
                scenario.floatingIpBuilder(VIP),
                List.of(A, B),
                host -> {
                    checks.incrementAndGet();
                    some.countDown();
                    return true;
                },
                this::connect,
                scenario.ticker());
        assertThat(some.await(50, TimeUnit.SECONDS)).isTrue();
        Connection idle;
        try (ConnectionPool<Connection>.Lease lease = application.pool().borrow()) {
            idle = lease.connection();
        }

        application.close();

        int atTheEnd = checks.get();
        assertThat(idle.closed).isTrue();
        assertThatThrownBy(() -> application.pool().borrow()).isInstanceOf(IllegalStateException.class);
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
        try (FailoverApplication<Connection> application = start()) {
            begin.countDown();
            assertThat(moved.await(50, TimeUnit.SECONDS)).isTrue();
            assertThat(application.pool().borrow().connection().host).isEqualTo(B);
        }
        assertThat(scenario).address(VIP).isHeldBy(B).wasMovedTimes(1);
    }
}
