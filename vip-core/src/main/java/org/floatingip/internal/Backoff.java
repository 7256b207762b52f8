package org.floatingip.internal;

import java.time.Duration;
import org.floatingip.spi.Ticker;

/**
 * The one policy of waiting between attempts: exponential with full jitter, the deadline as its budget. Full jitter keeps
 * many movers of one failover from asking in step.
 */
final class Backoff {

    private static final long FIRST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;
    private final Deadline deadline;
    private int pauses;
    private boolean last;

    Backoff(Ticker ticker, Deadline deadline) {
        this.ticker = ticker;
        this.deadline = deadline;
    }

    /**
     * Waits before the next attempt.
     *
     * @return false if there is no time for another attempt, or the thread was interrupted (its flag is then set)
     */
    boolean pause() {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        long ceiling = Math.min(MOST_NANOS, FIRST_NANOS << Math.min(pauses++, 10));
        // At least a tenth, so that a run of small draws does not hammer a service that asks for less.
        long nanos = ceiling / 10 + ticker.jitter(ceiling - ceiling / 10);
        Duration pause = Duration.ofNanos(nanos);
        Duration left = deadline.remaining();
        if (pause.compareTo(left) >= 0) {
            // One last attempt just before the deadline: what shows up late in the time that was given counts.
            pause = left.multipliedBy(9).dividedBy(10);
            if (last || pause.isZero()) {
                return false;
            }
            last = true;
        }
        try {
            ticker.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
