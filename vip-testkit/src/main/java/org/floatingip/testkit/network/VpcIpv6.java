package org.floatingip.testkit.network;

import java.util.List;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;

/**
 * IPv6 in an {@link InMemoryVpc}: the ranges of VPCs and subnets, and the addresses of interfaces, which {@link
 * VpcInterface#ipv6Addresses()} shows. There is no reassignment: an address of another interface must be unassigned there first.
 * Prefixes and primary IPv6 addresses are not modelled.
 *
 * <p>Like the network, it is safe for use by several threads. It refuses requests with {@link Ec2RefusalException}, and then
 * changes nothing. Few of EC2's refusals about IPv6 are known: most texts are those about IPv4.
 */
public final class VpcIpv6 {

    private final InMemoryVpc network;
    private final VpcState state;
    private final Ipv6Rules rules;

    VpcIpv6(InMemoryVpc network, VpcState state, Ipv6Rules rules) {
        this.network = network;
        this.state = state;
        this.rules = rules;
    }

    /** Gives a VPC a range of /56 that Amazon provides. The range is one that is reserved for documentation. */
    public VpcIpv6Block associateVpc(String vpcId) {
        return network.change("AssociateVpcCidrBlock of " + vpcId, () -> rules.associate(state.vpc(vpcId), null));
    }

    /** Gives a VPC the given range, which must be /64 or larger, and must not overlap its others. */
    public VpcIpv6Block associateVpc(String vpcId, CidrBlock cidr) {
        return network.change(
                "AssociateVpcCidrBlock " + cidr + " of " + vpcId, () -> rules.associate(state.vpc(vpcId), cidr));
    }

    /**
     * Gives a subnet a range of /64, within one of its VPC and without overlap with other subnets. A subnet can have only one.
     */
    public VpcIpv6Block associateSubnet(String subnetId, CidrBlock cidr) {
        return network.change(
                "AssociateSubnetCidrBlock " + cidr + " of " + subnetId,
                () -> rules.associate(state.subnet(subnetId), cidr));
    }

    /** Assigns addresses to an interface, all or none. None may be assigned to another interface. */
    public List<IpAddress> assign(String interfaceId, List<IpAddress> addresses) {
        return network.change(
                "AssignIpv6Addresses " + addresses + " to " + interfaceId, () -> rules.assign(interfaceId, addresses));
    }

    /** Assigns the given number of free addresses of the subnet, chosen by the VPC, to an interface. */
    public List<IpAddress> assign(String interfaceId, int count) {
        return network.change(
                "AssignIpv6Addresses " + count + " to " + interfaceId, () -> rules.assign(interfaceId, count));
    }

    /** Unassigns addresses from an interface, all or none; afterwards nobody holds them. */
    public void unassign(String interfaceId, List<IpAddress> addresses) {
        network.change(
                "UnassignIpv6Addresses " + addresses + " from " + interfaceId,
                () -> rules.unassign(interfaceId, addresses));
    }
}
