package org.floatingip.aws;

import org.floatingip.aws.internal.Ec2Calls;
import org.floatingip.aws.internal.Ipv6Network;
import org.floatingip.aws.internal.WayNetwork;
import org.floatingip.spi.Traits;

/**
 * Moves an IPv6 address between the interfaces of one subnet, by {@code UnassignIpv6Addresses} and {@code AssignIpv6Addresses}. EC2
 * has no takeover of IPv6 addresses: a held one moves by a handover alone, and nobody holds it <b>for about one call</b>, which plans
 * warn of.
 *
 * <p>A target is an instance id ({@code i-...}), whose one interface in the subnet of the address is taken, or an ENI id
 * ({@code eni-...}). An interface's primary IPv6 address is refused; prefixes that an interface has are left alone, and an address out
 * of one is not this assigner's to move.
 *
 * <p>No refusal of EC2's for IPv6 was ever seen, so nothing here relies on its words: after a refusal it is looked who holds the
 * address. Should EC2 answer with success when an address is unassigned that the interface does not have, a release that came too
 * late is told as one that was made; nobody is displaced by that.
 *
 * <p>A look is one DescribeNetworkInterfaces, a change one AssignIpv6Addresses, which takes the address from nobody, a release one
 * UnassignIpv6Addresses.
 *
 * <p>Refusals: PRIMARY_ADDRESS if it is an interface's primary IPv6 address; SUBNET_MISMATCH if the target has no interface in the
 * subnet of the address.
 *
 * <p>No call is retried by the SDK. Safe for use by several threads. {@link #close()} closes what this object created.
 */
public final class Ec2Ipv6Assigner extends SingleEc2Assigner {

    private Ec2Ipv6Assigner(Builder builder) {
        super(
                builder.connect(Ec2Ipv6Assigner.class),
                builder.traits().takeover(Traits.Takeover.NONE).conditional().build());
    }

    /** Starts an assigner with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    WayNetwork network(Ec2Calls attempt) {
        return new Ipv6Network(attempt);
    }

    /** The settings of an {@link Ec2Ipv6Assigner}. Not safe for use by several threads. */
    public static final class Builder extends Ec2AssignerBuilder<Builder> {

        private Builder() {}

        /**
         * Makes the assigner.
         *
         * @throws IllegalStateException if a client was given together with something that it has already
         * @throws software.amazon.awssdk.core.exception.SdkClientException if no region was given and none is found
         */
        public Ec2Ipv6Assigner build() {
            return new Ec2Ipv6Assigner(this);
        }
    }
}
