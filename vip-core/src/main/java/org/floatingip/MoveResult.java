package org.floatingip;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.floatingip.dns.DnsChange;
import org.floatingip.internal.text.Durations;
import org.floatingip.internal.text.Holders;
import org.jspecify.annotations.Nullable;

/**
 * The result of a successful move: {@link MoveOutcome#MOVED} or {@link MoveOutcome#ALREADY_HELD}. Any other outcome is
 * a {@link FloatingIpException} with the steps so far. Immutable.
 */
public final class MoveResult implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String operationId;
    private final IpAddress address;
    private final MoveOutcome outcome;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> displaced;

    private final Holder to;
    private final Instant startedAt;
    private final Duration elapsed;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<MoveStep> steps;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> warnings;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> unsettled;

    private final @Nullable DnsChange dnsChange;

    private MoveResult(Builder builder) {
        this.operationId = builder.operationId;
        this.address = Objects.requireNonNull(builder.address, "address");
        this.outcome = Objects.requireNonNull(builder.outcome, "outcome");
        this.displaced = builder.displaced;
        this.to = Objects.requireNonNull(builder.to, "to");
        this.startedAt = Objects.requireNonNull(builder.startedAt, "startedAt");
        this.elapsed = builder.elapsed;
        this.steps = builder.steps;
        this.warnings = builder.warnings;
        this.unsettled = builder.unsettled;
        this.dnsChange = builder.dnsChange;
    }

    /**
     * Starts a result. For the engine, and for tests of code that takes one. Address, outcome, holder and start are
     * required.
     */
    public static Builder builder() {
        return new Builder();
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

    public MoveOutcome outcome() {
        return outcome;
    }

    /** Returns whether the network was changed; the same as {@code outcome() == MoveOutcome.MOVED}. */
    public boolean moved() {
        return outcome == MoveOutcome.MOVED;
    }

    /**
     * Returns who was seen to hold the address before; empty if nobody did. After {@code ALREADY_HELD} it is the
     * target.
     */
    public Optional<Holder> from() {
        return moved() ? displaced.stream().findFirst() : Optional.of(to);
    }

    /**
     * Returns the holders that the move displaced, as seen before it; empty after {@code ALREADY_HELD}, or if nobody
     * held the address. A plain takeover can't see a host that took the address between its reading and its assignment.
     */
    public List<Holder> displaced() {
        return displaced;
    }

    /** Returns who was seen to hold the address at the end. */
    public Holder to() {
        return to;
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

    /** Returns what went wrong besides the move and needs attention, each as a sentence; empty if nothing did. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Returns the hosts that lost the address and may still accept it, because they could not be reached, and those that
     * got it back while they were made to drop it and may not accept it. Each has a warning too. Give this result to {@link FloatingIp#settle(MoveResult)} when the host is back.
     */
    public List<Holder> unsettled() {
        return unsettled;
    }

    /**
     * Returns the change of the DNS record, if the name did not point to the address. Empty if nothing had to be
     * changed, no name was configured, or the change failed (then a warning says so).
     */
    public Optional<DnsChange> dnsChange() {
        return Optional.ofNullable(dnsChange);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MoveResult that
                && operationId.equals(that.operationId)
                && address.equals(that.address)
                && outcome == that.outcome
                && displaced.equals(that.displaced)
                && to.equals(that.to)
                && startedAt.equals(that.startedAt)
                && elapsed.equals(that.elapsed)
                && steps.equals(that.steps)
                && warnings.equals(that.warnings)
                && unsettled.equals(that.unsettled)
                && Objects.equals(dnsChange, that.dnsChange);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                operationId,
                address,
                outcome,
                displaced,
                to,
                startedAt,
                elapsed,
                steps,
                warnings,
                unsettled,
                dnsChange);
    }

    /**
     * Returns one line for people and logs, for example
     * {@code moved 10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b) in 8.1 ms}.
     */
    @Override
    public String toString() {
        return moved()
                ? "moved " + address + " from " + Holders.join(displaced) + " to " + to + " in "
                        + Durations.text(elapsed)
                : address + " is already held by " + to + " (seen in " + Durations.text(elapsed) + ")";
    }

    /** Builds a {@link MoveResult}. Not safe for use by several threads. */
    public static final class Builder {

        private String operationId = "";
        private @Nullable IpAddress address;
        private @Nullable MoveOutcome outcome;
        private List<Holder> displaced = List.of();
        private @Nullable Holder to;
        private @Nullable Instant startedAt;
        private Duration elapsed = Duration.ZERO;
        private List<MoveStep> steps = List.of();
        private List<String> warnings = List.of();
        private List<Holder> unsettled = List.of();
        private @Nullable DnsChange dnsChange;

        private Builder() {}

        /** Sets the id of the operation; default empty, for a result that the engine did not make. */
        public Builder operationId(String operationId) {
            this.operationId = Objects.requireNonNull(operationId, "operationId");
            return this;
        }

        public Builder address(IpAddress address) {
            this.address = Objects.requireNonNull(address, "address");
            return this;
        }

        public Builder outcome(MoveOutcome outcome) {
            this.outcome = Objects.requireNonNull(outcome, "outcome");
            return this;
        }

        public Builder displaced(List<Holder> displaced) {
            this.displaced = List.copyOf(displaced);
            return this;
        }

        public Builder to(Holder to) {
            this.to = Objects.requireNonNull(to, "to");
            return this;
        }

        public Builder startedAt(Instant startedAt) {
            this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
            return this;
        }

        public Builder elapsed(Duration elapsed) {
            this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
            return this;
        }

        public Builder steps(List<MoveStep> steps) {
            this.steps = List.copyOf(steps);
            return this;
        }

        public Builder warnings(List<String> warnings) {
            this.warnings = List.copyOf(warnings);
            return this;
        }

        public Builder unsettled(List<Holder> unsettled) {
            this.unsettled = List.copyOf(unsettled);
            return this;
        }

        /** Sets the change of the DNS record; default null for none. */
        public Builder dnsChange(@Nullable DnsChange dnsChange) {
            this.dnsChange = dnsChange;
            return this;
        }

        /**
         * Builds the result.
         *
         * @throws NullPointerException if address, outcome, holder or start were not given
         */
        public MoveResult build() {
            return new MoveResult(this);
        }
    }
}
