package org.floatingip.examples.failover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small pool of connections through the floating IP. After a move its connections lead to a host that does not answer any
 * more, and TCP may take many minutes to notice: {@link #evict()} lets go of them at once. A pool that you have already can do
 * this too; HikariCP calls it {@code softEvictConnections()}.
 *
 * <p>Safe for use by several threads.
 *
 * @param <C> what is pooled
 */
public final class ConnectionPool<C extends AutoCloseable> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    private final Supplier<C> connect;
    private final Deque<C> idle = new ArrayDeque<>();
    private int generation;
    private boolean closed;

    /** Connects by that, whenever nobody has returned a connection. */
    public ConnectionPool(Supplier<C> connect) {
        this.connect = Objects.requireNonNull(connect, "connect");
    }

    /** A connection for one piece of work; closing it gives it back. Used by one thread. */
    public final class Lease implements AutoCloseable {

        private final C connection;
        private final int borrowedIn;
        private boolean over;

        private Lease(C connection, int borrowedIn) {
            this.connection = connection;
            this.borrowedIn = borrowedIn;
        }

        /** The connection. */
        public C connection() {
            return connection;
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                takeBack(connection, borrowedIn);
            }
        }
    }

    /**
     * An idle connection, or a new one.
     *
     * @throws IllegalStateException if the pool is closed
     */
    public Lease borrow() {
        int now;
        C pooled;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("this pool is closed");
            }
            now = generation;
            pooled = idle.pollFirst();
        }
        return new Lease(pooled != null ? pooled : connect.get(), now);
    }

    private void takeBack(C connection, int borrowedIn) {
        synchronized (this) {
            if (!closed && borrowedIn == generation) {
                idle.addFirst(connection);
                return;
            }
        }
        discard(connection);
    }

    /** Closes idle connections now, and those in use as soon as they are given back. */
    public void evict() {
        drain(false);
    }

    /** Like {@link #evict()}, and lends no more. */
    @Override
    public void close() {
        drain(true);
    }

    private void drain(boolean forGood) {
        List<C> old;
        synchronized (this) {
            closed |= forGood;
            generation++;
            old = new ArrayList<>(idle);
            idle.clear();
        }
        old.forEach(this::discard);
    }

    /** What leads to a dead host may not close well, and must not keep the others from being closed. */
    private void discard(C connection) {
        try {
            connection.close();
        } catch (Exception e) {
            LOG.debug("a connection did not close well", e);
        }
    }
}
