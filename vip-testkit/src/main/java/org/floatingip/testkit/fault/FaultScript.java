package org.floatingip.testkit.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.floatingip.testkit.network.Incident;
import org.jspecify.annotations.Nullable;

/** When a fault comes, and what else happens then. Not changed once it is part of a fault. */
final class FaultScript {

    /** The next of a move's calls, once. */
    static final FaultScript NEXT_CALL = new FaultScript(EnumSet.allOf(Call.class));

    /** The next request of any kind, once. */
    static final FaultScript NEXT_REQUEST = new FaultScript(Set.of());

    /** The calls that it is for; empty for all requests. */
    Set<Call> calls;

    /** The only action that it is for, in place of the calls. */
    @Nullable
    String action;

    int skip;

    /** Null for the default: once, or unlimited if an end is given. */
    @Nullable
    Long times;

    @Nullable
    Instant until;

    /** In place of {@link #until}: how long from when it is injected. */
    @Nullable
    Duration during;

    List<Incident> first = List.of();
    List<Incident> then = List.of();

    private FaultScript(Set<Call> calls) {
        this.calls = calls;
    }

    /** Returns a changed copy. */
    FaultScript with(Consumer<FaultScript> change) {
        FaultScript copy = new FaultScript(calls);
        copy.action = action;
        copy.skip = skip;
        copy.times = times;
        copy.until = until;
        copy.during = during;
        copy.first = first;
        copy.then = then;
        change.accept(copy);
        return copy;
    }

    long limit() {
        return times != null ? times : hasEnd() ? Long.MAX_VALUE : 1;
    }

    /** How often the fault must be met, so that its test tests it; once if only its end is given. */
    long atLeast() {
        return hasEnd() || limit() == Long.MAX_VALUE ? 1 : limit();
    }

    /** The same in words. */
    String wanted() {
        return hasEnd() || limit() == Long.MAX_VALUE ? "once or more often" : times(limit());
    }

    private boolean hasEnd() {
        return until != null || during != null;
    }

    static String times(long number) {
        return number == 1 ? "once" : number + " times";
    }

    /** Which calls it is for, in words. */
    String where() {
        String which = action != null
                ? action
                : calls.isEmpty()
                        ? "any request"
                        : calls.size() == Call.values().length
                                ? "any call of a move"
                                : calls.stream().map(Call::name).sorted().collect(Collectors.joining(" or "));
        return which + (skip == 0 ? "" : " after " + skip + (skip == 1 ? " that passes" : " that pass"));
    }

    /**
     * Returns whether the fault is for the given call.
     *
     * @param call the call; null if the request is none of a move's
     * @param name its name on the wire; null if it has none
     */
    boolean isFor(@Nullable Call call, @Nullable String name) {
        return action != null ? action.equals(name) : calls.isEmpty() || (call != null && calls.contains(call));
    }

    static List<Incident> joined(List<Incident> before, Incident one) {
        List<Incident> all = new ArrayList<>(before);
        all.add(one);
        return List.copyOf(all);
    }
}
