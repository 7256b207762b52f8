package org.floatingip.internal.operation;

import java.time.Duration;
import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.gate.Network;
import org.jspecify.annotations.Nullable;

/**
 * The time for which an old host goes on accepting an address: packets follow the network's answer, and what still comes to
 * it must not be lost. It begins when the target was seen to hold the address, for it was given to it before that. Used by
 * one thread.
 */
public final class Grace {

    private final Clock clock;
    private final Network network;
    private @Nullable Duration lag;
    private long seenNanos;

    Grace(Clock clock, Network network) {
        this.clock = clock;
        this.network = network;
    }

    /** Asks the network for it: before anything is changed, since what is not ours may fail. */
    public void ask() {
        lag = network.dataPlaneLag();
    }

    /** The target was just seen to hold the address. */
    public void begin() {
        seenNanos = clock.nanoTime();
    }

    /** What is left of it; zero where the network has no lag. */
    public Duration left() {
        Duration all = lag;
        if (all == null || all.isZero()) {
            return Duration.ZERO;
        }
        Duration left = all.minusNanos(clock.nanoTime() - seenNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
