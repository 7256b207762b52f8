package org.floatingip.fence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.floatingip.Claim;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.EpochLedger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link EpochLedger} in a database table that all movers share, with one row for each address. It never creates the
 * table; {@link #ddl()} returns the statement for that. The statement suits PostgreSQL, H2, MySQL, MariaDB and other
 * databases that know {@code VARCHAR} and {@code BIGINT}.
 *
 * <pre>{@code
 * CREATE TABLE vip_epoch (address VARCHAR(45) PRIMARY KEY, epoch BIGINT NOT NULL, target VARCHAR(255) NOT NULL)
 * }</pre>
 *
 * <p>The data source must lead to the primary. A replica that lags behind shows outdated claims. A primary with
 * asynchronous replication may lose a committed claim when it fails over.
 *
 * <p>Each call takes one connection and gives it back. Each statement runs in its own transaction, so the data source
 * must not give a connection that is in the middle of a transaction. The budget limits each statement, rounded up to
 * whole seconds. Each wait for an answer ends one second after the budget at the latest, even if packets are lost. The
 * time to get a connection is limited by the data source's own settings: the wait of its pool, the connect and login
 * timeouts of its driver.
 *
 * <p>Safe for use by several threads, if the data source is.
 */
public final class JdbcEpochLedger implements EpochLedger {

    /** The default name of the table. */
    public static final String DEFAULT_TABLE = "vip_epoch";

    private static final Logger LOG = LoggerFactory.getLogger(JdbcEpochLedger.class);

    /** Plain names, with a schema or without: a name is put into statements as it is. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62})?");

    /** The class of SQL states that say which constraint a row breaks: that of the key, or another. */
    private static final String CONSTRAINT = "23";

    /** No mover loses a race this often. */
    private static final int MOST_TRIES = 100;

    private final DataSource source;
    private final String table;

    private JdbcEpochLedger(DataSource source, String table) {
        this.source = Objects.requireNonNull(source, "source");
        if (!NAME.matcher(table).matches()) {
            throw new IllegalArgumentException(
                    "\"" + table
                            + "\" is not a table name: expected letters, digits and _, and a schema before a dot, such as ha.vip_epoch");
        }
        this.table = table;
    }

    /** Returns a ledger in the table {@value #DEFAULT_TABLE}. The caller closes the data source. */
    public static JdbcEpochLedger on(DataSource source) {
        return new JdbcEpochLedger(source, DEFAULT_TABLE);
    }

    /**
     * Returns a ledger in the given table.
     *
     * @param table the name of the table, with or without a schema: letters, digits and {@code _}
     * @throws IllegalArgumentException if the name has another form
     */
    public static JdbcEpochLedger on(DataSource source, String table) {
        return new JdbcEpochLedger(source, table);
    }

    /** Returns the statement that creates the table. The ledger never runs it. */
    public String ddl() {
        return "CREATE TABLE " + table
                + " (address VARCHAR(45) PRIMARY KEY, epoch BIGINT NOT NULL, target VARCHAR(255) NOT NULL)";
    }

    @Override
    public Claim advance(Claim claim, Duration budget) {
        Objects.requireNonNull(claim, "claim");
        return within("claiming " + claim, budget, session -> {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                if (session.replace(claim)) {
                    return claim;
                }
                Claim recorded = session.read(claim.address());
                // The same claim is found where the same mover's other attempt came first.
                if (recorded != null && (!claim.mayReplace(recorded) || recorded.equals(claim))) {
                    return recorded;
                }
                if (recorded == null && session.insert(claim)) {
                    return claim;
                }
            }
            throw undecided();
        });
    }

    @Override
    public @Nullable Claim current(IpAddress address, Duration budget) {
        Objects.requireNonNull(address, "address");
        return within("reading the epoch of " + address, budget, session -> Optional.ofNullable(session.read(address)))
                .orElse(null);
    }

    @Override
    public Claim next(IpAddress address, HostId target, Duration budget) {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(target, "target");
        return within("taking the next epoch of " + address, budget, session -> {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                Claim recorded = session.read(address);
                if (recorded != null && recorded.epoch() == Long.MAX_VALUE) {
                    throw RefusedException.of(
                            RefusalReason.LEDGER_REFUSED,
                            "there is no epoch after " + recorded.epoch() + " for " + address,
                            "see who recorded that one, and delete its row from " + table
                                    + " while nobody moves the address",
                            null);
                }
                Claim next = Claim.of(address, recorded == null ? 1 : recorded.epoch() + 1, target);
                if (recorded == null ? session.insert(next) : session.replaceThat(recorded, next)) {
                    return next;
                }
            }
            throw undecided();
        });
    }

    @Override
    public List<PlannedCall> explain(List<Claim> claims) {
        return claims.stream()
                .flatMap(claim -> Stream.of(
                        PlannedCall.mutating(
                                "UPDATE or INSERT in the table " + table + ": " + claim
                                        + ", unless a later epoch has it",
                                "UPDATE, INSERT on " + table),
                        PlannedCall.reading(
                                "SELECT from the table " + table + " for " + claim.address() + ", before each change",
                                "SELECT on " + table)))
                .toList();
    }

    private static SQLTransientException undecided() {
        return new SQLTransientException("other movers were faster " + MOST_TRIES + " times");
    }

    /** Returns text such as {@code JdbcEpochLedger(vip_epoch)}. */
    @Override
    public String toString() {
        return "JdbcEpochLedger(" + table + ")";
    }

    /** Work on one connection. */
    @FunctionalInterface
    private interface Doing<T> {
        T run(Session session) throws SQLException;
    }

    private <T> T within(String what, Duration budget, Doing<T> doing) {
        try (Connection connection = source.getConnection();
                Session session = new Session(connection, budget)) {
            session.begin();
            return doing.run(session);
        } catch (SQLException e) {
            throw typed(what, e);
        }
    }

    /** Tells failures that may pass from others by the exception class or, if the driver has no classes, by the SQL state. */
    private FloatingIpException typed(String what, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean passes = e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("55")
                || state.startsWith("57");
        String said = e.getMessage() + (state.isEmpty() ? "" : " (SQL state " + state + ")");
        if (passes) {
            return UnavailableException.withoutEffect(what + " in the table " + table, said, e);
        }
        return RefusedException.of(
                RefusalReason.LEDGER_REFUSED, what + " was refused by the database: " + said, remedy(state), e);
    }

    private String remedy(String state) {
        if (state.equals("25006")) {
            return "give the ledger a data source that leads to the primary";
        }
        return state.startsWith(CONSTRAINT)
                ? "give the table these columns and this constraint, and no others: " + ddl()
                : "look whether the table is there and may be written: " + ddl();
    }

    /** Statements on one connection, which it gives back as it was. */
    private final class Session implements AutoCloseable {

        private static final int UNTOUCHED = -1;
        private static final int MORE_MILLIS = 1000;

        private final Connection connection;
        private final int millis;
        private int formerMillis = UNTOUCHED;
        private boolean manual;

        Session(Connection connection, Duration budget) {
            this.connection = connection;
            this.millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE - MORE_MILLIS, budget.toMillis()));
        }

        void begin() throws SQLException {
            limitWaits();
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
                manual = true;
            }
        }

        /** A statement's own limit needs the server's answer to a cancellation, which lost packets prevent. */
        private void limitWaits() throws SQLException {
            try {
                int former = connection.getNetworkTimeout();
                if (former == 0 || former > millis + MORE_MILLIS) {
                    connection.setNetworkTimeout(Runnable::run, millis + MORE_MILLIS);
                    formerMillis = former;
                }
            } catch (SQLFeatureNotSupportedException | AbstractMethodError e) {
                LOG.debug("This driver can't limit its wait for an answer; set a limit in the data source", e);
            }
        }

        /** A connection that has failed is closed by its driver, and has no settings any more. */
        @Override
        public void close() throws SQLException {
            if (connection.isClosed()) {
                return;
            }
            try {
                if (manual) {
                    connection.setAutoCommit(false);
                }
            } finally {
                if (formerMillis != UNTOUCHED) {
                    connection.setNetworkTimeout(Runnable::run, formerMillis);
                }
            }
        }

        private PreparedStatement prepare(String sql) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            statement.setQueryTimeout((int) ((millis + 999L) / 1000));
            return statement;
        }

        /** Replaces a record that the claim may replace, by one statement; false if there is none. */
        boolean replace(Claim claim) throws SQLException {
            try (PreparedStatement update = prepare("UPDATE " + table
                    + " SET epoch = ?, target = ? WHERE address = ? AND (epoch < ? OR (epoch = ? AND target = ?))")) {
                update.setLong(1, claim.epoch());
                update.setString(2, claim.target().value());
                update.setString(3, claim.address().toString());
                update.setLong(4, claim.epoch());
                update.setLong(5, claim.epoch());
                update.setString(6, claim.target().value());
                return update.executeUpdate() == 1;
            }
        }

        /** Replaces exactly the given record; false if it is no longer there. */
        boolean replaceThat(Claim recorded, Claim next) throws SQLException {
            try (PreparedStatement update = prepare(
                    "UPDATE " + table + " SET epoch = ?, target = ? WHERE address = ? AND epoch = ? AND target = ?")) {
                update.setLong(1, next.epoch());
                update.setString(2, next.target().value());
                update.setString(3, next.address().toString());
                update.setLong(4, recorded.epoch());
                update.setString(5, recorded.target().value());
                return update.executeUpdate() == 1;
            }
        }

        /** Records the first claim of an address; false if another one came first. In a table without a key both succeed. */
        boolean insert(Claim claim) throws SQLException {
            boolean recorded = inserted(claim);
            if (recorded) {
                Claim unused = read(claim.address()); // For its refusal; a later claim may have come since.
            }
            return recorded;
        }

        private boolean inserted(Claim claim) throws SQLException {
            try (PreparedStatement insert =
                    prepare("INSERT INTO " + table + " (address, epoch, target) VALUES (?, ?, ?)")) {
                insert.setString(1, claim.address().toString());
                insert.setLong(2, claim.epoch());
                insert.setString(3, claim.target().value());
                return insert.executeUpdate() == 1;
            } catch (SQLException e) {
                // The key's constraint if there is a row now; if not, one that no other try can keep.
                if (e.getSQLState() != null
                        && e.getSQLState().startsWith(CONSTRAINT)
                        && read(claim.address()) != null) {
                    return false;
                }
                throw e;
            }
        }

        @Nullable
        Claim read(IpAddress address) throws SQLException {
            try (PreparedStatement select = prepare("SELECT epoch, target FROM " + table + " WHERE address = ?")) {
                select.setString(1, address.toString());
                try (ResultSet row = select.executeQuery()) {
                    Claim found = row.next() ? claim(address, row) : null;
                    if (found != null && row.next()) {
                        throw RefusedException.of(
                                RefusalReason.LEDGER_REFUSED,
                                "the table " + table + " has two rows of " + address + ": it needs its primary key",
                                "while nobody moves the address, delete its rows but the one with the highest epoch, and make"
                                        + " the address the primary key, as here: " + ddl(),
                                null);
                    }
                    return found;
                }
            }
        }

        private Claim claim(IpAddress address, ResultSet row) throws SQLException {
            long epoch = row.getLong("epoch");
            boolean absent = row.wasNull();
            String target = row.getString("target");
            try {
                if (absent || target == null) {
                    throw new IllegalArgumentException("it has no " + (absent ? "epoch" : "target"));
                }
                return Claim.of(address, epoch, HostId.of(target));
            } catch (IllegalArgumentException e) {
                throw RefusedException.of(
                        RefusalReason.LEDGER_REFUSED,
                        "the row of " + address + " in " + table + " is not a claim: " + e.getMessage(),
                        "mend it, or delete it while nobody moves the address",
                        e);
            }
        }
    }
}
