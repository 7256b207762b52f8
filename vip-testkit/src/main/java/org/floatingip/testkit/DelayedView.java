package org.floatingip.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The interfaces as the network's API shows them where it lags behind: as they were some time ago. Guarded by the lock of its
 * network.
 */
final class DelayedView {

    /** How things were before a change that is not visible yet. */
    private record Before(long changedAtNanos, List<VpcInterface> interfaces) {}

    private final VpcState state;
    private final Supplier<List<VpcInterface>> now;
    private final Deque<Before> pending = new ArrayDeque<>();
    private Duration delay = Duration.ZERO;

    DelayedView(VpcState state, Supplier<List<VpcInterface>> now) {
        this.state = state;
        this.now = now;
    }

    void delay(Duration delay) {
        this.delay = delay;
    }

    /** Has to come before each change. */
    void beforeChange() {
        if (!delay.isZero()) {
            pending.add(new Before(state.ticker.nanoTime(), now.get()));
        }
    }

    List<VpcInterface> interfaces() {
        long visibleUntil = state.ticker.nanoTime() - delay.toNanos();
        while (!pending.isEmpty() && pending.element().changedAtNanos() - visibleUntil <= 0) {
            pending.remove();
        }
        return pending.isEmpty() ? now.get() : pending.element().interfaces();
    }
}
