package org.floatingip.boot.internal;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HikariCP pools of the application. Running it evicts their connections. */
final class Pools implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);

    private final Supplier<Stream<DataSource>> dataSources;

    /** @param dataSources asked at each eviction: a data source may be made late */
    Pools(Supplier<Stream<DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void run() {
        for (HikariDataSource each :
                dataSources.get().flatMap(Pools::pool).distinct().toList()) {
            try {
                HikariPoolMXBean pool = each.getHikariPoolMXBean();
                // There is none before the first connection.
                if (pool != null) {
                    pool.softEvictConnections();
                }
            } catch (RuntimeException e) {
                LOG.warn("the connections of the pool {} are not evicted", each.getPoolName(), e);
            }
        }
    }

    /** Of a data source also within others, which wrap it for their own ends. One that can't be asked keeps no other from being evicted. */
    private static Stream<HikariDataSource> pool(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(HikariDataSource.class)
                    ? Stream.of(dataSource.unwrap(HikariDataSource.class))
                    : Stream.empty();
        } catch (SQLException | RuntimeException e) {
            // By its class: what a data source says of itself may have a password.
            LOG.warn(
                    "can't look into a data source of {}: a pool behind it is not evicted",
                    dataSource.getClass().getName(),
                    e);
            return Stream.empty();
        }
    }
}
