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
 * What a move of several addresses will do, read from the network without changing it: print it, store it, let somebody
 * approve it, and give it to {@link FloatingIpGroup#apply(GroupMovePlan)}, which refuses if the world has changed since.
 *
 * <p>A plan travels as text by {@link #encode()} and {@link #decode(String)}, between processes, versions and class loaders. It
 * is the same text as that of a {@link MovePlan}: a plan of one address can be read as either.
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

    /** Starts a plan; for the engine, and for tests of code that takes one. */
    public static Builder builder() {
        return new Builder();
    }

    /** That plan of one address, as one of several. */
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
     * Reads what {@link #encode()} or {@link MovePlan#encode()} wrote. Safe for text from anywhere: nothing in it is executed or
     * instantiated.
     *
     * @throws IllegalArgumentException if it is not such a text, was cut off or changed, asks for what no move asks
     *     for, such as a handover by nobody, or is of a version that this one does not know; the message says which
     */
    public static GroupMovePlan decode(String text) {
        return PlanForm.read(Objects.requireNonNull(text, "text"));
    }

    /** The plan as text: lines of ASCII, with a version at the start and a checksum at the end. */
    public String encode() {
        return PlanForm.write(this);
    }

    /** Who shall hold the addresses, as the caller named it. */
    public HostId target() {
        return target;
    }

    /** How they will pass from one holder to the next. */
    public MoveStrategy strategy() {
        return strategy;
    }

    /**
     * Who must hold each of them for the plan to be carried out, as the caller named it; null for anybody. In an evacuation
     * the host that is evacuated.
     */
    public @Nullable HostId expectedHolder() {
        return expectedHolder;
    }

    /** Whether nobody is as good as the expected holder. */
    public boolean orUnheld() {
        return orUnheld;
    }

    /** Whether what a handover cuts off from the addresses is put back. */
    public boolean reassociate() {
        return reassociate;
    }

    /** The epoch of the election for which it was made; null for none. */
    public @Nullable Long epoch() {
        return epoch;
    }

    /** The host that shall hold none of the group's addresses afterwards; null for a plain move. */
    public @Nullable HostId evacuated() {
        return evacuated;
    }

    /** Whether those that were moved are given back when one fails. */
    public boolean allOrNothing() {
        return allOrNothing;
    }

    /**
     * The plan of each address, in the order of the group; none where an evacuated host held none. Each has the
     * {@linkplain #calls() calls} of the whole.
     */
    public List<MovePlan> plans() {
        return plans;
    }

    /**
     * The plan of that address.
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

    /** The addresses that are in the plan, in the order of the group. */
    public List<IpAddress> addresses() {
        return plans.stream().map(MovePlan::address).toList();
    }

    /** Whether the target held all of them already when the plan was made, so that nothing would be changed. */
    public boolean nothingToDo() {
        return plans.stream().allMatch(MovePlan::nothingToDo);
    }

    /** Each call that will be made for all of them, in order; empty where the assigner can't tell. */
    public List<PlannedCall> calls() {
        return calls;
    }

    /** The permissions that the calls need, without repetition. */
    public List<String> permissions() {
        return List.copyOf(
                new LinkedHashSet<>(calls.stream().map(PlannedCall::permission).toList()));
    }

    /** What somebody should know before it is carried out, each as a sentence: of all addresses, without repetition. */
    public List<String> warnings() {
        Set<String> all = new LinkedHashSet<>();
        plans.forEach(plan -> all.addAll(plan.warnings()));
        return List.copyOf(all);
    }

    /** When it was made, by the wall clock. */
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

    /** The plan for people, on several lines. */
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

    /** What is of one address alone. */
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

        /** Default {@link MoveStrategy#TAKEOVER}. */
        public Builder strategy(MoveStrategy strategy) {
            this.strategy = Objects.requireNonNull(strategy, "strategy");
            return this;
        }

        /** Default null: anybody. */
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
         * Default null: none.
         *
         * @throws IllegalArgumentException if it is below zero
         */
        public Builder epoch(@Nullable Long epoch) {
            this.epoch = epoch == null ? null : Long.valueOf(Claim.checkEpoch(epoch));
            return this;
        }

        /** Default null: a plain move. */
        public Builder evacuated(@Nullable HostId evacuated) {
            this.evacuated = evacuated;
            return this;
        }

        public Builder allOrNothing(boolean allOrNothing) {
            this.allOrNothing = allOrNothing;
            return this;
        }

        /** The calls of the whole. */
        public Builder calls(List<PlannedCall> calls) {
            this.calls = List.copyOf(calls);
            return this;
        }

        /**
         * An address of the group, after those that were added before. What else its plan says is that of the whole.
         *
         * @param holders who holds it
         * @param placement the interface that will hold it
         * @param dependents what hangs on it
         * @param warnings what somebody should know of it
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
         * Builds it.
         *
         * @throws NullPointerException if target or time were not given
         * @throws IllegalArgumentException if an address comes twice
         */
        public GroupMovePlan build() {
            return new GroupMovePlan(this);
        }
    }
}
