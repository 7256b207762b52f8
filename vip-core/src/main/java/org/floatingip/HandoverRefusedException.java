package org.floatingip;

import org.jspecify.annotations.Nullable;

/** A handover can't be done here, though a takeover may be. Nothing was changed. */
public final class HandoverRefusedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final String why;

    /**
     * A refusal of the strategy.
     *
     * @param address the floating IP
     * @param why what stands against it, without a full stop
     * @param cause what showed it, or null
     */
    public HandoverRefusedException(IpAddress address, String why, @Nullable Throwable cause) {
        super(address + " can't be handed over: " + why + ". Use a takeover; nothing was changed.", cause);
        this.address = address;
        this.why = why;
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** What stands against it. */
    public String why() {
        return why;
    }
}
