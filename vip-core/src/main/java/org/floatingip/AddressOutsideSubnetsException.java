package org.floatingip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** No subnet of the network contains the address. */
public final class AddressOutsideSubnetsException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> subnets;

    /**
     * @param address the floating IP
     * @param subnets the subnets that there are
     * @param cause the network's own answer, or null where a reading showed it
     */
    public AddressOutsideSubnetsException(IpAddress address, List<String> subnets, @Nullable Throwable cause) {
        super(
                address + " lies in no subnet of the network ("
                        + (subnets.isEmpty() ? "it has none" : String.join(", ", subnets))
                        + "). Check the address and the VPC; nothing was changed.",
                cause);
        this.address = address;
        this.subnets = List.copyOf(subnets);
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** The subnets that there are. */
    public List<String> subnets() {
        return subnets;
    }
}
