package org.floatingip.testkit.aws;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcSecurityGroups;

/** What is asked about security groups for the golden replies, in the network of {@link GoldenRepliesTest}. */
final class GoldenGroups {

    private static final String FREE = "NetworkInterfaceId=eni-0aaaaaaaaaaaaaaaa";

    private final InMemoryVpc network;
    private final Map<String, String> generated;
    private final GoldenRoutes.Asking world;

    /** @param generated gets the ids that were generated, and how they are written */
    GoldenGroups(InMemoryVpc network, Map<String, String> generated, GoldenRoutes.Asking world) {
        this.network = network;
        this.generated = generated;
        this.world = world;
    }

    void groups(String vpc, String subnet) throws IOException {
        VpcSecurityGroups groups = network.securityGroups();
        generated.put(vpc, "vpc-0");
        generated.put(subnet, "subnet-0");
        String byDefault = groups.all().get(0).id();
        generated.put(byDefault, "sg-default");
        String create = "CreateSecurityGroup";
        String[] wanted = {"VpcId=" + vpc, "GroupName=db", "GroupDescription=databases"};
        world.ask("create a security group", create, wanted);
        String id = groups.all().get(1).id();
        world.ask("create one of a name that there is", create, wanted);
        String describe = "DescribeSecurityGroups";
        world.ask(
                "the security group that a VPC comes with",
                describe,
                "Filter.1.Name=group-name",
                "Filter.1.Value.1=default");
        generated.put(id, "sg-0");
        world.ask("look at a new security group", describe, "GroupId.1=" + id);
        world.ask("a security group that there is not", describe, "GroupId.1=sg-09f72b8a145e7e135");
        world.ask("a security group of zeros", describe, "GroupId.1=sg-00000000000000000");

        String change = "ModifyNetworkInterfaceAttribute";
        world.ask("put an interface into another group", change, FREE, "SecurityGroupId.1=" + id);
        world.ask("groups of an interface", "DescribeNetworkInterfaceAttribute", FREE, "Attribute=groupSet");
        world.ask("delete a security group that is in use", "DeleteSecurityGroup", "GroupId=" + id);
        String elsewhere = network.createVpc("10.232.0.0/16").id();
        String foreign = groups.create(elsewhere, "db", "databases").id();
        generated.put(foreign, "sg-elsewhere");
        world.ask("put an interface into a group of another VPC", change, FREE, "SecurityGroupId.1=" + foreign);
        world.ask(
                "create an interface in a group of another VPC",
                "CreateNetworkInterface",
                "SubnetId=" + subnet,
                "SecurityGroupId.1=" + foreign);
        groups.replace("eni-0aaaaaaaaaaaaaaaa", List.of(byDefault));
        world.ask("delete a security group", "DeleteSecurityGroup", "GroupId=" + id);
        world.ask("delete the group that a VPC comes with", "DeleteSecurityGroup", "GroupId=" + byDefault);
        world.ask(
                "run with groups of interface and instance",
                "RunInstances",
                "ImageId=ami-1",
                "MinCount=1",
                "MaxCount=1",
                "SecurityGroupId.1=" + byDefault,
                "NetworkInterface.1.DeviceIndex=0",
                "NetworkInterface.1.SubnetId=" + subnet);
    }
}
