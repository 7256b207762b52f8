package org.floatingip.testkit.aws;

import java.io.IOException;

/** What is asked about security groups for the golden replies, in the network of {@link GoldenRepliesTest}. */
final class GoldenGroups {

    private static final String FREE = "NetworkInterfaceId=eni-0aaaaaaaaaaaaaaaa";

    private final GoldenWorld world;

    GoldenGroups(GoldenWorld world) {
        this.world = world;
    }

    void groups() throws IOException {
        String describe = "DescribeSecurityGroups";
        String byDefault = world.find("sg-default", describe, "vpc-id=" + world.vpc, "group-name=default")
                .get(0);
        String create = "CreateSecurityGroup";
        String[] wanted = {"VpcId=" + world.vpc, "GroupName=db", "GroupDescription=databases"};
        String id = world.askFor("sg-0", "create a security group", create, wanted);
        world.ask("create one of a name that there is", create, wanted);
        world.ask(
                "the security group that a VPC comes with",
                describe,
                "Filter.1.Name=group-name",
                "Filter.1.Value.1=default");
        world.ask("look at a new security group", describe, "GroupId.1=" + id);
        world.ask("a security group that there is not", describe, "GroupId.1=sg-00000000000000002");
        world.ask("a security group of zeros", describe, "GroupId.1=sg-00000000000000000");

        String change = "ModifyNetworkInterfaceAttribute";
        world.ask("put an interface into another group", change, FREE, "SecurityGroupId.1=" + id);
        world.ask("groups of an interface", "DescribeNetworkInterfaceAttribute", FREE, "Attribute=groupSet");
        world.ask("delete a security group that is in use", "DeleteSecurityGroup", "GroupId=" + id);
        String elsewhere = "VpcId=" + world.make("vpc-1", "CreateVpc", "CidrBlock=10.232.0.0/16");
        String foreign = world.make("sg-elsewhere", create, elsewhere, "GroupName=db", "GroupDescription=databases");
        world.ask("put an interface into a group of another VPC", change, FREE, "SecurityGroupId.1=" + foreign);
        world.ask(
                "create an interface in a group of another VPC",
                "CreateNetworkInterface",
                "SubnetId=" + world.subnet,
                "SecurityGroupId.1=" + foreign);
        world.after(change, FREE, "SecurityGroupId.1=" + byDefault);
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
                "NetworkInterface.1.SubnetId=" + world.subnet);
    }
}
