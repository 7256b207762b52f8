package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;

/**
 * A snapshot of a subnet.
 *
 * @param id for example {@code subnet-0...}
 * @param vpcId its VPC
 * @param cidr its range
 * @param zone its availability zone
 * @param availableAddresses how many addresses are free; the five that EC2 keeps are not
 * @param tags its tags
 */
public record VpcSubnet(
        String id, String vpcId, CidrBlock cidr, String zone, int availableAddresses, Map<String, String> tags) {

    public VpcSubnet {
        tags = Map.copyOf(tags);
    }

    /** Whether the address is one of the five of this subnet that EC2 keeps for itself. */
    public boolean reserves(IpAddress address) {
        return MutableSubnet.reserves(cidr, address);
    }
}
