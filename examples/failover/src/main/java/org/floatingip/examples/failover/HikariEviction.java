package org.floatingip.examples.failover;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.Objects;

/**
 * Evicts all connections of a HikariCP pool: idle ones now, and those in use when they are returned. Safe for use by several
 * threads.
 */
final class HikariEviction implements Runnable {

    private final HikariDataSource connections;

    HikariEviction(HikariDataSource connections) {
        this.connections = Objects.requireNonNull(connections, "connections");
    }

    @Override
    public void run() {
        HikariPoolMXBean pool = connections.getHikariPoolMXBean();
        if (pool != null) { // a data source that nobody has borrowed from yet has none
            pool.softEvictConnections();
        }
    }
}
