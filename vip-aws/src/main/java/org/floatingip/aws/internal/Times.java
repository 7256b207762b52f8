package org.floatingip.aws.internal;

import java.time.Duration;

/** Checks durations that somebody sets, before anything is done with them. */
public final class Times {

    /** Nanoseconds in a long: about 292 years, the range of the monotonic clock. */
    private static final Duration MOST = Duration.ofNanos(Long.MAX_VALUE);

    private Times() {}

    /**
     * The duration, if it can be one of ours that has to take some time.
     *
     * @throws IllegalArgumentException unless it is positive, and in the range of the clock
     */
    public static Duration positive(Duration duration, String name) {
        if (duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
        return inRange(duration, name, "positive");
    }

    /**
     * The duration, if it can be one of ours.
     *
     * @throws IllegalArgumentException if it is negative, or beyond the range of the clock
     */
    public static Duration notNegative(Duration duration, String name) {
        return inRange(duration, name, "zero or more");
    }

    private static Duration inRange(Duration duration, String name, String wanted) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be " + wanted + ", not " + duration);
        }
        if (duration.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " of " + duration + " is out of range");
        }
        return duration;
    }
}
