package org.floatingip.internal;

import java.time.Duration;
import java.time.Instant;
import org.floatingip.spi.Ticker;

/** The one deadline of an operation, by the monotonic clock. */
final class Deadline {

    private final Ticker ticker;
    private final Duration timeout;
    private final Instant startedAt;
    private final long startNanos;

    Deadline(Ticker ticker, Duration timeout) {
        this.ticker = ticker;
        this.timeout = timeout;
        this.startedAt = ticker.now();
        this.startNanos = ticker.nanoTime();
    }

    Duration timeout() {
        return timeout;
    }

    /** When the operation began, by the wall clock. */
    Instant startedAt() {
        return startedAt;
    }

    /** The same by the monotonic clock. */
    long startNanos() {
        return startNanos;
    }

    Duration elapsed() {
        return Duration.ofNanos(ticker.nanoTime() - startNanos);
    }

    boolean passed() {
        return elapsed().compareTo(timeout) >= 0;
    }

    /** Not below zero. */
    Duration remaining() {
        Duration left = timeout.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
