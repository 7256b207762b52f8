package org.floatingip.examples.leader;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A lock of a database that lasts as long as the connection that took it, or less: a database ends sessions that say nothing. */
@FunctionalInterface
public interface ElectionLock {

    /** Takes the lock for that connection; false, at once, where another one has it. */
    boolean take(Connection connection) throws SQLException;

    /**
     * PostgreSQL's advisory lock, from version 14 on. A session that says nothing for that long is ended: a paused process would keep
     * it for ever, since its kernel goes on answering for it.
     */
    static ElectionLock advisory(long key, Duration silence) {
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET idle_session_timeout = " + silence.toMillis());
                try (ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + key + ")")) {
                    return row.next() && row.getBoolean(1);
                }
            }
        };
    }

    /**
     * A row of the table {@code election (name VARCHAR(40) PRIMARY KEY)}, for databases that know {@code SKIP LOCKED}. The transaction stays
     * open. In PostgreSQL that keeps VACUUM from its work, and wants {@code idle_in_transaction_session_timeout}: take the other one.
     */
    static ElectionLock row(String name) {
        return connection -> {
            connection.setAutoCommit(false);
            if (isThere(connection, "SELECT name FROM election WHERE name = ? FOR UPDATE SKIP LOCKED", name)) {
                return true;
            }
            if (!isThere(connection, "SELECT name FROM election WHERE name = ?", name)) {
                throw new SQLException("the table election has no row \"" + name + "\": nobody would be elected, ever");
            }
            return false;
        };
    }

    private static boolean isThere(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }
}
