package org.floatingip.testkit.network;

import java.util.Map;

/**
 * A snapshot of a security group. Its rules are not modelled, only its name.
 *
 * @param id for example {@code sg-0...}
 * @param vpcId its VPC
 * @param name its name, unique in its VPC
 * @param description free text
 * @param tags its tags
 */
public record VpcSecurityGroup(String id, String vpcId, String name, String description, Map<String, String> tags) {

    /** The name of the default group of each VPC. */
    public static final String DEFAULT = "default";

    public VpcSecurityGroup {
        tags = Map.copyOf(tags);
    }

    /** Returns whether it is the default group of its VPC, which can't be deleted. */
    public boolean isDefault() {
        return name.equals(DEFAULT);
    }
}
