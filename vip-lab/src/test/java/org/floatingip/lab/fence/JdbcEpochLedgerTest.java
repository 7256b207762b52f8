package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.spi.EpochLedger;
import org.floatingip.testkit.contract.EpochLedgerContract;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger in an embedded database, H2: the contract, and what people's databases get wrong. */
class JdbcEpochLedgerTest extends EpochLedgerContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final IpAddress ADDRESS = IpAddress.of("10.0.1.12");
    private static final Claim CLAIM = Claim.of(ADDRESS, 7, HostId.of("i-0b"));

    private final String url = "jdbc:h2:mem:ledger" + DATABASES.incrementAndGet();
    private final DataSource source = source();

    private DataSource source() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(url + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    private void sql(String... statements) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private JdbcEpochLedger withTable() {
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);
        sql(ledger.ddl());
        return ledger;
    }

    @Override
    protected EpochLedger ledger() {
        return withTable();
    }

    @Override
    protected EpochLedger another() {
        return JdbcEpochLedger.on(source);
    }

    @Override
    protected void breakStore() {
        sql("SHUTDOWN");
        // An in-memory database begins anew when somebody comes: then it has no table.
    }

    @Override
    protected void close() {
        sql("SHUTDOWN");
    }

    @Test
    void on_aTableOfASchema_usesThat() {
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source, "ha.vip_epoch");
        sql("DROP TABLE vip_epoch", "CREATE SCHEMA ha", ledger.ddl());

        assertThat(ledger.advance(CLAIM, BUDGET)).isEqualTo(CLAIM);
        assertThat(ledger).hasToString("JdbcEpochLedger(ha.vip_epoch)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vip epoch", "a.b.c", "x; DROP TABLE y", "\"quoted\"", "1st"})
    void on_whatIsNoName_isRefused(String table) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcEpochLedger.on(source, table))
                .withMessageContaining("is not a table name");
    }

    @Test
    void everything_whenThereIsNoTable_saysWhichStatementMakesIt() {
        sql("DROP TABLE vip_epoch");
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);

        assertThatThrownBy(() -> ledger.advance(CLAIM, BUDGET))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.effect()).isEqualTo(Effect.NONE);
                    assertThat(refused.retryable()).isFalse();
                    assertThat(refused).hasMessageContaining(ledger.ddl()).hasMessageContaining("VIP_EPOCH");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1, 'i-0b'", "7, ''", "7, 'two words'"})
    void current_whenTheRowIsGarbage_saysSoAndClaimsNothing(String row) {
        sql("INSERT INTO vip_epoch VALUES ('10.0.1.12', " + row + ")");
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);

        assertThatThrownBy(() -> ledger.current(ADDRESS, BUDGET))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the row of 10.0.1.12 in vip_epoch is not a claim");
    }

    /** A column that somebody made as he thought fit. */
    @ParameterizedTest
    @ValueSource(strings = {"'seven'", "'99999999999999999999'"})
    void everything_whenTheEpochIsATextThatIsNoNumber_saysSoAndClaimsNothing(String epoch) {
        sql(
                "DROP TABLE vip_epoch",
                "CREATE TABLE vip_epoch (address VARCHAR(45) PRIMARY KEY, epoch VARCHAR(40), target VARCHAR(255))",
                "INSERT INTO vip_epoch VALUES ('10.0.1.12', " + epoch + ", 'i-0b')");
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);

        assertThatThrownBy(() -> ledger.current(ADDRESS, BUDGET))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("SQL state")
                .hasMessageContaining("CREATE TABLE vip_epoch");
        assertThatThrownBy(() -> ledger.advance(CLAIM, BUDGET)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> ledger.next(ADDRESS, HostId.of("i-0b"), BUDGET))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void everything_whenSomebodyHoldsTheRow_endsAndMayPass() throws SQLException {
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);
        ledger.advance(CLAIM, BUDGET);
        try (Connection other = source.getConnection();
                Statement holds = other.createStatement()) {
            other.setAutoCommit(false);
            holds.executeUpdate("UPDATE vip_epoch SET epoch = 6");

            assertThatThrownBy(() -> ledger.advance(Claim.of(ADDRESS, 8, HostId.of("i-0b")), Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(UnavailableException.class, failure -> {
                        assertThat(failure.effect()).isEqualTo(Effect.NONE);
                        assertThat(failure.retryable()).isTrue();
                    });
            other.rollback();
        }
        assertThat(ledger.current(ADDRESS, BUDGET)).isEqualTo(CLAIM);
    }

    @Test
    void current_whenTheColumnsAreNull_saysSo() {
        sql(
                "DROP TABLE vip_epoch",
                "CREATE TABLE vip_epoch (address VARCHAR(45) PRIMARY KEY, epoch BIGINT, target VARCHAR(255))",
                "INSERT INTO vip_epoch VALUES ('10.0.1.12', NULL, 'i-0b')");

        assertThatThrownBy(() -> JdbcEpochLedger.on(source).current(ADDRESS, BUDGET))
                .hasMessageContaining("it has no epoch");
    }

    @Test
    void advance_whenTheDatabaseIsReadOnly_saysTheDatabasesWords() {
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);
        sql("CREATE USER reader PASSWORD 'reader'", "GRANT SELECT ON vip_epoch TO reader");
        JdbcDataSource reader = new JdbcDataSource();
        reader.setURL(url);
        reader.setUser("reader");
        reader.setPassword("reader");
        JdbcEpochLedger denied = JdbcEpochLedger.on(reader);

        assertThatThrownBy(() -> denied.advance(CLAIM, BUDGET))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Not enough rights")
                .hasMessageContaining("SQL state");
        assertThat(ledger.current(ADDRESS, BUDGET)).isNull();
    }

    @Test
    void everything_whenNobodyCanConnect_isUnavailableAndMayPass() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:tcp://127.0.0.1:1/nowhere");

        assertThatThrownBy(() -> JdbcEpochLedger.on(nowhere).current(ADDRESS, BUDGET))
                .isInstanceOfSatisfying(UnavailableException.class, failure -> {
                    assertThat(failure.effect()).isEqualTo(Effect.NONE);
                    assertThat(failure.retryable()).isTrue();
                });
    }

    @Test
    void next_whenThereIsNoHigherNumber_saysSo() {
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);
        ledger.advance(Claim.of(ADDRESS, Long.MAX_VALUE, HostId.of("i-0a")), BUDGET);

        assertThatThrownBy(() -> ledger.next(ADDRESS, HostId.of("i-0b"), BUDGET))
                .hasMessageContaining("there is no epoch after");
    }

    /** Pools are often set up like that. */
    @Test
    void advance_whenConnectionsDoNotCommitByThemselves_isRecordedAllTheSameAndLeavesThemSo() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcEpochLedger ledger = JdbcEpochLedger.on(pool);

            assertThat(ledger.advance(CLAIM, BUDGET)).isEqualTo(CLAIM);
            assertThat(JdbcEpochLedger.on(source).current(ADDRESS, BUDGET)).isEqualTo(CLAIM);
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    /** A constraint of somebody's own: no other try keeps it. */
    @Test
    void everything_whenTheTableHasAConstraintMore_saysSoAtOnce() {
        sql("ALTER TABLE vip_epoch ADD CHECK (epoch > 9)");
        Waits waits = new Waits(source);
        JdbcEpochLedger ledger = JdbcEpochLedger.on(waits.source());

        assertThatThrownBy(() -> ledger.advance(CLAIM, BUDGET))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("SQL state 23")
                .hasMessageContaining("and no others: " + ledger.ddl());
        assertThat(waits.inserts()).isEqualTo(1);
        assertThatThrownBy(() -> ledger.next(ADDRESS, HostId.of("i-0b"), BUDGET))
                .isInstanceOf(RefusedException.class);
        assertThat(waits.inserts()).isEqualTo(2);
    }

    private static final String NO_KEY =
            "CREATE TABLE vip_epoch (address VARCHAR(45), epoch BIGINT, target VARCHAR(255))";

    @Test
    void everything_whenTheTableHasNoKeyAndTwoRows_claimsNothing() {
        sql(
                "DROP TABLE vip_epoch",
                NO_KEY,
                "INSERT INTO vip_epoch VALUES ('10.0.1.12', 8, 'i-0a'), ('10.0.1.12', 9, 'i-0c')");
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);

        assertThatThrownBy(() -> ledger.current(ADDRESS, BUDGET))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("two rows of 10.0.1.12: it needs its primary key");
        assertThatThrownBy(() -> ledger.advance(CLAIM, BUDGET)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> ledger.next(ADDRESS, HostId.of("i-0b"), BUDGET))
                .isInstanceOf(RefusedException.class);
    }

    /** Two who claim an address first, at once: each has read that there is no row. */
    @Test
    void advance_whenTheTableHasNoKeyAndAnotherIsFirstToo_isRefused() {
        sql("DROP TABLE vip_epoch", NO_KEY);
        Waits waits = new Waits(source);
        waits.beforeInsert = () -> sql("INSERT INTO vip_epoch VALUES ('10.0.1.12', 9, 'i-0c')");

        assertThatThrownBy(() -> JdbcEpochLedger.on(waits.source()).advance(CLAIM, BUDGET))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it needs its primary key");
    }

    @Test
    void everything_always_limitsTheWaitForAnAnswerAndGivesTheConnectionBackAsItWas() {
        Waits waits = new Waits(source);
        JdbcEpochLedger ledger = JdbcEpochLedger.on(waits.source());

        assertThat(ledger.advance(CLAIM, Duration.ofMillis(1500))).isEqualTo(CLAIM);
        assertThat(waits.set).containsExactly(2500, 0);

        waits.millis = 60_000;
        assertThat(ledger.current(ADDRESS, Duration.ofSeconds(2))).isEqualTo(CLAIM);
        assertThat(waits.set).containsExactly(2500, 0, 3000, 60_000);
    }

    @Test
    void everything_whenTheConnectionWaitsForLessAnyway_leavesItSo() {
        Waits waits = new Waits(source);
        waits.millis = 700;

        assertThat(JdbcEpochLedger.on(waits.source()).current(ADDRESS, BUDGET)).isNull();
        assertThat(waits.set).isEmpty();
    }

    /** Drivers that are older than the method, and those that have not got it. */
    @Test
    void everything_whenTheDriverCantLimitItsWait_isDoneAllTheSame() {
        for (Throwable without :
                new Throwable[] {new SQLFeatureNotSupportedException("no"), new AbstractMethodError()}) {
            Waits waits = new Waits(source);
            waits.without = without;

            assertThat(JdbcEpochLedger.on(waits.source()).advance(CLAIM, BUDGET))
                    .isEqualTo(CLAIM);
            assertThat(waits.set).isEmpty();
        }
    }

    @Test
    void everything_whenTheConnectionWasClosedMeanwhile_saysWhatWentWrongFirst() {
        Waits waits = new Waits(source);
        waits.beforeInsert = waits::closeConnection;

        assertThatThrownBy(() -> JdbcEpochLedger.on(waits.source()).advance(CLAIM, BUDGET))
                .isInstanceOf(FloatingIpException.class)
                .hasMessageContaining("closed")
                .cause()
                .hasNoSuppressedExceptions();
        assertThat(waits.set).containsExactly(6000);
    }
}
