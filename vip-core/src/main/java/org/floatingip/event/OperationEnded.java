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

/** An operation ended, successfully or not. Immutable. */
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
     * Returns an event. For the engine, and for tests of a listener.
     *
     * @param failure the exception that the caller gets; null if it gets a result
     */
    public static OperationEnded of(
            OperationInfo operation,
            Duration elapsed,
            List<AddressOutcome> outcomes,
            @Nullable FloatingIpException failure) {
        return new OperationEnded(operation, elapsed, outcomes, failure);
    }

    /** Returns the operation. */
    public OperationInfo operation() {
        return operation;
    }

    /** Returns how long the operation took, by the monotonic clock. */
    public Duration elapsed() {
        return elapsed;
    }

    /**
     * Returns the outcome for each address, in order. An evacuation lists the addresses that the host held, or the
     * whole group if that could not be read.
     */
    public List<AddressOutcome> outcomes() {
        return outcomes;
    }

    /**
     * Returns the failure, even if only some addresses failed; null if the operation succeeded. For several addresses
     * it is the exception that the caller gets. For one address it is that address's own exception, which the caller of
     * a {@link org.floatingip.FloatingIp} gets.
     */
    public @Nullable FloatingIpException failure() {
        return failure;
    }

    /**
     * Returns the outcome of the whole operation. With a {@link #failure()} that is refused or failed, whatever
     * happened to single addresses. Otherwise it is unsettled or moved if that is so for at least one address, and else
     * the outcome that all addresses share.
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

    /** Returns whether the network was changed for any of the addresses. */
    public Effect effect() {
        if (failure != null) {
            return failure.effect();
        }
        return outcomes.stream().anyMatch(each -> each.effect() == Effect.APPLIED) ? Effect.APPLIED : Effect.NONE;
    }

    /**
     * Returns one line for people and logs, for example
     * {@code [4be0643f1d98573b] move of 10.0.1.12 to i-0b in 8.1 ms: moved from i-0a (eni-0a) to i-0b (eni-0b)}.
     * Addresses with the same outcome are listed together.
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
