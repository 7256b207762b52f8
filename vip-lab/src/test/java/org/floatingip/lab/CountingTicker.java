package org.floatingip.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.floatingip.spi.Ticker;

/**
 * A ticker that counts what is done, and the most of it that is done between two waits: a loop that goes on without waiting
 * shows as a large number there, in virtual time as in real time. For one thread.
 */
public final class CountingTicker implements Ticker {

    /** Kinds of what is done. */
    public enum Kind {
        CHANGE,
        LOOK,
        HOST,
        NAME
    }

    private final Ticker time;
    private final Map<Kind, Integer> all = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> most = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> sinceTheWait = new EnumMap<>(Kind.class);

    public CountingTicker(Ticker time) {
        this.time = time;
    }

    public void count(Kind kind) {
        all.merge(kind, 1, Integer::sum);
        most.merge(kind, sinceTheWait.merge(kind, 1, Integer::sum), Integer::max);
    }

    /** Begins anew. */
    public void reset() {
        all.clear();
        most.clear();
        sinceTheWait.clear();
    }

    public int all(Kind kind) {
        return all.getOrDefault(kind, 0);
    }

    /** The most without a wait between them. */
    public int most(Kind kind) {
        return most.getOrDefault(kind, 0);
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        sinceTheWait.clear();
        time.sleep(duration);
    }

    @Override
    public long jitter(long bound) {
        return time.jitter(bound);
    }
}
