package org.floatingip;

import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.floatingip.internal.text.Holders;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A plan of a move, read from the network without changing it. You can print it, store it, have it approved, and carry
 * it out by {@link FloatingIp#apply(MovePlan)}, which refuses if something has changed since. Immutable.
 *
 * <p>{@link #encode()} and {@link #decode(String)} carry a plan as text between processes, versions and class loaders.
 */
public final class MovePlan implements Serializable {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final MoveStrategy strategy;
    private final HostId target;
    private final @Nullable HostId expectedHolder;
    private final boolean orUnheld;
    private final boolean reassociate;
    private final @Nullable Long epoch;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> holders;

    private final Placement placement;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Dependent> dependents;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<PlannedCall> calls;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> warnings;

    private final Instant plannedAt;

    private MovePlan(Builder builder) {
        this.address = Objects.requireNonNull(builder.address, "address");
        this.strategy = builder.strategy;
        this.target = Objects.requireNonNull(builder.target, "target");
        this.expectedHolder = builder.expectedHolder;
        this.orUnheld = builder.orUnheld;
        this.reassociate = builder.reassociate;
        this.epoch = builder.epoch;
        this.holders = builder.holders;
        this.placement = Objects.requireNonNull(builder.placement, "placement");
        this.dependents = builder.dependents;
        this.calls = builder.calls;
        this.warnings = builder.warnings;
        this.plannedAt = Objects.requireNonNull(builder.plannedAt, "plannedAt");
    }

    /** Starts a plan. For the engine, and for tests of code that takes one. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Decodes the text of {@link #encode()}. Safe for untrusted text: nothing in it is executed or instantiated.
     *
     * @throws IllegalArgumentException if the text is not a plan, was cut off or changed, has an unknown version, has a
     *     combination of settings that no move can have, such as a handover without an expected holder, or is a
     *     {@link GroupMovePlan} of several addresses; the message says which
     */
    public static MovePlan decode(String text) {
        return PlanForm.readOne(Objects.requireNonNull(text, "text"));
    }

    /** Returns the plan as text: lines of ASCII, with a version at the start and a checksum at the end. */
    public String encode() {
        return PlanForm.write(GroupMovePlan.of(this));
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns how the address will pass to the target. */
    public MoveStrategy strategy() {
        return strategy;
    }

    /** Returns the host that should hold the address, as the caller named it. */
    public HostId target() {
        return target;
    }

    /** Returns the host that must hold the address, as the caller named it; null for anybody. */
    public @Nullable HostId expectedHolder() {
        return expectedHolder;
    }

    /** Returns whether the address is moved too if nobody holds it. */
    public boolean orUnheld() {
        return orUnheld;
    }

    /** Returns whether what a handover cuts off from the address is put back. */
    public boolean reassociate() {
        return reassociate;
    }

    /** Returns the epoch of the election for which the plan was made; null for none. */
    public @Nullable Long epoch() {
        return epoch;
    }

    /** Returns the holders when the plan was made; empty for nobody. */
    public List<Holder> holders() {
        return holders;
    }

    /** Returns the interface that will hold the address, and why that one. */
    public Placement placement() {
        return placement;
    }

    /** Returns what depended on the address when the plan was made, in EC2 an Elastic IP; empty for nothing. */
    public List<Dependent> dependents() {
        return dependents;
    }

    /** Returns whether the target held the address already, so that nothing would be changed. */
    public boolean nothingToDo() {
        return holders.size() == 1 && holders.get(0).isOn(target);
    }

    /**
     * Returns the calls that will be made, in order; in the plan of a group, those for all addresses. Empty if the
     * assigner can't tell.
     */
    public List<PlannedCall> calls() {
        return calls;
    }

    /** Returns the permissions that the calls need, without repetition. */
    public List<String> permissions() {
        return List.copyOf(
                new LinkedHashSet<>(calls.stream().map(PlannedCall::permission).toList()));
    }

    /** Returns warnings to read before the plan is carried out, each as a sentence. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns when the plan was made, by the wall clock. */
    public Instant plannedAt() {
        return plannedAt;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MovePlan that
                && address.equals(that.address)
                && strategy == that.strategy
                && target.equals(that.target)
                && Objects.equals(expectedHolder, that.expectedHolder)
                && orUnheld == that.orUnheld
                && reassociate == that.reassociate
                && Objects.equals(epoch, that.epoch)
                && holders.equals(that.holders)
                && placement.equals(that.placement)
                && dependents.equals(that.dependents)
                && calls.equals(that.calls)
                && warnings.equals(that.warnings)
                && plannedAt.equals(that.plannedAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                address,
                strategy,
                target,
                expectedHolder,
                orUnheld,
                reassociate,
                epoch,
                holders,
                placement,
                dependents,
                calls,
                warnings,
                plannedAt);
    }

    /** Returns the plan for people, on several lines. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(nothingToDo() ? "nothing to do: " : "plan: ")
                .append(address)
                .append(nothingToDo() ? " is already held by " : " from ")
                .append(Holders.join(holders));
        if (!nothingToDo()) {
            text.append(" to ")
                    .append(placement.asHolder())
                    .append(strategy == MoveStrategy.HANDOVER ? ", handed over" : ", taken over");
            if (placement.reason() != null) {
                text.append("\n  interface: ").append(placement.reason());
            }
            if (expectedHolder != null) {
                text.append("\n  only if held by ").append(expectedHolder).append(orUnheld ? " or by nobody" : "");
            }
            if (epoch != null) {
                text.append("\n  in epoch ").append(epoch);
            }
            if (!dependents.isEmpty()) {
                text.append("\n  on it: ")
                        .append(Dependent.join(dependents))
                        .append(reassociate ? ", cut off by the handover and then put back" : "");
            }
            calls.forEach(call -> text.append("\n  ").append(call));
            if (!calls.isEmpty()) {
                text.append("\n  permissions: ").append(String.join(", ", permissions()));
            }
        }
        warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
        return text.append("\n  read at ").append(plannedAt).toString();
    }

    /** Builds a {@link MovePlan}. Not safe for use by several threads. */
    public static final class Builder {

        private @Nullable IpAddress address;
        private MoveStrategy strategy = MoveStrategy.TAKEOVER;
        private @Nullable HostId target;
        private @Nullable HostId expectedHolder;
        private boolean orUnheld;
        private boolean reassociate;
        private @Nullable Long epoch;
        private List<Holder> holders = List.of();
        private @Nullable Placement placement;
        private List<Dependent> dependents = List.of();
        private List<PlannedCall> calls = List.of();
        private List<String> warnings = List.of();
        private @Nullable Instant plannedAt;

        private Builder() {}

        public Builder address(IpAddress address) {
            this.address = Objects.requireNonNull(address, "address");
            return this;
        }

        /** Sets the strategy; default {@link MoveStrategy#TAKEOVER}. */
        public Builder strategy(MoveStrategy strategy) {
            this.strategy = Objects.requireNonNull(strategy, "strategy");
            return this;
        }

        public Builder target(HostId target) {
            this.target = Objects.requireNonNull(target, "target");
            return this;
        }

        /** Sets the expected holder; default null: anybody. */
        public Builder expectedHolder(@Nullable HostId expectedHolder) {
            this.expectedHolder = expectedHolder;
            return this;
        }

        public Builder orUnheld(boolean orUnheld) {
            this.orUnheld = orUnheld;
            return this;
        }

        public Builder reassociate(boolean reassociate) {
            this.reassociate = reassociate;
            return this;
        }

        /**
         * Sets the epoch; default null: none.
         *
         * @throws IllegalArgumentException if it is below zero
         */
        public Builder epoch(@Nullable Long epoch) {
            this.epoch = epoch == null ? null : Long.valueOf(Claim.checkEpoch(epoch));
            return this;
        }

        public Builder holders(List<Holder> holders) {
            this.holders = List.copyOf(holders);
            return this;
        }

        public Builder placement(Placement placement) {
            this.placement = Objects.requireNonNull(placement, "placement");
            return this;
        }

        public Builder dependents(List<Dependent> dependents) {
            this.dependents = List.copyOf(dependents);
            return this;
        }

        public Builder calls(List<PlannedCall> calls) {
            this.calls = List.copyOf(calls);
            return this;
        }

        public Builder warnings(List<String> warnings) {
            this.warnings = List.copyOf(warnings);
            return this;
        }

        public Builder plannedAt(Instant plannedAt) {
            this.plannedAt = Objects.requireNonNull(plannedAt, "plannedAt");
            return this;
        }

        /**
         * Builds the plan.
         *
         * @throws NullPointerException if address, target, placement or time were not given
         */
        public MovePlan build() {
            return new MovePlan(this);
        }
    }
}
