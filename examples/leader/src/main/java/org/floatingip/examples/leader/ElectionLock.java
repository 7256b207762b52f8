package org.floatingip.examples.leader;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A database lock that lasts at most as long as the connection that took it: a database ends idle sessions. */
@FunctionalInterface
public interface ElectionLock {

    /** Takes the lock for the connection; returns false at once if another connection has it. */
    boolean take(Connection connection) throws SQLException;

    /**
     * Returns an advisory lock of PostgreSQL 14 or later. A session that is idle for the given time is ended. Otherwise a paused
     * process would keep the lock for ever, since its kernel goes on answering for it.
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
     * Returns a lock on a row of the table {@code election (name VARCHAR(40) PRIMARY KEY)}, for databases that support {@code
     * SKIP LOCKED}. The transaction stays open. In PostgreSQL, prefer {@link #advisory}: an open transaction hinders VACUUM, and
     * needs {@code idle_in_transaction_session_timeout}.
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
