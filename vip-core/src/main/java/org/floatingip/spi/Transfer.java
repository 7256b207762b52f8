package org.floatingip.spi;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * An order to give one address to one placement. It has the holders that were seen, for networks that must first take
 * the address from its holder. Immutable.
 */
public final class Transfer implements Serializable {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> seen;

    private final Placement placement;

    private Transfer(IpAddress address, List<Holder> seen, Placement placement) {
        this.address = Objects.requireNonNull(address, "address");
        this.seen = List.copyOf(seen);
        this.placement = Objects.requireNonNull(placement, "placement");
    }

    /**
     * Returns an order.
     *
     * @param seen the holders that the last reading showed
     */
    public static Transfer of(IpAddress address, List<Holder> seen, Placement placement) {
        return new Transfer(address, seen, placement);
    }

    public IpAddress address() {
        return address;
    }

    /** Returns the holders that the last reading showed. */
    public List<Holder> seen() {
        return seen;
    }

    public Placement placement() {
        return placement;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Transfer that
                && address.equals(that.address)
                && seen.equals(that.seen)
                && placement.equals(that.placement);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, seen, placement);
    }

    @Override
    public String toString() {
        return address + " from " + (seen.isEmpty() ? "nobody" : seen) + " to " + placement;
    }
}
