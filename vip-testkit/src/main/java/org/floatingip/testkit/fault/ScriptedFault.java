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
 * The script that all faults have in common: their calls, how often they come, and what else happens in the network meanwhile.
 * Immutable; each method returns a changed copy.
 *
 * <p>Faults at one place apply in the order of injection: a call meets the first pending fault that is for it. By default a fault
 * comes once, with the next call.
 *
 * @param <F> the type of the fault
 */
public abstract sealed class ScriptedFault<F extends ScriptedFault<F>> permits Fault, WireFault {

    final FaultScript script;

    ScriptedFault(FaultScript script) {
        this.script = script;
    }

    abstract F with(FaultScript other);

    /** Returns what becomes of the call, in words; empty if nothing. */
    abstract String what();

    private F changed(Consumer<FaultScript> change) {
        return with(script.with(change));
    }

    /** Limits the fault to calls of the given kind. */
    public F onCall(Call call) {
        Objects.requireNonNull(call, "call");
        return changed(copy -> {
            copy.calls = Set.of(call);
            copy.action = null;
        });
    }

    /**
     * Lets the given number of its calls pass first. With {@code onCall(Call.LOOK).skip(1)} a move's survey succeeds, and its
     * verification fails.
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
     * Sets how many calls in a row the fault affects. Default: one, or unlimited if an end is set.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public F times(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("a fault comes once or more often, not " + calls + " times");
        }
        return changed(copy -> copy.times = (long) calls);
    }

    /** Affects every call, until the faults of its place are mended. */
    public F always() {
        return changed(copy -> copy.times = Long.MAX_VALUE);
    }

    /** Affects every call before the given time by the network's clock, or as many as {@link #times} says. */
    public F until(Instant end) {
        Objects.requireNonNull(end, "end");
        return changed(copy -> {
            copy.until = end;
            copy.during = null;
        });
    }

    /**
     * Affects every call for the given time by the network's clock, from the injection on, or as many as {@link #times} says.
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

    /**
     * Adds an incident that happens when the call has come, before it takes effect. Several incidents happen in the order given.
     */
    public F first(Incident incident) {
        Objects.requireNonNull(incident, "incident");
        return changed(copy -> copy.first = FaultScript.joined(copy.first, incident));
    }

    /**
     * Like {@link #first(Incident)}, for an action of the test. If it throws, the caller of an in-memory assigner gets the
     * exception; on the wire it is logged, and the fault goes on.
     */
    public F first(Runnable action) {
        return first(Incident.of(action));
    }

    /**
     * Adds an incident that happens after the effect of the call, before its caller gets an answer. Several incidents happen in
     * the order given.
     */
    public F then(Incident incident) {
        Objects.requireNonNull(incident, "incident");
        return changed(copy -> copy.then = FaultScript.joined(copy.then, incident));
    }

    /** Like {@link #then(Incident)}, for an action of the test; see {@link #first(Runnable)}. */
    public F then(Runnable action) {
        return then(Incident.of(action));
    }

    /** Returns its calls, and what happens with them, in words. */
    String scripted() {
        return "on " + script.where() + ": " + this;
    }

    /** Returns what happens, in order, for example {@code the reply is lost, then i-0c takes 10.0.1.12}. */
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
