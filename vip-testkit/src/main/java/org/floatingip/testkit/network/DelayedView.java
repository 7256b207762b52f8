package org.floatingip.testkit.network;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The interfaces as a lagging API, or the metadata of instances, shows them: as they were some time ago. The age is the same for
 * all answers, or another one for each. Guarded by the lock of its network.
 */
final class DelayedView {

    /** The state before the changes of the given time. */
    private record Before(long changedAtNanos, List<VpcInterface> interfaces) {}

    private final VpcState state;
    private final Supplier<List<VpcInterface>> now;

    /** Oldest first. Of several changes at the same time, only the state before the first can be seen. */
    private final Deque<Before> past = new ArrayDeque<>();

    private final Deque<Duration> coming = new ArrayDeque<>();
    private Duration delay = Duration.ZERO;
    private Duration bound = Duration.ZERO;
    private SplittableRandom ages = new SplittableRandom(0);

    DelayedView(VpcState state, Supplier<List<VpcInterface>> now) {
        this.state = state;
        this.now = now;
    }

    /** Every answer is at least that old. */
    DelayedView delay(Duration atLeast) {
        this.delay = atLeast;
        return this;
    }

    /** Every answer is up to that old. */
    DelayedView answersUpTo(Duration atMost, long seed) {
        this.bound = atMost;
        this.ages = new SplittableRandom(seed);
        return this;
    }

    /** The next answers are that old, each in turn, whatever else holds. */
    DelayedView ageOfNextReads(Collection<Duration> each) {
        coming.clear();
        coming.addAll(each);
        return this;
    }

    /** How old an answer may be, but for those whose age was given. */
    Duration lag() {
        return longer(delay, bound);
    }

    private Duration horizon() {
        return coming.isEmpty() ? lag() : longer(lag(), Collections.max(coming));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** Must be called before each change. */
    void beforeChange() {
        if (horizon().isZero()) {
            past.clear();
            return;
        }
        forget();
        long at = state.ticker.nanoTime();
        if (past.isEmpty() || past.getLast().changedAtNanos() != at) {
            past.add(new Before(at, now.get()));
        }
    }

    /** Drops the states that no answer can be old enough to show. */
    private void forget() {
        long oldest = state.ticker.nanoTime() - horizon().toNanos();
        while (!past.isEmpty() && past.element().changedAtNanos() - oldest <= 0) {
            past.remove();
        }
    }

    List<VpcInterface> interfaces() {
        forget();
        long visibleUntil = state.ticker.nanoTime() - age().toNanos();
        return past.stream()
                .filter(before -> before.changedAtNanos() - visibleUntil > 0)
                .findFirst()
                .map(Before::interfaces)
                .orElseGet(now);
    }

    private Duration age() {
        Duration given = coming.poll();
        if (given != null) {
            return given;
        }
        return bound.isZero() ? delay : longer(delay, Duration.ofNanos(ages.nextLong(bound.toNanos() + 1)));
    }
}
