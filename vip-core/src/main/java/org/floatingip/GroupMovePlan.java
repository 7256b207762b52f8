package org.floatingip;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.floatingip.internal.text.Holders;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A plan of a move of several addresses, read from the network without changing it. You can print it, store it, have it
 * approved, and carry it out by {@link FloatingIpGroup#apply(GroupMovePlan)}, which refuses if something has changed
 * since. Immutable.
 *
 * <p>{@link #encode()} and {@link #decode(String)} carry a plan as text between processes, versions and class loaders.
 * The text has the same form as that of a {@link MovePlan}: a plan of one address can be decoded as either.
 */
public final class GroupMovePlan implements Serializable {

    private static final long serialVersionUID = 1L;

    private final HostId target;
    private final MoveStrategy strategy;
    private final @Nullable HostId expectedHolder;
    private final boolean orUnheld;
    private final boolean reassociate;
    private final @Nullable Long epoch;
    private final @Nullable HostId evacuated;
    private final boolean allOrNothing;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<PlannedCall> calls;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<MovePlan> plans;

    private final Instant plannedAt;

    private GroupMovePlan(Builder builder) {
        this.target = Objects.requireNonNull(builder.target, "target");
        this.strategy = builder.strategy;
        this.expectedHolder = builder.expectedHolder;
        this.orUnheld = builder.orUnheld;
        this.reassociate = builder.reassociate;
        this.epoch = builder.epoch;
        this.evacuated = builder.evacuated;
        this.allOrNothing = builder.allOrNothing;
        this.calls = builder.calls;
        this.plannedAt = Objects.requireNonNull(builder.plannedAt, "plannedAt");
        List<MovePlan> each = new ArrayList<>();
        Set<IpAddress> addresses = new LinkedHashSet<>();
        for (Part part : builder.parts) {
            if (!addresses.add(part.address())) {
                throw new IllegalArgumentException(part.address() + " is twice in the plan");
            }
            each.add(MovePlan.builder()
                    .address(part.address())
                    .strategy(strategy)
                    .target(target)
                    .expectedHolder(expectedHolder)
                    .orUnheld(orUnheld)
                    .reassociate(reassociate)
                    .epoch(epoch)
                    .holders(part.holders())
                    .placement(part.placement())
                    .dependents(part.dependents())
                    .calls(calls)
                    .warnings(part.warnings())
                    .plannedAt(plannedAt)
                    .build());
        }
        this.plans = List.copyOf(each);
    }

    /** Starts a plan. For the engine, and for tests of code that takes one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a plan of one address as a plan of a group. */
    static GroupMovePlan of(MovePlan plan) {
        return builder()
                .target(plan.target())
                .strategy(plan.strategy())
                .expectedHolder(plan.expectedHolder())
                .orUnheld(plan.orUnheld())
                .reassociate(plan.reassociate())
                .epoch(plan.epoch())
                .calls(plan.calls())
                .plannedAt(plan.plannedAt())
                .add(plan.address(), plan.holders(), plan.placement(), plan.dependents(), plan.warnings())
                .build();
    }

    /**
     * Decodes the text of {@link #encode()} or {@link MovePlan#encode()}. Safe for untrusted text: nothing in it is
     * executed or instantiated.
     *
     * @throws IllegalArgumentException if the text is not a plan, was cut off or changed, has an unknown version, or
     *     has a combination of settings that no move can have, such as a handover without an expected holder; the
     *     message says which
     */
    public static GroupMovePlan decode(String text) {
        return PlanForm.read(Objects.requireNonNull(text, "text"));
    }

    /** Returns the plan as text: lines of ASCII, with a version at the start and a checksum at the end. */
    public String encode() {
        return PlanForm.write(this);
    }

    /** Returns the host that should hold the addresses, as the caller named it. */
    public HostId target() {
        return target;
    }

    /** Returns how the addresses will pass to the target. */
    public MoveStrategy strategy() {
        return strategy;
    }

    /**
     * Returns the host that must hold each of the addresses, as the caller named it; null for anybody. For an
     * evacuation it is the host that is evacuated.
     */
    public @Nullable HostId expectedHolder() {
        return expectedHolder;
    }

    /** Returns whether an address that nobody holds is moved too. */
    public boolean orUnheld() {
        return orUnheld;
    }

    /** Returns whether what a handover cuts off from the addresses is put back. */
    public boolean reassociate() {
        return reassociate;
    }

    /** Returns the epoch of the election for which the plan was made; null for none. */
    public @Nullable Long epoch() {
        return epoch;
    }

    /**
     * Returns the host that is evacuated, and should hold none of the group's addresses afterwards; null for a plain
     * move.
     */
    public @Nullable HostId evacuated() {
        return evacuated;
    }

    /** Returns whether the addresses that were moved are given back if one fails. */
    public boolean allOrNothing() {
        return allOrNothing;
    }

    /**
     * Returns the plan of each address, in the order of the group; empty if the evacuated host held none. Each has the
     * {@linkplain #calls() calls} of the whole plan.
     */
    public List<MovePlan> plans() {
        return plans;
    }

    /**
     * Returns the plan of the given address.
     *
     * @throws IllegalArgumentException if it is not in the plan
     */
    public MovePlan plan(IpAddress address) {
        return plans.stream()
                .filter(plan -> plan.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(address + " is not in the plan, only " + addresses()));
    }

    /** Like {@link #plan(IpAddress)}. */
    public MovePlan plan(String address) {
        return plan(IpAddress.of(address));
    }

    /** Returns the addresses of the plan, in the order of the group. */
    public List<IpAddress> addresses() {
        return plans.stream().map(MovePlan::address).toList();
    }

    /** Returns whether the target held all of them already, so that nothing would be changed. */
    public boolean nothingToDo() {
        return plans.stream().allMatch(MovePlan::nothingToDo);
    }

    /** Returns the calls that will be made for all of them, in order; empty if the assigner can't tell. */
    public List<PlannedCall> calls() {
        return calls;
    }

    /** Returns the permissions that the calls need, without repetition. */
    public List<String> permissions() {
        return List.copyOf(
                new LinkedHashSet<>(calls.stream().map(PlannedCall::permission).toList()));
    }

    /**
     * Returns warnings to read before the plan is carried out, each as a sentence; for all addresses, without
     * repetition.
     */
    public List<String> warnings() {
        Set<String> all = new LinkedHashSet<>();
        plans.forEach(plan -> all.addAll(plan.warnings()));
        return List.copyOf(all);
    }

    /** Returns when the plan was made, by the wall clock. */
    public Instant plannedAt() {
        return plannedAt;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupMovePlan that
                && target.equals(that.target)
                && strategy == that.strategy
                && Objects.equals(expectedHolder, that.expectedHolder)
                && orUnheld == that.orUnheld
                && reassociate == that.reassociate
                && Objects.equals(epoch, that.epoch)
                && Objects.equals(evacuated, that.evacuated)
                && allOrNothing == that.allOrNothing
                && calls.equals(that.calls)
                && plans.equals(that.plans)
                && plannedAt.equals(that.plannedAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                target,
                strategy,
                expectedHolder,
                orUnheld,
                reassociate,
                epoch,
                evacuated,
                allOrNothing,
                calls,
                plans,
                plannedAt);
    }

    /** Returns the plan for people, on several lines. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (plans.isEmpty()) {
            text.append("nothing to do: ")
                    .append(evacuated == null ? target : evacuated)
                    .append(" holds none of them");
        } else if (nothingToDo()) {
            text.append("nothing to do: ").append(target).append(" already holds all of them");
        } else {
            long moving = plans.stream().filter(plan -> !plan.nothingToDo()).count();
            text.append("plan: ")
                    .append(moving)
                    .append(moving == 1 ? " address" : " addresses")
                    .append(evacuated == null ? "" : " of " + evacuated)
                    .append(" to ")
                    .append(target)
                    .append(strategy == MoveStrategy.HANDOVER ? ", handed over" : ", taken over")
                    .append(allOrNothing ? ", all or none" : "");
            if (expectedHolder != null && evacuated == null) {
                text.append("\n  only those that are held by ")
                        .append(expectedHolder)
                        .append(orUnheld ? " or by nobody" : "");
            }
            if (epoch != null) {
                text.append("\n  in epoch ").append(epoch);
            }
        }
        for (MovePlan plan : plans) {
            text.append("\n  ").append(plan.address());
            if (plan.nothingToDo()) {
                text.append(" is already held by ").append(Holders.join(plan.holders()));
            } else {
                text.append(" from ")
                        .append(Holders.join(plan.holders()))
                        .append(" to ")
                        .append(plan.placement().asHolder());
            }
            if (!plan.nothingToDo() && !plan.dependents().isEmpty()) {
                text.append("; on it: ")
                        .append(Dependent.join(plan.dependents()))
                        .append(reassociate ? ", cut off by the handover and then put back" : "");
            }
        }
        calls.forEach(call -> text.append("\n  ").append(call));
        if (!calls.isEmpty()) {
            text.append("\n  permissions: ").append(String.join(", ", permissions()));
        }
        warnings().forEach(warning -> text.append("\n  warning: ").append(warning));
        return text.append("\n  read at ").append(plannedAt).toString();
    }

    /** The parts of a plan that belong to one address. */
    private record Part(
            IpAddress address,
            List<Holder> holders,
            Placement placement,
            List<Dependent> dependents,
            List<String> warnings) {}

    /** Builds a {@link GroupMovePlan}. Not safe for use by several threads. */
    public static final class Builder {

        private @Nullable HostId target;
        private MoveStrategy strategy = MoveStrategy.TAKEOVER;
        private @Nullable HostId expectedHolder;
        private boolean orUnheld;
        private boolean reassociate;
        private @Nullable Long epoch;
        private @Nullable HostId evacuated;
        private boolean allOrNothing;
        private List<PlannedCall> calls = List.of();
        private final List<Part> parts = new ArrayList<>();
        private @Nullable Instant plannedAt;

        private Builder() {}

        public Builder target(HostId target) {
            this.target = Objects.requireNonNull(target, "target");
            return this;
        }

        /** Sets the strategy; default {@link MoveStrategy#TAKEOVER}. */
        public Builder strategy(MoveStrategy strategy) {
            this.strategy = Objects.requireNonNull(strategy, "strategy");
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

        /** Sets the evacuated host; default null: a plain move. */
        public Builder evacuated(@Nullable HostId evacuated) {
            this.evacuated = evacuated;
            return this;
        }

        public Builder allOrNothing(boolean allOrNothing) {
            this.allOrNothing = allOrNothing;
            return this;
        }

        /** Sets the calls of the whole plan. */
        public Builder calls(List<PlannedCall> calls) {
            this.calls = List.copyOf(calls);
            return this;
        }

        /**
         * Adds an address of the group. Its plan gets all other settings from this one.
         *
         * @param holders the current holders
         * @param placement the interface that will hold the address
         * @param dependents what depends on the address
         * @param warnings the warnings for the address
         */
        public Builder add(
                IpAddress address,
                List<Holder> holders,
                Placement placement,
                List<Dependent> dependents,
                List<String> warnings) {
            parts.add(new Part(
                    Objects.requireNonNull(address, "address"),
                    List.copyOf(holders),
                    Objects.requireNonNull(placement, "placement"),
                    List.copyOf(dependents),
                    List.copyOf(warnings)));
            return this;
        }

        public Builder plannedAt(Instant plannedAt) {
            this.plannedAt = Objects.requireNonNull(plannedAt, "plannedAt");
            return this;
        }

        /**
         * Builds the plan.
         *
         * @throws NullPointerException if target or time were not given
         * @throws IllegalArgumentException if an address was added twice
         */
        public GroupMovePlan build() {
            return new GroupMovePlan(this);
        }
    }
}
