package org.floatingip.internal.time;

import java.time.Duration;
import org.floatingip.internal.gate.Clock;

/**
 * The one policy of waiting between attempts: exponential with full jitter, the deadline as its budget. Full jitter keeps
 * many movers of one failover from asking in step.
 */
public final class Backoff {

    private static final long FIRST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Clock clock;
    private final Deadline deadline;
    private int pauses;

    public Backoff(Clock clock, Deadline deadline) {
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * Waits before the next attempt.
     *
     * @return false if there is no time for another attempt, from now on; or if the thread was interrupted, whose flag is then
     *     set. Whoever repeats something then ends, after one more look where that can turn an unknown effect into a known one
     */
    public boolean pause() {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        long ceiling = Math.min(MOST_NANOS, FIRST_NANOS << Math.min(pauses++, 10));
        // At least a tenth, so that a run of small draws does not hammer a service that asks for less.
        Duration pause = deadline.grant(Duration.ofNanos(ceiling / 10 + clock.jitter(ceiling - ceiling / 10)));
        if (pause.isZero()) {
            return false;
        }
        try {
            clock.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
