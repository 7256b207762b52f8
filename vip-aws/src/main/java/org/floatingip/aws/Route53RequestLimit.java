package org.floatingip.aws;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;

/**
 * Keeps the requests of an account to Route 53 below its limit of 5 per second. All threads of a registrar share one limit. Share
 * one between all registrars of an account. It doesn't know of the account's other programs: if they use the limit up, requests
 * are throttled and repeated.
 *
 * <p>There is a fixed number of places. A request occupies one from its start until a second after its end. Whenever it arrives
 * in between, no second has more requests than there are places. Safe for use by several threads.
 */
public final class Route53RequestLimit {

    /** The limit of Route 53 for an account: 5 requests per second. */
    public static final int ACCOUNT_REQUESTS_PER_SECOND = 5;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;
    private final long base;

    /** The time, since {@link #base}, from which each free place may be used. */
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

    /**
     * Creates a limit of the given number of requests in any second of real time.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public static Route53RequestLimit perSecond(int requests) {
        return perSecond(requests, SystemTicker.instance());
    }

    /**
     * Creates a limit of the given number of requests in any second of the given clock.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public static Route53RequestLimit perSecond(int requests, Ticker ticker) {
        return new Route53RequestLimit(requests, ticker);
    }

    /**
     * Waits for a place. Each successful call must be followed by {@link #leave}.
     *
     * @return false if no place becomes free within the given time
     * @throws InterruptedException if the thread is interrupted before it has a place
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

    /** Gives a place back. It can be used again a second later. */
    public void leave() {
        places.add(now() + SECOND);
    }

    private long now() {
        return ticker.nanoTime() - base;
    }
}
