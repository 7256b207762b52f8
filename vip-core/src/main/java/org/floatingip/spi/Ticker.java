package org.floatingip.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * The engine's only source of time, so that tests can wait without waiting. Implementations are safe for use by several
 * threads.
 */
public interface Ticker {

    /** The wall clock, for the times that people read. */
    Instant now();

    /** A monotonic clock in nanoseconds, for durations and deadlines; like {@link System#nanoTime()}. */
    long nanoTime();

    /**
     * Lets at least that time pass.
     *
     * @throws InterruptedException if the thread was interrupted before or while it waited
     */
    void sleep(Duration duration) throws InterruptedException;
}
