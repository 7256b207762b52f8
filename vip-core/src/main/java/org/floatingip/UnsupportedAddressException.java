package org.floatingip;

import org.jspecify.annotations.Nullable;

/** The assigner can't move addresses of this kind, whatever the network looks like. */
public final class UnsupportedAddressException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    private final String why;

    /**
     * @param address the floating IP
     * @param why what the assigner can move instead
     * @param cause the network's own answer, or null where a reading showed it
     */
    public UnsupportedAddressException(IpAddress address, String why, @Nullable Throwable cause) {
        super("can't move " + address + ": " + why + ". Nothing was changed.", cause);
        this.address = address;
        this.why = why;
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** What the assigner can move instead. */
    public String why() {
        return why;
    }
}
