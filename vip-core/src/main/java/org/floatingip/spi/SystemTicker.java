package org.floatingip.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The real clocks of this machine: the default {@link Ticker}. */
public final class SystemTicker implements Ticker {

    private static final SystemTicker INSTANCE = new SystemTicker();

    private SystemTicker() {}

    /** Returns the only instance. */
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

    /**
     * Random enough to tell operations apart, which is no secret: no lock, and no waiting for entropy. With the time in it, since
     * processes that were restored from one snapshot begin with the same chance.
     */
    static String randomId() {
        long time = System.currentTimeMillis() * 0x9E3779B97F4A7C15L + System.nanoTime();
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() ^ time);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        // Centuries at the most: what does not fit is as long as for ever.
        TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(duration));
    }
}
