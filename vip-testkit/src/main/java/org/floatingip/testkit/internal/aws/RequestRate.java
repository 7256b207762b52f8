package org.floatingip.testkit.internal.aws;

import java.util.ArrayDeque;
import java.util.Deque;
import org.floatingip.spi.Ticker;

/** Lets so many requests through in any second, and no more. Guarded by the lock of its server. */
final class RequestRate {

    private static final long SECOND = 1_000_000_000L;

    private final Ticker ticker;
    private final int perSecond;
    private final Deque<Long> passed = new ArrayDeque<>();

    RequestRate(Ticker ticker, int perSecond) {
        this.ticker = ticker;
        this.perSecond = perSecond;
    }

    synchronized boolean passes() {
        long now = ticker.nanoTime();
        while (!passed.isEmpty() && now - passed.element() >= SECOND) {
            passed.remove();
        }
        if (passed.size() >= perSecond) {
            return false;
        }
        passed.add(now);
        return true;
    }
}
