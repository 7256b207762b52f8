package org.floatingip.testkit.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The faults that were injected at one place: those that are pending, and those that were met less often than their scripts say.
 * Safe for use by several threads.
 */
final class FaultQueue<F extends ScriptedFault<F>> {

    private final Ticker ticker;
    private final List<Waiting<F>> waiting = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();

    private static final class Waiting<F extends ScriptedFault<F>> {

        final F fault;
        final @Nullable Instant until;
        int skip;
        long left;
        long met;

        Waiting(F fault, @Nullable Instant until) {
            this.fault = fault;
            this.until = until;
            this.skip = fault.script.skip;
            this.left = fault.script.limit();
        }

        /** Returns what was expected and did not come; empty if nothing. */
        Optional<String> missing(long wanted) {
            if (met >= wanted) {
                return Optional.empty();
            }
            int passed = fault.script.skip - skip;
            return Optional.of(fault.scripted() + ": was to be met " + fault.script.wanted() + ", and was "
                    + (met == 0 ? "never met" : "met " + FaultScript.times(met))
                    + (passed == 0 ? "" : "; of the calls to pass before it there came " + passed));
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

    /** Ends all faults. A fault that was ended must have been met once, however often it was to come. */
    synchronized void clear() {
        waiting.forEach(one -> one.missing(1).ifPresent(missed::add));
        waiting.clear();
    }

    /** Returns a sentence for each fault that was met less often than its script says; ended faults come first. */
    synchronized List<String> unmet() {
        List<String> all = new ArrayList<>(missed);
        waiting.forEach(one -> one.missing(one.fault.script.atLeast()).ifPresent(all::add));
        return all;
    }

    /**
     * Returns the fault for a call, or null if the call succeeds.
     *
     * @param call the call; null if the request is none of a move's
     * @param action its name on the wire; null if it has none
     */
    synchronized @Nullable F next(@Nullable Call call, @Nullable String action) {
        for (Iterator<Waiting<F>> each = waiting.iterator(); each.hasNext(); ) {
            Waiting<F> one = each.next();
            if (one.until != null && !ticker.now().isBefore(one.until)) {
                one.missing(1).ifPresent(missed::add);
                each.remove();
            } else if (one.fault.script.isFor(call, action)) {
                if (one.skip > 0) {
                    one.skip--;
                    return null;
                }
                one.met++;
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
