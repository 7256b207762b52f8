package org.floatingip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The target has no interface in the subnet that contains the address. An address can't leave its subnet. */
public final class SubnetMismatchException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    private final String addressSubnet;

    private final HostId target;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> targetSubnets;

    /**
     * @param address the floating IP
     * @param addressSubnet the subnet of the address, with its CIDR block where that is known
     * @param target the host or interface that was asked for
     * @param targetSubnets the subnets in which the target has interfaces
     * @param cause the network's own answer, or null where a reading showed it
     */
    public SubnetMismatchException(
            IpAddress address,
            String addressSubnet,
            HostId target,
            List<String> targetSubnets,
            @Nullable Throwable cause) {
        super(
                address + " belongs to " + addressSubnet + ", but " + target + " is in "
                        + (targetSubnets.isEmpty() ? "no subnet" : String.join(", ", targetSubnets))
                        + ". Choose a target with an interface in the subnet of the address; nothing was changed.",
                cause);
        this.address = address;
        this.addressSubnet = addressSubnet;
        this.target = target;
        this.targetSubnets = List.copyOf(targetSubnets);
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** The subnet of the address, with its CIDR block where that is known. */
    public String addressSubnet() {
        return addressSubnet;
    }

    /** The host or interface that was asked for. */
    public HostId target() {
        return target;
    }

    /** The subnets in which the target has interfaces. */
    public List<String> targetSubnets() {
        return targetSubnets;
    }
}
