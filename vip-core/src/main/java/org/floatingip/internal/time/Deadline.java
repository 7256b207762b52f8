package org.floatingip.internal.time;

import java.time.Duration;
import java.time.Instant;
import org.floatingip.internal.gate.Clock;

/**
 * The one deadline of an operation, by the monotonic clock, and the one place that bounds what is repeated under it: whoever
 * repeats anything asks for a wait first, and once one was refused there is none for anybody. Used by one thread.
 */
public final class Deadline {

    private final Clock clock;
    private final Duration timeout;
    private final Instant startedAt;
    private final long startNanos;

    /** What was waited. A clock that does not show it, as that of a mock, must not make the operation endless. */
    private Duration waited = Duration.ZERO;

    private boolean lastGranted;
    private boolean refused;

    public Deadline(Clock clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
        this.startedAt = clock.now();
        this.startNanos = clock.nanoTime();
    }

    public Duration timeout() {
        return timeout;
    }

    /** When the operation began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** The same by the monotonic clock. */
    public long startNanos() {
        return startNanos;
    }

    public Duration elapsed() {
        Duration shown = Duration.ofNanos(clock.nanoTime() - startNanos);
        return shown.compareTo(waited) < 0 ? waited : shown;
    }

    /** Whether there is time for nothing more: it is over, or too little of it is left for another wait. */
    public boolean passed() {
        return refused || elapsed().compareTo(timeout) >= 0;
    }

    /** Not below zero. */
    public Duration remaining() {
        Duration left = timeout.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * How long to wait before the next attempt: as long as was asked for, or, once, for most of what is left, so that what
     * shows up late in the time that was given counts.
     *
     * @return zero if there shall be no other attempt, from now on
     */
    Duration grant(Duration wanted) {
        Duration left = remaining();
        Duration granted = wanted;
        if (refused || wanted.compareTo(left) >= 0) {
            granted = refused || lastGranted
                    ? Duration.ZERO
                    : left.multipliedBy(9).dividedBy(10);
            lastGranted = true;
        }
        refused = granted.isZero();
        waited = waited.plus(granted);
        return granted;
    }
}
