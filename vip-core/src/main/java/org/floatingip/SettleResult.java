package org.floatingip;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.floatingip.internal.text.Durations;
import org.floatingip.internal.text.Holders;
import org.jspecify.annotations.Nullable;

/** The result of a clean-up of hosts: which hosts drop the address now, and which may still accept it. Immutable. */
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

    /** Returns a result. For the engine, and for tests of code that takes one. */
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

    /**
     * Returns the same result with another {@link #operationId()}. For the engine, and for tests of code that takes
     * one.
     */
    public SettleResult withOperationId(String id) {
        return new SettleResult(id, address, settled, unsettled, warnings, startedAt, elapsed, steps);
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

    /** Returns whether nothing is left to clean up. */
    public boolean complete() {
        return unsettled.isEmpty();
    }

    /**
     * Returns the hosts that were seen to drop the address, and those that may accept it: they hold it by now, or
     * accept it permanently.
     */
    public List<Holder> settled() {
        return settled;
    }

    /**
     * Returns the hosts that may still accept the address, and those that hold it again and may not accept it. Give this result to {@link FloatingIp#settle(SettleResult)}
     * later.
     */
    public List<Holder> unsettled() {
        return unsettled;
    }

    /** Returns a sentence for each of {@link #unsettled()} that says why. */
    public List<String> warnings() {
        return warnings;
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

    /** Returns one line for people and logs. */
    @Override
    public String toString() {
        return address + " is settled on " + settled.size() + " of " + (settled.size() + unsettled.size()) + " hosts"
                + (unsettled.isEmpty() ? "" : ", not on " + Holders.join(unsettled)) + " (" + Durations.text(elapsed)
                + ")";
    }
}
