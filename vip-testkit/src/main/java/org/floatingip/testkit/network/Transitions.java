package org.floatingip.testkit.network;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.spi.Ticker;

/**
 * What is under way, each to be completed when its time has come: whoever uses the network completes what is due, so no
 * thread has to. Guarded by the lock of its network.
 */
final class Transitions {

    /** {@code dueNanos} by the network's clock. */
    private record UnderWay(long dueNanos, Runnable completion) {}

    private final Ticker ticker;

    /** By the thing that changes, an instance or an interface, in the order in which they began. */
    private final Map<Object, UnderWay> underWay = new LinkedHashMap<>();

    private Duration time;

    Transitions(Ticker ticker, Duration time) {
        this.ticker = ticker;
        this.time = time;
    }

    /** How long those take that begin from now on. */
    Transitions take(Duration time) {
        this.time = time;
        return this;
    }

    /** A thing is in one transition at a time: what it was in before is not completed any more. */
    void begin(Object thing, Runnable completion) {
        cancel(thing);
        underWay.put(thing, new UnderWay(ticker.nanoTime() + time.toNanos(), completion));
    }

    void cancel(Object thing) {
        underWay.remove(thing);
    }

    boolean isDue() {
        return underWay.values().stream().anyMatch(this::isDue);
    }

    /** What comes of a completion, such as interfaces that go with an instance, may cancel others. */
    void complete() {
        List<Object> due = underWay.entrySet().stream()
                .filter(entry -> isDue(entry.getValue()))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().dueNanos()))
                .map(Map.Entry::getKey)
                .toList();
        for (Object thing : due) {
            UnderWay ended = underWay.remove(thing);
            if (ended != null) {
                ended.completion().run();
            }
        }
    }

    private boolean isDue(UnderWay transition) {
        return transition.dueNanos() - ticker.nanoTime() <= 0;
    }
}
