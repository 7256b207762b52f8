package org.floatingip.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The engine's only source of time and randomness, so that tests can control both. If a method throws, the operation
 * ends where it stands. Implementations are safe for use by several threads.
 */
public interface Ticker {

    /** Returns the time of the wall clock, for times that people read. */
    Instant now();

    /** Returns a monotonic time in nanoseconds, for durations and deadlines; like {@link System#nanoTime()}. */
    long nanoTime();

    /**
     * Waits for at least the given time.
     *
     * @throws InterruptedException if the thread was interrupted before or while it waited
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Returns a number from 0 to below {@code bound}, by which waits are varied, so that many movers do not ask in
     * step. By default random. Override it to make a test repeatable.
     *
     * @param bound nanoseconds, positive
     */
    default long jitter(long bound) {
        return ThreadLocalRandom.current().nextLong(bound);
    }

    /**
     * Returns an id for a new operation. It is unique across processes, and stands in events, results, exceptions and
     * logs. By default 16 random hexadecimal digits. Override it to make a test repeatable.
     *
     * @return an id that was not given before; short, without spaces
     */
    default String operationId() {
        return SystemTicker.randomId();
    }
}
