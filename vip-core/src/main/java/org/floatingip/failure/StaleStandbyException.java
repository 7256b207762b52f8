package org.floatingip.failure;

import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.jspecify.annotations.Nullable;

/** What a standby prepared is not possible any more. Nothing was changed; refresh the standby, or make a full move. */
public final class StaleStandbyException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final HostId target;
    private final String why;

    /**
     * A refusal of what was prepared.
     *
     * @param address the floating IP
     * @param target who should have got it
     * @param why what the network says
     * @param cause its refusal, or null
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

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Who should have got it. */
    public HostId target() {
        return target;
    }

    /** What the network says. */
    public String why() {
        return why;
    }
}
