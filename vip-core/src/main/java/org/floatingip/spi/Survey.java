package org.floatingip.spi;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.jspecify.annotations.Nullable;

/** A reading of the network for a move: who holds the address, and where it can go. Immutable. */
public final class Survey implements Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> holders;

    private final Placement placement;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Dependent> dependents;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> warnings;

    private Survey(List<Holder> holders, Placement placement, List<Dependent> dependents, List<String> warnings) {
        this.holders = List.copyOf(holders);
        this.placement = Objects.requireNonNull(placement, "placement");
        this.dependents = List.copyOf(dependents);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Returns a survey.
     *
     * @param holders all holders that the network shows; empty only if it said that nobody holds the address
     * @param placement the interface of the target that can take the address, or has it already
     */
    public static Survey of(List<Holder> holders, Placement placement) {
        return new Survey(holders, placement, List.of(), List.of());
    }

    /**
     * Returns the same survey with what depends on the address, in EC2 an Elastic IP. A takeover takes dependents
     * along; a handover cuts them off.
     */
    public Survey withDependents(List<Dependent> dependents) {
        return new Survey(holders, placement, dependents, warnings);
    }

    /**
     * Returns the same survey with warnings, in words for people: for example that the target does not run. They do not
     * prevent the move. They are added to the warnings of plan and result.
     */
    public Survey withWarnings(List<String> warnings) {
        return new Survey(holders, placement, dependents, warnings);
    }

    /** Returns warnings that do not prevent the move; empty for none. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns what depends on the address; empty for nothing. */
    public List<Dependent> dependents() {
        return dependents;
    }

    /** Returns all holders that the network showed, in its order; empty if nobody held the address. */
    public List<Holder> holders() {
        return holders;
    }

    public Placement placement() {
        return placement;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Survey that
                && holders.equals(that.holders)
                && placement.equals(that.placement)
                && dependents.equals(that.dependents)
                && warnings.equals(that.warnings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(holders, placement, dependents, warnings);
    }

    @Override
    public String toString() {
        return "held by " + (holders.isEmpty() ? "nobody" : holders) + ", can go to " + placement;
    }
}
