package org.floatingip;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.floatingip.internal.text.Durations;
import org.floatingip.internal.text.Holders;
import org.jspecify.annotations.Nullable;

/** What a clean-up of hosts did and observed: who drops the address now, and who still may accept it. */
public final class SettleResult implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String operationId;
    private final IpAddress address;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> settled;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> unsettled;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> warnings;

    private final Instant startedAt;
    private final Duration elapsed;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<MoveStep> steps;

    private SettleResult(
            String operationId,
            IpAddress address,
            List<Holder> settled,
            List<Holder> unsettled,
            List<String> warnings,
            Instant startedAt,
            Duration elapsed,
            List<MoveStep> steps) {
        this.operationId = Objects.requireNonNull(operationId, "operationId");
        this.address = Objects.requireNonNull(address, "address");
        this.settled = List.copyOf(settled);
        this.unsettled = List.copyOf(unsettled);
        this.warnings = List.copyOf(warnings);
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
        this.steps = List.copyOf(steps);
    }

    /** A result; for the engine, and for tests of code that takes one. */
    public static SettleResult of(
            IpAddress address,
            List<Holder> settled,
            List<Holder> unsettled,
            List<String> warnings,
            Instant startedAt,
            Duration elapsed,
            List<MoveStep> steps) {
        return new SettleResult("", address, settled, unsettled, warnings, startedAt, elapsed, steps);
    }

    /** The same with that {@link #operationId()}; for the engine, and for tests of code that takes one. */
    public SettleResult withOperationId(String id) {
        return new SettleResult(id, address, settled, unsettled, warnings, startedAt, elapsed, steps);
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

    /** Whether nothing is left to clean up. */
    public boolean complete() {
        return unsettled.isEmpty();
    }

    /** Who was seen to drop the address, and who may accept it: whoever holds it by now, or accepts it for good. */
    public List<Holder> settled() {
        return settled;
    }

    /** Who may still accept the address; give the result to {@link FloatingIp#settle(SettleResult)} again later. */
    public List<Holder> unsettled() {
        return unsettled;
    }

    /** Why, for each of {@link #unsettled()}, as a sentence. */
    public List<String> warnings() {
        return warnings;
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
        return other instanceof SettleResult that
                && operationId.equals(that.operationId)
                && address.equals(that.address)
                && settled.equals(that.settled)
                && unsettled.equals(that.unsettled)
                && warnings.equals(that.warnings)
                && startedAt.equals(that.startedAt)
                && elapsed.equals(that.elapsed)
                && steps.equals(that.steps);
    }

    @Override
    public int hashCode() {
        return Objects.hash(operationId, address, settled, unsettled, warnings, startedAt, elapsed, steps);
    }

    /** One line for people and logs. */
    @Override
    public String toString() {
        return address + " is settled on " + settled.size() + " of " + (settled.size() + unsettled.size()) + " hosts"
                + (unsettled.isEmpty() ? "" : ", not on " + Holders.join(unsettled)) + " (" + Durations.text(elapsed)
                + ")";
    }
}
