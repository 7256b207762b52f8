package org.floatingip.testkit.network;

import java.util.List;
import java.util.Map;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;

/**
 * A snapshot of a subnet.
 *
 * @param id for example {@code subnet-0...}
 * @param vpcId its VPC
 * @param ownerId the account that its VPC belongs to
 * @param cidr its range
 * @param zone its availability zone
 * @param availableAddresses the number of free addresses, without the five that EC2 reserves
 * @param ipv6Blocks its IPv6 range, if it has one
 * @param tags its tags
 */
public record VpcSubnet(
        String id,
        String vpcId,
        String ownerId,
        CidrBlock cidr,
        String zone,
        int availableAddresses,
        List<VpcIpv6Block> ipv6Blocks,
        Map<String, String> tags) {

    public VpcSubnet {
        ipv6Blocks = List.copyOf(ipv6Blocks);
        tags = Map.copyOf(tags);
    }

    /** Returns whether the address is one of the five that EC2 reserves in this subnet. */
    public boolean reserves(IpAddress address) {
        return MutableSubnet.reserves(cidr, address);
    }
}
