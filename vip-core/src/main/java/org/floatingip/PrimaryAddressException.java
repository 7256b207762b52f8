package org.floatingip;

import org.jspecify.annotations.Nullable;

/** The address is the primary one of an interface, which never moves. */
public final class PrimaryAddressException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    private final Holder holder;

    /**
     * @param address the floating IP
     * @param holder whose primary address it is
     * @param cause the network's own answer, or null where a reading showed it
     */
    public PrimaryAddressException(IpAddress address, Holder holder, @Nullable Throwable cause) {
        super(
                address + " is the primary address of " + holder
                        + ", and primary addresses can't be moved or released. Use a secondary address; nothing was changed.",
                cause);
        this.address = address;
        this.holder = holder;
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Whose primary address it is. */
    public Holder holder() {
        return holder;
    }
}
