package org.floatingip.examples.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.Claim;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.TenureState;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.testkit.Scenario;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Leaders by the lock on a row of an embedded database, which also keeps the ledger: DatabaseLeader.java and ElectionLock.java, which stand in
 * docs/leaders-database.md too. PostgreSQL's locks: the lab's DatabaseLeaderIT.
 */
class DatabaseLeaderTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final IpAddress VIP = IpAddress.of("10.0.1.12");
    private static final Duration BUDGET = Duration.ofSeconds(3);

    private final JdbcDataSource source = new JdbcDataSource();
    private final JdbcEpochLedger ledger;
    private final Scenario scenario =
            Scenario.builder().host("i-0a").holding("10.0.1.12").host("i-0b").build();
    private final FloatingIp db;
    private final DatabaseLeader a;
    private final DatabaseLeader b;

    DatabaseLeaderTest() {
        source.setURL("jdbc:h2:mem:election" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        ledger = JdbcEpochLedger.on(source);
        sql(ledger.ddl());
        sql("CREATE TABLE election (name VARCHAR(40) PRIMARY KEY)");
        sql("INSERT INTO election VALUES ('db')");
        db = FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .fence(ledger)
                .build();
        a = candidate("i-0a");
        b = candidate("i-0b");
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        sql("SHUTDOWN");
        scenario.close();
    }

    private DatabaseLeader candidate(String host) {
        return new DatabaseLeader(
                source,
                ElectionLock.row("db"),
                ledger,
                VIP,
                HostId.of(host),
                epoch -> db.tenure(host, epoch).hostLeaseSeconds(10).begin());
    }

    private void sql(String statement) {
        try (Connection connection = source.getConnection();
                Statement each = connection.createStatement()) {
            each.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private @Nullable Claim recorded() {
        return ledger.current(VIP, BUDGET);
    }

    @Test
    void tick_ofTwo_electsOne() {
        a.tick();
        b.tick();
        a.tick();

        assertThat(a.state()).isEqualTo(TenureState.HELD);
        assertThat(b.state()).isNull();
        assertThat(recorded()).isEqualTo(Claim.of(VIP, 1, HostId.of("i-0a")));
    }

    @Test
    void close_always_letsTheNextBeElectedByAHigherNumber() {
        a.tick();
        a.close();
        b.tick();

        assertThat(b.state()).isEqualTo(TenureState.HELD);
        assertThat(recorded()).isEqualTo(Claim.of(VIP, 2, HostId.of("i-0b")));
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b");
        assertThat(scenario.hosts().accepts("i-0a", "10.0.1.12")).isFalse();
    }

    /** As the database does to who says nothing, and to who is cut off. */
    private void endSessionsThatHoldALock() {
        sql("SELECT ABORT_SESSION(session_id) FROM information_schema.sessions WHERE session_id <> SESSION_ID()");
    }

    @Test
    void tick_whenTheSessionWasEnded_stealsNothing() {
        a.tick();
        endSessionsThatHoldALock();
        b.tick();
        assertThat(b.state()).isEqualTo(TenureState.HELD);

        a.tick();
        a.tick();

        assertThat(a.state()).isNull();
        assertThat(b.state()).isEqualTo(TenureState.HELD);
        b.tick();
        assertThat(b.state()).isEqualTo(TenureState.HELD);
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b");
    }

    /** Paused between the election and the number: the number is the highest, and whoever drew it is not the leader. */
    @Test
    void next_whenTheSessionWasEndedBeforeIt_isNotUsedAndTheElectedOneDrawsAnew() {
        DatabaseLeader paused = new DatabaseLeader(
                source,
                connection -> {
                    boolean taken = ElectionLock.row("db").take(connection);
                    endSessionsThatHoldALock();
                    b.tick();
                    return taken;
                },
                ledger,
                VIP,
                HostId.of("i-0a"),
                epoch -> db.tenure("i-0a", epoch).begin());

        paused.tick();

        assertThat(paused.state()).isNull();
        assertThat(recorded()).isEqualTo(Claim.of(VIP, 2, HostId.of("i-0a")));
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b");
        b.tick(); // its number is not the highest any more: it gives the lock back
        b.tick(); // and is elected once more
        assertThat(b.state()).isEqualTo(TenureState.HELD);
        assertThat(recorded()).isEqualTo(Claim.of(VIP, 3, HostId.of("i-0b")));
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b");
    }

    @Test
    void tick_whenTheTableHasNoSuchRow_electsNobodyAndComesBack() {
        sql("DELETE FROM election");
        a.tick();
        assertThat(a.state()).isNull();

        sql("INSERT INTO election VALUES ('db')");
        a.tick();
        assertThat(a.state()).isEqualTo(TenureState.HELD);
    }

    @Test
    void tick_whenTheLedgerHasNoTable_givesTheLockBack() {
        sql("DROP TABLE vip_epoch");
        a.tick();
        assertThat(a.state()).isNull();

        sql(ledger.ddl());
        b.tick();
        assertThat(b.state()).isEqualTo(TenureState.HELD);
    }

    /** What is thrown goes to the timer, which would never call again. */
    @Test
    void tick_whenTheLockHasAFault_throwsNothingAndIsElectedLater() {
        AtomicInteger calls = new AtomicInteger();
        DatabaseLeader faulty = new DatabaseLeader(
                source,
                connection -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("a driver's fault");
                    }
                    return ElectionLock.row("db").take(connection);
                },
                ledger,
                VIP,
                HostId.of("i-0a"),
                epoch -> db.tenure("i-0a", epoch).begin());

        faulty.tick();
        assertThat(faulty.state()).isNull();
        faulty.tick();

        assertThat(faulty.state()).isEqualTo(TenureState.HELD);
        faulty.close();
    }
}
