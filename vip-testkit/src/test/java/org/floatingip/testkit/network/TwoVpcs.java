package org.floatingip.testkit.network;

import java.util.Map;

/**
 * A network whose VPCs overlap, with ids that tests can name.
 *
 * <pre>
 * near 10.0.1.0/24 (us-east-1a)  i-a      eni-a     10.0.1.10, 10.0.1.12
 *                                i-b      eni-b     10.0.1.11
 *                                         eni-b2    10.0.1.31
 *                                         eni-free  10.0.1.40, not attached
 *  far 10.0.2.0/24 (us-east-1b)  i-far    eni-far   10.0.2.10, t2.micro
 * other VPC, 10.0.1.0/24         i-other  eni-other 10.0.1.12
 * </pre>
 */
public record TwoVpcs(InMemoryVpc network, String vpcId, String otherVpcId, String nearId) {

    public static TwoVpcs create() {
        InMemoryVpc network = InMemoryVpc.create();
        String vpcId = network.createVpc("10.0.0.0/16").id();
        String otherVpcId = network.createVpc("10.0.0.0/16").id();
        String nearId = network.createSubnet(vpcId, "10.0.1.0/24", "us-east-1a").id();
        String farId = network.createSubnet(vpcId, "10.0.2.0/24", "us-east-1b").id();
        String otherId =
                network.createSubnet(otherVpcId, "10.0.1.0/24", "us-east-1a").id();
        InterfaceSpec near = InterfaceSpec.in(nearId);
        network.run(InstanceSpec.with(near.id("eni-a")
                        .primary("10.0.1.10")
                        .secondary("10.0.1.12")
                        .description("db *a?\\"))
                .id("i-a"));
        network.run(InstanceSpec.with(near.id("eni-b").primary("10.0.1.11").description("db \uD83D\uDE00"))
                .and(1, near.id("eni-b2").primary("10.0.1.31").tags(Map.of("role", "standby")), false)
                .id("i-b"));
        network.createInterface(near.id("eni-free").primary("10.0.1.40").tags(Map.of("Name", "spare")));
        network.run(InstanceSpec.with(InterfaceSpec.in(farId).id("eni-far").primary("10.0.2.10"))
                .id("i-far")
                .type("t2.micro"));
        network.run(InstanceSpec.with(InterfaceSpec.in(otherId).id("eni-other").primary("10.0.1.12"))
                .id("i-other"));
        return new TwoVpcs(network, vpcId, otherVpcId, nearId);
    }
}
