package org.floatingip.spi;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.jspecify.annotations.Nullable;

/** One reading of the world for a move: who holds the address, and where it can go. */
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
     * A reading.
     *
     * @param holders all holders that the network shows; empty only if it said that nobody holds the address
     * @param placement the interface of the target that can take it, or has it already
     */
    public static Survey of(List<Holder> holders, Placement placement) {
        return new Survey(holders, placement, List.of(), List.of());
    }

    /**
     * The same reading, with what hangs on the address: it goes along in a takeover, and would be cut off if the address
     * were taken from its holder first. In EC2 an Elastic IP.
     */
    public Survey withDependents(List<Dependent> dependents) {
        return new Survey(holders, placement, dependents, warnings);
    }

    /**
     * The same reading, with what it showed that speaks against the move without standing in its way, such as a target that does
     * not run: in words for people. It goes into the warnings of plan and result.
     */
    public Survey withWarnings(List<String> warnings) {
        return new Survey(holders, placement, dependents, warnings);
    }

    /** What speaks against the move without standing in its way; empty for nothing. */
    public List<String> warnings() {
        return warnings;
    }

    /** What hangs on the address; empty for nothing. */
    public List<Dependent> dependents() {
        return dependents;
    }

    /** All holders that the network showed, in its order; empty if nobody held the address. */
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
