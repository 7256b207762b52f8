package org.floatingip.boot.internal;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The HikariCP pools of the application. Running it evicts their connections. */
final class Pools implements Runnable {

    private final Supplier<Stream<DataSource>> dataSources;
    private @Nullable List<HikariDataSource> found;

    /** @param dataSources asked at the first eviction, for data sources may need what is built before; and not again */
    Pools(Supplier<Stream<DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void run() {
        for (HikariDataSource each : found()) {
            HikariPoolMXBean pool = each.getHikariPoolMXBean();
            // There is none before the first connection.
            if (pool != null) {
                pool.softEvictConnections();
            }
        }
    }

    private synchronized List<HikariDataSource> found() {
        if (found == null) {
            found = dataSources.get().flatMap(Pools::pool).distinct().toList();
        }
        return found;
    }

    /** Of a data source also within others, which wrap it for their own ends. */
    private static Stream<HikariDataSource> pool(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(HikariDataSource.class)
                    ? Stream.of(dataSource.unwrap(HikariDataSource.class))
                    : Stream.empty();
        } catch (SQLException e) {
            throw new IllegalStateException("can't look into the data source " + dataSource, e);
        }
    }
}
