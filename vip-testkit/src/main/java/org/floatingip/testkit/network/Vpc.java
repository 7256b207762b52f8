package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.CidrBlock;

/**
 * A snapshot of a VPC.
 *
 * @param id for example {@code vpc-0...}
 * @param cidr its range
 * @param tags its tags
 */
public record Vpc(String id, CidrBlock cidr, Map<String, String> tags) {

    public Vpc {
        tags = Map.copyOf(tags);
    }
}
