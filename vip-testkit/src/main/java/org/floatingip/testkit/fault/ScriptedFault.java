package org.floatingip.testkit.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.floatingip.testkit.network.Incident;

/**
 * What all faults of a script have in common: which calls they are for, how often they come, and what else happens in the
 * network meanwhile. Immutable; each method returns another fault.
 *
 * <p>Faults that are injected at one place are met in the order in which they were injected: the first one left that is for
 * a call decides about it. Where nothing else is said, a fault comes once, with the next call.
 *
 * @param <F> the kind of fault
 */
public abstract sealed class ScriptedFault<F extends ScriptedFault<F>> permits Fault, WireFault {

    final FaultScript script;

    ScriptedFault(FaultScript script) {
        this.script = script;
    }

    abstract F with(FaultScript other);

    /** What becomes of the call, in words; empty if nothing. */
    abstract String what();

    private F changed(Consumer<FaultScript> change) {
        return with(script.with(change));
    }

    /** Only for calls of that kind. */
    public F onCall(Call call) {
        Objects.requireNonNull(call, "call");
        return changed(copy -> {
            copy.calls = Set.of(call);
            copy.action = null;
        });
    }

    /**
     * Lets that many calls that it is for pass first: with {@code onCall(Call.LOOK).skip(1)} a move's survey goes well, and
     * its verification does not.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public F skip(int calls) {
        if (calls < 0) {
            throw new IllegalArgumentException("the number of calls to skip is 0 or more, not " + calls);
        }
        return changed(copy -> copy.skip = calls);
    }

    /**
     * Comes that many times, with one call after the other. Default: once, or without limit where an end was given.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public F times(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("a fault comes once or more often, not " + calls + " times");
        }
        return changed(copy -> copy.times = (long) calls);
    }

    /** Comes with every call, until the place where it was injected is mended. */
    public F always() {
        return changed(copy -> copy.times = Long.MAX_VALUE);
    }

    /** Comes with every call before that time by the network's clock, or with as many as {@link #times} says. */
    public F until(Instant end) {
        Objects.requireNonNull(end, "end");
        return changed(copy -> {
            copy.until = end;
            copy.during = null;
        });
    }

    /**
     * Comes with every call for that long by the network's clock, counted from when it is injected, or with as many as
     * {@link #times} says.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public F during(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("a fault lasts longer than " + time);
        }
        return changed(copy -> {
            copy.until = null;
            copy.during = time;
        });
    }

    /** Like {@link #during(Duration)}. */
    public F duringSeconds(long seconds) {
        return during(Duration.ofSeconds(seconds));
    }

    /** Lets that happen when the call has come, before it has any effect. Several happen in the order given. */
    public F first(Incident incident) {
        Objects.requireNonNull(incident, "incident");
        return changed(copy -> copy.first = FaultScript.joined(copy.first, incident));
    }

    /**
     * Like {@link #first(Incident)}, for what only the test knows. What it throws, the caller of an in-memory assigner gets;
     * on the wire it is logged, and the fault goes on.
     */
    public F first(Runnable action) {
        return first(Incident.of(action));
    }

    /**
     * Lets that happen after any effect of the call, before its caller learns anything. Several happen in the order given.
     */
    public F then(Incident incident) {
        Objects.requireNonNull(incident, "incident");
        return changed(copy -> copy.then = FaultScript.joined(copy.then, incident));
    }

    /** Like {@link #then(Incident)}, for what only the test knows; see {@link #first(Runnable)}. */
    public F then(Runnable action) {
        return then(Incident.of(action));
    }

    /** Which calls it is for, and what happens with them, in words. */
    String scripted() {
        return "on " + script.where() + ": " + this;
    }

    /** What happens, in order, in words: {@code the reply is lost, then i-0c takes 10.0.1.12}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        script.first.forEach(incident -> parts.add("first " + incident));
        if (!what().isEmpty()) {
            parts.add(what());
        }
        script.then.forEach(incident -> parts.add("then " + incident));
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }
}
