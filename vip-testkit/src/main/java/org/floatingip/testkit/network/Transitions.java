package org.floatingip.testkit.network;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.spi.Ticker;

/**
 * The transitions under way. Each use of the network completes those that are due, so no thread has to. Guarded by the lock of
 * its network.
 */
final class Transitions {

    /** {@code dueNanos} by the network's clock. */
    private record UnderWay(long dueNanos, Runnable completion) {}

    private final Ticker ticker;

    /** By the instance or interface that changes, in the order in which they began. */
    private final Map<Object, UnderWay> underWay = new LinkedHashMap<>();

    private Duration time;

    Transitions(Ticker ticker, Duration time) {
        this.ticker = ticker;
        this.time = time;
    }

    /** Sets the duration of transitions that begin from now on. */
    Transitions take(Duration time) {
        this.time = time;
        return this;
    }

    /** Begins a transition. It cancels an unfinished one of the same instance or interface. */
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

    /** A completion may cancel others: for example, it may delete the interfaces of an instance. */
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
