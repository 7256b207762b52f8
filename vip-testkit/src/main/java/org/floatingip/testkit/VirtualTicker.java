package org.floatingip.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.floatingip.spi.Ticker;

/**
 * A clock that advances only when somebody waits, or the test advances it: {@link #sleep} advances it and returns at once. Starts
 * at 2026-01-01T00:00:00Z. Safe for use by several threads, which share its time.
 */
public final class VirtualTicker implements Ticker {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong operations = new AtomicLong();
    private final Random chance;

    private VirtualTicker(long seed) {
        this.chance = new Random(seed);
    }

    /** Creates a clock whose random pauses are the same in every run. */
    public static VirtualTicker create() {
        return create(1);
    }

    /** Creates a clock whose random pauses follow the given seed: a single thread sees the same pauses in every run. */
    public static VirtualTicker create(long seed) {
        return new VirtualTicker(seed);
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

    @Override
    public long jitter(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("a bound is positive, not " + bound);
        }
        return (long) (chance.nextDouble() * bound);
    }

    /** Returns {@code op-1}, {@code op-2} and so on, for the operations on this clock. */
    @Override
    public String operationId() {
        return "op-" + operations.incrementAndGet();
    }

    /**
     * Advances the clock; by at most 292 years in total, then it stands still.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        long more = TimeUnit.NANOSECONDS.convert(duration);
        nanos.updateAndGet(now -> now + Math.min(more, Long.MAX_VALUE - now));
    }
}
