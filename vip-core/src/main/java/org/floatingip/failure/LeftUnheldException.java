package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A handover took the address from its holder, could not give it to the target, and could not give it back: as far as is
 * known nobody holds it. Run the same move again with {@code orUnheld()}, and it converges.
 */
public final class LeftUnheldException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final Holder from;
    private final HostId target;

    /**
     * A handover that stopped in its gap.
     *
     * @param effect {@link Effect#APPLIED}, or {@link Effect#UNKNOWN} where even the taking is not certain
     * @param address the floating IP
     * @param from who held it
     * @param target who should have got it
     * @param cause why the target did not get it
     */
    public LeftUnheldException(
            Effect effect, IpAddress address, Holder from, HostId target, @Nullable Throwable cause) {
        super(
                effect,
                address + " was taken from " + from + ", and could neither be given to " + target
                        + " nor back: nobody may hold it now. Run the same move again, and accept that nobody holds it (from "
                        + from.host() + ", orUnheld).",
                cause);
        this.address = address;
        this.from = from;
        this.target = target;
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Who held it. */
    public Holder from() {
        return from;
    }

    /** Who should have got it. */
    public HostId target() {
        return target;
    }
}
