package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A handover took the address from its holder, but could neither give it to the target nor give it back. As far as is
 * known nobody holds it. To recover, run the same move again with {@code orUnheld()}.
 */
public final class LeftUnheldException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final Holder from;
    private final HostId target;

    /**
     * Creates the exception.
     *
     * @param effect {@link Effect#APPLIED}, or {@link Effect#UNKNOWN} if it is not certain that the address was taken
     * @param address the floating IP
     * @param from the former holder
     * @param target the host that should have got the address
     * @param cause why the target did not get the address
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

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the former holder. */
    public Holder from() {
        return from;
    }

    /** Returns the host that should have got the address. */
    public HostId target() {
        return target;
    }
}
