package org.floatingip.internal.gate;

import java.time.Duration;
import java.time.Instant;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The caller's ticker. What it fails with is no failure of the network, and can come at any moment: it ends the operation,
 * which knows by then what was done. Safe for use by several threads.
 *
 * @param ticker as the caller brought it
 */
public record Clock(Ticker ticker) {

    /** What a ticker failed with; never leaves an operation. */
    public static final class BrokenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private BrokenException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    public Instant now() {
        Instant now;
        try {
            now = ticker.now();
        } catch (Throwable e) {
            throw broken("now", e);
        }
        if (now == null) {
            throw new BrokenException(Spi.name(ticker, "now") + " returned null (a mock? use Scenario)", null);
        }
        return now;
    }

    public long nanoTime() {
        try {
            return ticker.nanoTime();
        } catch (Throwable e) {
            throw broken("nanoTime", e);
        }
    }

    /**
     * Waits that long.
     *
     * @throws InterruptedException if the thread was interrupted before or while it waited
     */
    public void sleep(Duration duration) throws InterruptedException {
        try {
            ticker.sleep(duration);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            throw broken("sleep", e);
        }
    }

    /** From 0 to below the bound, whatever the ticker says. */
    public long jitter(long bound) {
        try {
            return Math.max(0, Math.min(bound - 1, ticker.jitter(bound)));
        } catch (Throwable e) {
            throw broken("jitter", e);
        }
    }

    /**
     * An id for an operation that begins. No operation fails for want of one: in place of what a ticker fails with, or leaves out,
     * it is a random one.
     */
    public String operationId() {
        String id = null;
        try {
            id = ticker.operationId();
        } catch (Throwable e) {
            if (Spi.unwrapped(e) instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
        return id == null || id.isBlank() ? SystemTicker.instance().operationId() : id;
    }

    private BrokenException broken(String method, Throwable caught) {
        Throwable thrown = Spi.unwrapped(caught);
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new BrokenException(Spi.name(ticker, method) + " failed: " + thrown, thrown);
    }
}
