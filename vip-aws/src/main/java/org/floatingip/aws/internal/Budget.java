package org.floatingip.aws.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/** The time that one call of a registrar has, by the monotonic clock. */
public final class Budget {

    private final Ticker ticker;
    private final Duration all;
    private final long endNanos;

    /** Begins now. */
    public Budget(Ticker ticker, Duration all) {
        this.ticker = ticker;
        this.all = all;
        this.endNanos = ticker.nanoTime() + TimeUnit.NANOSECONDS.convert(all);
    }

    /** What is left; not below zero. */
    public Duration left() {
        Duration left = Duration.ofNanos(endNanos - ticker.nanoTime());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Throws if there is none left, or the thread was interrupted. */
    void check(String doing) {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(doing, null);
        }
        if (left().isZero()) {
            throw over(doing, null);
        }
    }

    /** Lets that time pass; throws if there is not as much left, or the thread is interrupted. */
    void sleep(Duration pause, String doing, @Nullable Throwable last) {
        if (pause.compareTo(left()) >= 0) {
            throw over(doing, last);
        }
        try {
            ticker.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(doing, last);
        }
    }

    OutOfTimeException over(String doing, @Nullable Throwable last) {
        return new OutOfTimeException(doing, all, false, last);
    }

    OutOfTimeException interrupted(String doing, @Nullable Throwable last) {
        return new OutOfTimeException(doing, all, true, last);
    }
}
