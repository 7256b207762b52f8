package org.floatingip.testkit.network;

import java.util.Map;

/**
 * A snapshot of a security group. Its rules are not modelled: it is there to be named.
 *
 * @param id for example {@code sg-0...}
 * @param vpcId its VPC
 * @param name its name, of which there is one in a VPC
 * @param description free text
 * @param tags its tags
 */
public record VpcSecurityGroup(String id, String vpcId, String name, String description, Map<String, String> tags) {

    /** The name of the group that each VPC comes with. */
    public static final String DEFAULT = "default";

    public VpcSecurityGroup {
        tags = Map.copyOf(tags);
    }

    /** Whether it is the one that its VPC came with, which stays. */
    public boolean isDefault() {
        return name.equals(DEFAULT);
    }
}
