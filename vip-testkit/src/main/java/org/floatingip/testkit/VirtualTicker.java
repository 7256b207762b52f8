package org.floatingip.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.floatingip.spi.Ticker;

/**
 * Time that passes only when somebody waits or the test says so: {@link #sleep} returns at once, that much later. Starts at
 * 2026-01-01T00:00:00Z. Safe for use by several threads, which then share one time.
 */
public final class VirtualTicker implements Ticker {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    private VirtualTicker() {}

    /** A time of its own. */
    public static VirtualTicker create() {
        return new VirtualTicker();
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted in virtual time");
        }
        advance(duration);
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        nanos.addAndGet(duration.toNanos());
    }
}
