package org.floatingip;

import org.jspecify.annotations.Nullable;

/** The address is one that the network keeps for itself: in EC2 the first four and the last of each subnet. */
public final class ReservedAddressException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    private final String subnet;

    /**
     * @param address the floating IP
     * @param subnet the subnet that reserves it
     * @param cause the network's own answer, or null where a reading showed it
     */
    public ReservedAddressException(IpAddress address, String subnet, @Nullable Throwable cause) {
        super(
                address + " is reserved by the network in " + subnet
                        + " (the first four addresses and the last). Choose another address; nothing was changed.",
                cause);
        this.address = address;
        this.subnet = subnet;
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** The subnet that reserves it. */
    public String subnet() {
        return subnet;
    }
}
