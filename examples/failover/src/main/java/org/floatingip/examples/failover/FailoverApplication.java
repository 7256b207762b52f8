package org.floatingip.examples.failover;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.PoolEviction;
import org.floatingip.spi.Ticker;

/**
 * Assembles the example: a connection pool through the address, a failover that evicts the pool's connections, and a thread that
 * runs the checks. The caller closes the assigner after this object.
 */
public final class FailoverApplication implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int FAILURES_UNTIL_SICK = 3;
    private static final int SUCCESSES_UNTIL_WELL = 10;

    /** By then every connection that was being opened during the move is open: the pool's {@code loginTimeout} is shorter. */
    private static final long EVICT_AGAIN_SECONDS = 10;

    private final HikariDataSource pool;
    private final DatabaseFailover failover;
    private final FailoverService service;
    private final Duration longestMove;
    private final Thread thread;

    private FailoverApplication(
            FloatingIp.Builder address,
            List<HostId> hosts,
            Predicate<HostId> check,
            HikariDataSource pool,
            Ticker ticker) {
        this.pool = pool;
        PoolEviction eviction = PoolEviction.of(new HikariEviction(pool));
        FloatingIp floatingIp = address.ticker(ticker)
                .listener(eviction)
                .listener(eviction, CompletableFuture.delayedExecutor(EVICT_AGAIN_SECONDS, TimeUnit.SECONDS))
                .build();
        HostHealth health = new HostHealth(check, FAILURES_UNTIL_SICK, SUCCESSES_UNTIL_WELL);
        failover = new DatabaseFailover(floatingIp, hosts, health, ticker);
        service = new FailoverService(failover, EVERY, ticker);
        longestMove = floatingIp.timeout();
        thread = new Thread(service, "failover of " + floatingIp.address());
    }

    /**
     * Starts the application.
     *
     * @param address the floating IP, with its assigner and hosts
     * @param hosts the hosts that share the address, in order of preference
     * @param check whether the database on a host works, by the host's own address; it must have a timeout of its own
     * @param pool the pool of connections through the floating IP; closed with the application
     * @param ticker the clock; {@code SystemTicker.instance()} except in tests
     */
    public static FailoverApplication start(
            FloatingIp.Builder address,
            List<HostId> hosts,
            Predicate<HostId> check,
            HikariDataSource pool,
            Ticker ticker) {
        FailoverApplication application = new FailoverApplication(address, hosts, check, pool, ticker);
        application.thread.start();
        return application;
    }

    /** Returns the pool from which the application's work gets its connections. */
    public HikariDataSource pool() {
        return pool;
    }

    /** Stops the checks, waits for a move that is under way, and closes the pool. The address stays where it is. */
    @Override
    public void close() {
        service.close();
        try {
            // Twice the deadline: what comes after it, such as putting back what the target accepted, has time of its
            // own.
            thread.join(longestMove.multipliedBy(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.close();
    }
}
