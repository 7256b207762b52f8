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
 * What a successful move did and observed. Only {@link MoveOutcome#MOVED} and {@link MoveOutcome#ALREADY_HELD} come as a
 * result; everything else is a {@link FloatingIpException} with the same ladder.
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

    /** Starts a result; for the engine, and for tests of code that takes one. All but lists and times is required. */
    public static Builder builder() {
        return new Builder();
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

    public MoveOutcome outcome() {
        return outcome;
    }

    /** Whether the network was changed; the same as {@code outcome() == MoveOutcome.MOVED}. */
    public boolean moved() {
        return outcome == MoveOutcome.MOVED;
    }

    /** Who was seen to hold the address before; empty if nobody did. After {@code ALREADY_HELD} it is the target. */
    public Optional<Holder> from() {
        return moved() ? displaced.stream().findFirst() : Optional.of(to);
    }

    /**
     * Whom the move displaced, as seen before it: empty after {@code ALREADY_HELD} or where nobody held the address. A
     * plain takeover can't see somebody who took the address between its reading and its assignment.
     */
    public List<Holder> displaced() {
        return displaced;
    }

    /** Who was seen to hold the address at the end. */
    public Holder to() {
        return to;
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

    /** What went wrong beside the move and needs somebody's attention, each as a sentence; empty if nothing did. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Who lost the address, and may still accept it because the host could not be reached; each has a warning too. Give the
     * result to {@link FloatingIp#settle(MoveResult)} when the host is back.
     */
    public List<Holder> unsettled() {
        return unsettled;
    }

    /**
     * The handle of what was written because the name did not point at the address; empty if nothing had to be, no name was
     * configured, or it failed (then a warning says so).
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

    /** One line for people and logs, for example {@code moved 10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b) in 8.1 ms}. */
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

        /** Default empty, for a result that no operation of the engine gave. */
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

        /** What was written of names; default null for nothing. */
        public Builder dnsChange(@Nullable DnsChange dnsChange) {
            this.dnsChange = dnsChange;
            return this;
        }

        /**
         * Builds it.
         *
         * @throws NullPointerException if address, outcome, holder or start were not given
         */
        public MoveResult build() {
            return new MoveResult(this);
        }
    }
}
