package org.floatingip.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Real time: what everything runs on unless a test says otherwise. */
public final class SystemTicker implements Ticker {

    private static final SystemTicker INSTANCE = new SystemTicker();

    private SystemTicker() {}

    /** The one there is. */
    public static SystemTicker instance() {
        return INSTANCE;
    }

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
        // Centuries at the most: what does not fit is as long as for ever.
        TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(duration));
    }
}
