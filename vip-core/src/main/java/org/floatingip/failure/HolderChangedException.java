package org.floatingip.failure;

import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.internal.text.Holders;
import org.jspecify.annotations.Nullable;

/** The address is not held by the host that it was expected on. Nothing was taken from the real holder. */
public final class HolderChangedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    private final @Nullable HostId expected;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> holders;

    /**
     * @param address the floating IP
     * @param expected the host that was expected to hold the address; null if nobody was
     * @param holders who holds the address as far as is known; empty for nobody
     * @param cause the network's own answer, or null where a reading showed it
     */
    public HolderChangedException(
            IpAddress address, @Nullable HostId expected, List<Holder> holders, @Nullable Throwable cause) {
        super(
                RefusalReason.HOLDER_CHANGED,
                (expected == null
                                ? address + " was expected to be free but is held by "
                                : address + " is not held by " + expected + " but by ")
                        + Holders.join(holders),
                "look who should hold it, then ask again",
                cause);
        this.address = address;
        this.expected = expected;
        this.holders = List.copyOf(holders);
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** The host that was expected to hold the address; null if nobody was. */
    public @Nullable HostId expected() {
        return expected;
    }

    /** Who holds the address as far as is known; empty for nobody. */
    public List<Holder> holders() {
        return holders;
    }
}
