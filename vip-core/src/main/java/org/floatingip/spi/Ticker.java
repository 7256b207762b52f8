package org.floatingip.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The engine's only source of time and of chance, so that tests can wait without waiting, and be repeated. One that
 * fails ends the operation where it stands. Implementations are safe for use by several threads.
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

    /**
     * A number from 0 to below {@code bound}, by which waits are varied so that many movers do not ask in step. Default: a
     * random one. Override it where a run shall be repeatable.
     *
     * @param bound nanoseconds, positive
     */
    default long jitter(long bound) {
        return ThreadLocalRandom.current().nextLong(bound);
    }

    /**
     * Tells an operation that begins from all others, of this process and of others: it stands in events, results, exceptions and
     * logs. Default: 16 random hexadecimal digits. Override it where a run shall be repeatable.
     *
     * @return an id that was not given before; short, without spaces
     */
    default String operationId() {
        return SystemTicker.randomId();
    }
}
