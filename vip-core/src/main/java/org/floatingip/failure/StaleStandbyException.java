package org.floatingip.failure;

import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.jspecify.annotations.Nullable;

/** A prepared move is no longer possible. Nothing was changed. Refresh the standby, or make a full move. */
public final class StaleStandbyException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final HostId target;
    private final String why;

    /**
     * Creates the exception.
     *
     * @param address the floating IP
     * @param target the host that should have got the address
     * @param why what the network says
     * @param cause the network's refusal, or null
     */
    public StaleStandbyException(IpAddress address, HostId target, String why, @Nullable Throwable cause) {
        super(
                RefusalReason.STALE_STANDBY,
                "the standby of " + address + " on " + target + " is stale: " + why,
                "refresh it, or make a full move",
                cause);
        this.address = address;
        this.target = target;
        this.why = why;
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the host that should have got the address. */
    public HostId target() {
        return target;
    }

    /** Returns what the network says. */
    public String why() {
        return why;
    }
}
