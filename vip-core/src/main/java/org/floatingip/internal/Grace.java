package org.floatingip.internal;

import java.time.Duration;

/**
 * The time for which an old host goes on accepting an address: packets follow the network's answer, and what still comes to
 * it must not be lost. It begins when the target was seen to hold the address, for it was given to it before that. Used by
 * one thread.
 */
final class Grace {

    private final Clock clock;
    private final Duration lag;
    private long seenNanos;

    Grace(Clock clock, Network network) {
        this.clock = clock;
        this.lag = network.dataPlaneLag();
    }

    /** The target was just seen to hold the address. */
    void begin() {
        seenNanos = clock.nanoTime();
    }

    /** What is left of it; zero where the network has no lag. */
    Duration left() {
        if (lag.isZero()) {
            return lag;
        }
        Duration left = lag.minusNanos(clock.nanoTime() - seenNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
