package org.floatingip.aws;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;

/**
 * Keeps the requests of an account to Route 53 below its limit, which is 5 in a second. All threads of a registrar share one;
 * give the same one to several registrars of an account. It knows nothing of other programs of that account: when those use
 * the limit up, requests are throttled, and repeated.
 *
 * <p>A request has one of so many places from its start to a second after its end. Whenever between the two it arrived, no
 * second has more of them than there are places. Safe for use by several threads.
 */
public final class Route53RequestLimit {

    /** What Route 53 lets an account have: 5 requests a second. */
    public static final int ACCOUNT_REQUESTS_PER_SECOND = 5;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;
    private final long base;

    /** The times from which each free place may be used, since {@link #base}. */
    private final PriorityBlockingQueue<Long> places = new PriorityBlockingQueue<>();

    private Route53RequestLimit(int requests, Ticker ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        this.base = ticker.nanoTime();
        if (requests < 1) {
            throw new IllegalArgumentException("at least one request a second, not " + requests);
        }
        for (int i = 0; i < requests; i++) {
            places.add(0L);
        }
    }

    /** So many requests in any second of real time. */
    public static Route53RequestLimit perSecond(int requests) {
        return perSecond(requests, SystemTicker.instance());
    }

    /**
     * So many requests in any second of that clock.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public static Route53RequestLimit perSecond(int requests, Ticker ticker) {
        return new Route53RequestLimit(requests, ticker);
    }

    /**
     * Waits for a place; {@link #leave} has to follow.
     *
     * @return false if there is none within that time
     * @throws InterruptedException if the thread is interrupted before it has one
     */
    public boolean enter(Duration atMost) throws InterruptedException {
        long most = TimeUnit.NANOSECONDS.convert(atMost);
        long start = now();
        // All places in use: their requests end within the time limits of the client. That is waited for in real time.
        Long from = places.poll(most, TimeUnit.NANOSECONDS);
        if (from == null) {
            return false;
        }
        boolean entered = false;
        try {
            long wait = from - now();
            if (wait > 0) {
                if (now() - start > most - wait) {
                    return false;
                }
                ticker.sleep(Duration.ofNanos(wait));
            }
            entered = true;
            return true;
        } finally {
            if (!entered) {
                places.add(from);
            }
        }
    }

    /** Gives a place back; it is used again a second from now. */
    public void leave() {
        places.add(now() + SECOND);
    }

    private long now() {
        return ticker.nanoTime() - base;
    }
}
