package org.floatingip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The address exists in several networks that are all in sight, such as two VPCs with overlapping ranges. */
public final class AmbiguousAddressException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> networks;

    /**
     * @param address the floating IP
     * @param networks the networks that have it
     * @param cause the network's own answer, or null where a reading showed it
     */
    public AmbiguousAddressException(IpAddress address, List<String> networks, @Nullable Throwable cause) {
        super(
                address + " exists in several networks: " + String.join(", ", networks)
                        + ". Say which one is meant (for EC2: the VPC id); nothing was changed.",
                cause);
        this.address = address;
        this.networks = List.copyOf(networks);
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** The networks that have it. */
    public List<String> networks() {
        return networks;
    }
}
