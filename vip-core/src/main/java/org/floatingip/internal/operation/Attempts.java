package org.floatingip.internal.operation;

import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.time.Deadline;

/**
 * What is repeated until a deadline, and how long each attempt took. The last one may have less time than one needs, and that it
 * ended by that tells nothing. Used by one thread.
 */
public final class Attempts {

    private final Clock clock;
    private long began;
    private long longest = -1;

    Attempts(Clock clock) {
        this.clock = clock;
    }

    public void begin() {
        began = clock.nanoTime();
    }

    /**
     * Whether the failure of the attempt that has just ended tells something: not where the deadline ended it in about the time
     * that an earlier one took to fail by itself.
     */
    public boolean tells(Deadline deadline) {
        long took = clock.nanoTime() - began;
        boolean cutShort = deadline.remaining().toMillis() == 0 && took / 2 <= longest;
        longest = Math.max(longest, took);
        return !cutShort;
    }
}
