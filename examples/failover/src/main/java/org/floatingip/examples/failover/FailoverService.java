package org.floatingip.examples.failover;

import java.time.Duration;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats the check on the thread that runs it, until it is closed. After a failed check the next one tries again. Safe for use
 * by several threads.
 */
final class FailoverService implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FailoverService.class);

    private final DatabaseFailover failover;
    private final Duration every;
    private final Ticker ticker;
    private boolean closed;
    private @Nullable Thread pausing;

    FailoverService(DatabaseFailover failover, Duration every, Ticker ticker) {
        this.failover = Objects.requireNonNull(failover, "failover");
        this.every = Objects.requireNonNull(every, "every");
        this.ticker = Objects.requireNonNull(ticker, "ticker");
    }

    @Override
    public void run() {
        while (mayGoOn()) {
            try {
                failover.check();
            } catch (FloatingIpException e) {
                LOG.warn("the check failed, and the next one comes in {}: {}", every, e.getMessage());
            } catch (RuntimeException e) {
                // A defect, and still no reason to stand watch no more, of which nobody would hear.
                LOG.error("the check broke off, and the next one comes in {}", every, e);
            }
            if (!paused()) {
                return;
            }
        }
    }

    private synchronized boolean mayGoOn() {
        return !closed;
    }

    /** Pauses; returns false if the pause was interrupted. */
    private boolean paused() {
        synchronized (this) {
            if (closed) {
                return false;
            }
            pausing = Thread.currentThread();
        }
        try {
            ticker.sleep(every);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            synchronized (this) {
                pausing = null;
            }
        }
    }

    /**
     * Stops the checks. A pause is cut short, but not a move: after an interrupt it could no longer tell what became of the
     * address. A move has a timeout of its own. The address stays where it is.
     */
    @Override
    public synchronized void close() {
        closed = true;
        if (pausing != null) {
            pausing.interrupt();
        }
    }
}
