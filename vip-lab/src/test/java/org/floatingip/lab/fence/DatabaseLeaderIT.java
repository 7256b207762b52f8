package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.floatingip.Claim;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.TenureState;
import org.floatingip.examples.leader.DatabaseLeader;
import org.floatingip.examples.leader.ElectionLock;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.lab.e2e.Wait;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example's leaders by locks of PostgreSQL, which also keeps the ledger. */
class DatabaseLeaderIT {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");

    private static LocalPostgres postgres;
    private static JdbcEpochLedger ledger;

    private final Scenario scenario =
            Scenario.builder().host("i-0a").holding("10.0.1.12").host("i-0b").build();
    private FloatingIp db;

    @BeforeAll
    static void start() {
        postgres = LocalPostgres.start();
        ledger = JdbcEpochLedger.on(postgres.dataSource());
        sql(ledger.ddl());
        sql("CREATE TABLE election (name VARCHAR(40) PRIMARY KEY)");
        sql("INSERT INTO election VALUES ('db')");
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void empty() {
        sql("DELETE FROM vip_epoch");
        db = FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .fence(ledger)
                .build();
    }

    private static void sql(String statement) {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement each = connection.createStatement()) {
            each.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Both kinds; each ends a session that says nothing for a second. */
    static Stream<ElectionLock> locks() {
        return Stream.of(ElectionLock.advisory(12, Duration.ofSeconds(1)), connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET idle_in_transaction_session_timeout = '1s'");
            }
            return ElectionLock.row("db").take(connection);
        });
    }

    private DatabaseLeader candidate(ElectionLock lock, String host) {
        return new DatabaseLeader(
                postgres.dataSource(),
                lock,
                ledger,
                VIP,
                HostId.of(host),
                epoch -> db.tenure(host, epoch).hostLeaseSeconds(10).begin());
    }

    @ParameterizedTest
    @MethodSource("locks")
    void leader_thatSaysNothing_isReplacedAndStealsNothing(ElectionLock lock) {
        try (DatabaseLeader a = candidate(lock, "i-0a");
                DatabaseLeader b = candidate(lock, "i-0b")) {
            a.tick();
            b.tick();
            assertThat(a.state()).isEqualTo(TenureState.HELD);
            assertThat(b.state()).isNull();

            long silent = System.nanoTime();
            Wait.until("B is elected", () -> {
                b.tick();
                return b.state() == TenureState.HELD;
            });
            System.out.printf(
                    "PostgreSQL: the lock of a silent leader went to another after %d ms%n",
                    (System.nanoTime() - silent) / 1_000_000);
            a.tick();
            a.tick();

            assertThat(a.state()).isNull();
            b.tick();
            assertThat(b.state()).isEqualTo(TenureState.HELD);
            assertThat(ledger.current(VIP, Duration.ofSeconds(5))).isEqualTo(Claim.of(VIP, 2, HostId.of("i-0b")));
            assertThat(db.holder().orElseThrow().host()).isEqualTo(HostId.of("i-0b"));
            assertThat(scenario.hosts().accepts("i-0a", "10.0.1.12")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("locks")
    void leader_whoseServerWasRestartedMeanwhile_isElectedAnew(ElectionLock lock) {
        try (DatabaseLeader a = candidate(lock, "i-0a")) {
            a.tick();
            sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");

            a.tick();
            assertThat(a.state()).isNull();
            a.tick();

            assertThat(a.state()).isEqualTo(TenureState.HELD);
            assertThat(ledger.current(VIP, Duration.ofSeconds(5))).isEqualTo(Claim.of(VIP, 2, HostId.of("i-0a")));
        }
    }
}
