package org.floatingip.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.floatingip.spi.Ticker;

/** Real time. */
public final class SystemTicker implements Ticker {

    public static final SystemTicker INSTANCE = new SystemTicker();

    private SystemTicker() {}

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
}
