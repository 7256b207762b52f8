package org.floatingip.testkit.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/** The faults that were injected at one place and are still to come. Safe for use by several threads. */
final class FaultQueue<F extends ScriptedFault<F>> {

    private final Ticker ticker;
    private final List<Waiting<F>> waiting = new ArrayList<>();

    private static final class Waiting<F extends ScriptedFault<F>> {

        final F fault;
        final @Nullable Instant until;
        int skip;
        long left;

        Waiting(F fault, @Nullable Instant until) {
            this.fault = fault;
            this.until = until;
            this.skip = fault.script.skip;
            this.left = fault.script.limit();
        }
    }

    FaultQueue(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized void add(F fault) {
        FaultScript script = Objects.requireNonNull(fault, "fault").script;
        Duration during = script.during;
        waiting.add(new Waiting<>(
                fault, during == null ? script.until : ticker.now().plus(during)));
    }

    synchronized void clear() {
        waiting.clear();
    }

    /**
     * The fault for that call, or null if it goes well.
     *
     * @param call which of a move's calls it is; null if none
     * @param action what it is called on the wire; null where there is none
     */
    synchronized @Nullable F next(@Nullable Call call, @Nullable String action) {
        for (Iterator<Waiting<F>> each = waiting.iterator(); each.hasNext(); ) {
            Waiting<F> one = each.next();
            if (one.until != null && !ticker.now().isBefore(one.until)) {
                each.remove();
            } else if (one.fault.script.isFor(call, action)) {
                if (one.skip > 0) {
                    one.skip--;
                    return null;
                }
                one.left--;
                if (one.left == 0) {
                    each.remove();
                }
                return one.fault;
            }
        }
        return null;
    }
}
