package org.floatingip;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.floatingip.internal.text.Durations;
import org.jspecify.annotations.Nullable;

/** What a release did and observed: its holder no longer has the address. */
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

    /** A result; for the engine, and for tests of code that takes one. */
    public static ReleaseResult of(
            IpAddress address, Holder from, Instant startedAt, Duration elapsed, List<MoveStep> steps) {
        return new ReleaseResult("", address, from, startedAt, elapsed, steps);
    }

    /** The same with that {@link #operationId()}; for the engine, and for tests of code that takes one. */
    public ReleaseResult withOperationId(String id) {
        return new ReleaseResult(id, address, from, startedAt, elapsed, steps);
    }

    /**
     * The id of the operation that gave it: that in its events, and in its lines in the log; the same for all addresses of one
     * operation. Empty where no operation of the engine gave it.
     */
    public String operationId() {
        return operationId;
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Who held it before. */
    public Holder from() {
        return from;
    }

    /** When the operation began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** How long it took, by the monotonic clock. */
    public Duration elapsed() {
        return elapsed;
    }

    /** The ladder: each step with its time, in order. */
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

    /** One line for people and logs. */
    @Override
    public String toString() {
        return "released " + address + " from " + from + " in " + Durations.text(elapsed);
    }
}
