package org.floatingip.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.internal.text.Durations;
import org.jspecify.annotations.Nullable;

/** An operation ended, well or not. Immutable. */
public final class OperationEnded {

    private final OperationInfo operation;
    private final Duration elapsed;
    private final List<AddressOutcome> outcomes;
    private final @Nullable FloatingIpException failure;

    private OperationEnded(
            OperationInfo operation,
            Duration elapsed,
            List<AddressOutcome> outcomes,
            @Nullable FloatingIpException failure) {
        this.operation = Objects.requireNonNull(operation, "operation");
        this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
        this.outcomes = List.copyOf(outcomes);
        this.failure = failure;
    }

    /**
     * An event; for the engine, and for tests of a listener.
     *
     * @param failure what its caller gets; null for a result
     */
    public static OperationEnded of(
            OperationInfo operation,
            Duration elapsed,
            List<AddressOutcome> outcomes,
            @Nullable FloatingIpException failure) {
        return new OperationEnded(operation, elapsed, outcomes, failure);
    }

    /** Which operation. */
    public OperationInfo operation() {
        return operation;
    }

    /** How long it took, by the monotonic clock. */
    public Duration elapsed() {
        return elapsed;
    }

    /**
     * What became of each address, in order. An evacuation has those that the host held; all of the group, if that could not be
     * read.
     */
    public List<AddressOutcome> outcomes() {
        return outcomes;
    }

    /**
     * What it failed by, if only for some of its addresses; null if it ended well. Of several addresses it is what the caller
     * gets; of one address its own, which the caller of a {@link org.floatingip.FloatingIp} gets.
     */
    public @Nullable FloatingIpException failure() {
        return failure;
    }

    /**
     * What it came to as a whole. With a {@link #failure()} it was refused or failed, whatever became of some addresses. Else it
     * is unsettled or moved if that is so for one address, and what all came to otherwise.
     */
    public Outcome outcome() {
        if (failure != null) {
            return failure instanceof RefusedException ? Outcome.REFUSED : Outcome.FAILED;
        }
        if (outcomes.isEmpty()) {
            return Outcome.NOTHING;
        }
        return has(Outcome.UNSETTLED)
                ? Outcome.UNSETTLED
                : has(Outcome.MOVED) ? Outcome.MOVED : outcomes.get(0).outcome();
    }

    private boolean has(Outcome asked) {
        return outcomes.stream().anyMatch(each -> each.outcome() == asked);
    }

    /** Whether the network was changed, for any of the addresses. */
    public Effect effect() {
        if (failure != null) {
            return failure.effect();
        }
        return outcomes.stream().anyMatch(each -> each.effect() == Effect.APPLIED) ? Effect.APPLIED : Effect.NONE;
    }

    /**
     * For people and logs, for example {@code [4be0643f1d98573b] move of 10.0.1.12 to i-0b in 8.1 ms: moved from i-0a (eni-0a) to
     * i-0b (eni-0b)}. Of several addresses those that fared alike stand together.
     */
    @Override
    public String toString() {
        return operation + " in " + Durations.text(elapsed) + ": "
                + (outcomes.isEmpty() ? "nothing to do" : outcomes.size() == 1 ? one() : several());
    }

    private String one() {
        AddressOutcome only = outcomes.get(0);
        return operation.addresses().size() == 1 ? only.words() : only.toString();
    }

    private String several() {
        Map<String, List<IpAddress>> alike = new LinkedHashMap<>();
        outcomes.forEach(each ->
                alike.computeIfAbsent(each.words(), words -> new ArrayList<>()).add(each.address()));
        return alike.entrySet().stream()
                .map(entry -> entry.getValue().stream().map(IpAddress::toString).collect(Collectors.joining(", ")) + " "
                        + entry.getKey())
                .collect(Collectors.joining("; "));
    }
}
