package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.PoolEviction;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the eviction of a real HikariCP by HikariEviction.java lets go of, and what it can't. */
@Timeout(60)
class HikariEvictionTest {

    private static final String VIP = "10.0.1.12";
    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");

    private final Scenario scenario =
            Scenario.builder().host("i-0a").holding(VIP).host("i-0b").build();

    @AfterEach
    void close() {
        scenario.close();
    }

    private HostId holder() {
        return scenario.network().holders(VIP).get(0).host();
    }

    private FloatingIp.Builder evicting(HikariDataSource pool) {
        return scenario.floatingIpBuilder(VIP).listener(PoolEviction.of(new HikariEviction(pool)));
    }

    /** The control: HikariCP notices nothing by itself, as long as a connection answers or has just been used. */
    @Test
    void pool_thatNobodyEvicts_lendsWhatLeadsToTheOldHost() throws Exception {
        try (HikariDataSource pool = new Database(this::holder).pool()) {
            pool.getConnection().close();

            scenario.floatingIpBuilder(VIP).build().moveTo(B);

            try (Connection after = pool.getConnection()) {
                assertThat(Database.sessionOf(after).host()).isEqualTo(A);
            }
        }
    }

    @Test
    void pool_afterAMove_lendsWhatLeadsToTheNewHost() throws Exception {
        try (HikariDataSource pool = filled(new Database(this::holder))) {
            evicting(pool).build().moveTo(B);

            try (Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                assertThat(Database.sessionOf(one).host()).isEqualTo(B);
                assertThat(Database.sessionOf(other).host()).isEqualTo(B);
            }
        }
    }

    /** With both of its connections made: HikariCP makes the second one in the background. */
    private static HikariDataSource filled(Database database) throws Exception {
        HikariDataSource pool = database.pool();
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            assertThat(one).isNotSameAs(other);
        }
        return pool;
    }

    @Test
    void pool_afterAMoveThatFailedAndMayHaveMovedTheAddress_lendsNewConnections() throws Exception {
        Database database = new Database(this::holder);
        try (HikariDataSource pool = filled(database)) {
            scenario.assigner().inject(Fault.loseRequest().onCall(Call.ASSIGN));
            scenario.assigner()
                    .inject(Fault.unavailable().onCall(Call.LOOK).skip(1).times(1000));
            Database.Session before;
            try (Connection borrowed = pool.getConnection()) {
                before = Database.sessionOf(borrowed);
            }

            NotVerifiedException failed = catchThrowableOfType(
                    NotVerifiedException.class, () -> evicting(pool).build().moveTo(B));

            assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(before.ends()).isTrue();
        }
    }

    /** {@code getHikariPoolMXBean()} is null then: a method reference to it would fail where it is written. */
    @Test
    void pool_thatWasNeverUsed_hasNothingToEvict() {
        Database database = new Database(this::holder);
        try (HikariDataSource pool = database.unusedPool()) {
            assertThat(pool.getHikariPoolMXBean()).isNull();

            new HikariEviction(pool).run();

            assertThat(database.begun()).isZero();
        }
    }

    /**
     * A connection that is being made while the address moves comes into the pool after the eviction, and leads to the old host.
     * The same eviction by an executor that runs later lets go of it.
     */
    @Test
    void pool_thatWasConnectingWhileTheAddressMoved_isCleanAfterTheSecondEviction() throws Exception {
        AtomicInteger connecting = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Database database = new Database(() -> {
            HostId led = holder();
            if (connecting.incrementAndGet() == 2) {
                begun.countDown();
                await(goOn); // connected to A, and still logging in
            }
            return led;
        });
        List<Runnable> later = new ArrayList<>();
        try (HikariDataSource pool = database.pool()) {
            Connection inUse = pool.getConnection(); // so that nobody but the slow one is idle
            await(begun);
            PoolEviction eviction = PoolEviction.of(new HikariEviction(pool));

            scenario.floatingIpBuilder(VIP)
                    .listener(eviction)
                    .listener(eviction, later::add)
                    .build()
                    .moveTo(B);

            goOn.countDown();
            try (Connection slow = pool.getConnection()) {
                assertThat(Database.sessionOf(slow).host())
                        .as("missed by the first")
                        .isEqualTo(A);
            }
            later.forEach(Runnable::run);
            try (Connection after = pool.getConnection()) {
                assertThat(Database.sessionOf(after).host()).isEqualTo(B);
            }
            inUse.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
