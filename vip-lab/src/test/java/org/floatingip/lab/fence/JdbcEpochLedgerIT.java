package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.floatingip.Claim;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.spi.EpochLedger;
import org.floatingip.testkit.contract.EpochLedgerContract;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The ledger in PostgreSQL of Debian: the contract, a transaction that holds the row, a primary that became read-only. */
class JdbcEpochLedgerIT extends EpochLedgerContract {

    private static final IpAddress ADDRESS = IpAddress.of("10.0.1.12");
    private static final Claim CLAIM = Claim.of(ADDRESS, 7, HostId.of("i-0b"));

    private final LocalPostgres postgres = LocalPostgres.start();
    private final DataSource source = postgres.dataSource();

    @Override
    protected EpochLedger ledger() {
        JdbcEpochLedger ledger = JdbcEpochLedger.on(source);
        sql(ledger.ddl());
        return ledger;
    }

    private void sql(String statement) {
        try (Connection connection = source.getConnection();
                Statement each = connection.createStatement()) {
            each.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected EpochLedger another() {
        return JdbcEpochLedger.on(postgres.dataSource());
    }

    @Override
    protected void breakStore() {
        postgres.kill();
    }

    @Override
    protected void close() {
        postgres.close();
    }

    @Test
    void advance_whenSomebodyHoldsTheRow_endsWithinItsBudgetAndSaysWhy() throws SQLException {
        EpochLedger ledger = another();
        ledger.advance(CLAIM, Duration.ofSeconds(10));
        try (Connection other = source.getConnection();
                Statement holds = other.createStatement()) {
            other.setAutoCommit(false);
            holds.executeUpdate("UPDATE vip_epoch SET epoch = 6");

            assertThatThrownBy(() -> ledger.advance(Claim.of(ADDRESS, 8, HostId.of("i-0b")), Duration.ofSeconds(1)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("canceling statement");
            other.rollback();
        }
        assertThat(ledger.current(ADDRESS, Duration.ofSeconds(10))).isEqualTo(CLAIM);
    }

    @Test
    void advance_whenTheServerIsReadOnly_saysThatItIsToBeThePrimary() {
        sql("ALTER DATABASE postgres SET default_transaction_read_only = on");

        assertThatThrownBy(() -> another().advance(CLAIM, Duration.ofSeconds(10)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("read-only transaction")
                .hasMessageContaining("leads to the primary");
    }

    @Test
    void advance_whenThereIsNoTable_saysWhichStatementMakesIt() {
        sql("DROP TABLE vip_epoch");

        assertThatThrownBy(() -> another().advance(CLAIM, Duration.ofSeconds(10)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("\"vip_epoch\" does not exist")
                .hasMessageContaining("CREATE TABLE vip_epoch");
    }

    /** No packet comes back any more, the answer to a cancellation neither: the driver itself would wait for ever. */
    @Test
    void current_whenTheNetworkFallsSilent_endsASecondAfterItsBudget() throws IOException {
        try (GoingSilent between = new GoingSilent(postgres.port())) {
            PGSimpleDataSource through = LocalPostgres.dataSource(between.port());
            through.setCancelSignalTimeout(1);
            EpochLedger ledger = JdbcEpochLedger.on(through);
            assertThat(ledger.advance(CLAIM, Duration.ofSeconds(10))).isEqualTo(CLAIM);
            between.silentFrom("SELECT epoch");

            long before = System.nanoTime();
            assertThatThrownBy(() -> ledger.current(ADDRESS, Duration.ofSeconds(1)))
                    .isInstanceOf(UnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(4));
        }
    }
}
