package org.floatingip.internal;

import java.time.Duration;
import org.floatingip.spi.Ticker;

/** The one deadline of an operation, by the monotonic clock. */
final class Deadline {

    private final Ticker ticker;
    private final Duration timeout;
    private final long startNanos;

    Deadline(Ticker ticker, Duration timeout) {
        this.ticker = ticker;
        this.timeout = timeout;
        this.startNanos = ticker.nanoTime();
    }

    Duration timeout() {
        return timeout;
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
