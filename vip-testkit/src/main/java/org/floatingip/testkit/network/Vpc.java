package org.floatingip.testkit.network;

import java.util.List;
import java.util.Map;
import org.floatingip.CidrBlock;

/**
 * A snapshot of a VPC.
 *
 * @param id for example {@code vpc-0...}
 * @param ownerId the account that it belongs to
 * @param cidr its range
 * @param ipv6Blocks its IPv6 ranges
 * @param tags its tags
 */
public record Vpc(String id, String ownerId, CidrBlock cidr, List<VpcIpv6Block> ipv6Blocks, Map<String, String> tags) {

    public Vpc {
        ipv6Blocks = List.copyOf(ipv6Blocks);
        tags = Map.copyOf(tags);
    }
}
