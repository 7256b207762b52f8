package org.floatingip;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.floatingip.internal.text.Durations;
import org.jspecify.annotations.Nullable;

/** The result of a successful release: the holder no longer has the address. Immutable. */
public final class ReleaseResult implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String operationId;
    private final IpAddress address;
    private final Holder from;
    private final Instant startedAt;
    private final Duration elapsed;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<MoveStep> steps;

    private ReleaseResult(
            String operationId,
            IpAddress address,
            Holder from,
            Instant startedAt,
            Duration elapsed,
            List<MoveStep> steps) {
        this.operationId = Objects.requireNonNull(operationId, "operationId");
        this.address = Objects.requireNonNull(address, "address");
        this.from = Objects.requireNonNull(from, "from");
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
        this.steps = List.copyOf(steps);
    }

    /** Returns a result. For the engine, and for tests of code that takes one. */
    public static ReleaseResult of(
            IpAddress address, Holder from, Instant startedAt, Duration elapsed, List<MoveStep> steps) {
        return new ReleaseResult("", address, from, startedAt, elapsed, steps);
    }

    /**
     * Returns the same result with another {@link #operationId()}. For the engine, and for tests of code that takes
     * one.
     */
    public ReleaseResult withOperationId(String id) {
        return new ReleaseResult(id, address, from, startedAt, elapsed, steps);
    }

    /**
     * Returns the id of the operation, which also stands in its events and log lines. It is the same for all addresses
     * of one operation. Empty if the engine did not make this result.
     */
    public String operationId() {
        return operationId;
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns who held the address before. */
    public Holder from() {
        return from;
    }

    /** Returns when the operation began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns how long the operation took, by the monotonic clock. */
    public Duration elapsed() {
        return elapsed;
    }

    /** Returns the steps with their times, in order. */
    public List<MoveStep> steps() {
        return steps;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReleaseResult that
                && operationId.equals(that.operationId)
                && address.equals(that.address)
                && from.equals(that.from)
                && startedAt.equals(that.startedAt)
                && elapsed.equals(that.elapsed)
                && steps.equals(that.steps);
    }

    @Override
    public int hashCode() {
        return Objects.hash(operationId, address, from, startedAt, elapsed, steps);
    }

    /** Returns one line for people and logs. */
    @Override
    public String toString() {
        return "released " + address + " from " + from + " in " + Durations.text(elapsed);
    }
}
