package org.floatingip.testkit.aws;

import java.io.IOException;

/** What is asked about interfaces that are not plain ones, in the network of {@link GoldenRepliesTest}. */
final class GoldenInterfaces {

    private static final String CREATE = "CreateNetworkInterface";

    private final GoldenWorld world;

    GoldenInterfaces(GoldenWorld world) {
        this.world = world;
    }

    void forEfaAlone() throws IOException {
        String subnet = "SubnetId=" + world.subnet;
        String id = world.askFor(
                "eni-0eeeeeeeeeeeeeeee", "create an EFA-only interface", CREATE, subnet, "InterfaceType=efa-only");
        String[] address = {subnet, "InterfaceType=efa-only", "PrivateIpAddress=10.231.82.11"};
        world.ask("create one with an address", CREATE, address);
        String[] assignment = {"NetworkInterfaceId=" + id, "PrivateIpAddress.1=10.231.82.11"};
        world.ask("assign to an EFA-only interface", "AssignPrivateIpAddresses", assignment);
    }

    void ofAnotherVpc() throws IOException {
        String vpc = world.make("vpc-1", "CreateVpc", "CidrBlock=10.231.0.0/16");
        String[] alike = {"VpcId=" + vpc, "CidrBlock=10.231.82.0/28", "AvailabilityZone=us-east-1a"};
        String subnet = world.make("subnet-2", "CreateSubnet", alike);
        String eni = world.make("eni-0ffffffffffffffff", CREATE, "SubnetId=" + subnet);
        String[] attachment = {"NetworkInterfaceId=" + eni, "InstanceId=" + GoldenWorld.INSTANCE, "DeviceIndex=1"};
        world.askFor("eni-attach-1", "attach an interface of another VPC", "AttachNetworkInterface", attachment);
    }

    void withACarrierIp() throws IOException {
        String zone = "it takes a Wavelength Zone, which the account has to opt in to";
        String id = world.here(zone)
                .askFor(
                        "eipalloc-0",
                        "allocate a carrier IP",
                        "AllocateAddress",
                        "NetworkBorderGroup=us-east-1-wl1-bos-wlz-1");
        String[] there = {"AllocationId=" + id, GoldenWorld.on("a"), "PrivateIpAddress=10.231.82.5"};
        world.here(zone).after("AssociateAddress", there);
        world.ask("look at a carrier IP", "DescribeAddresses", "AllocationId.1=" + id);
        String[] one = {"NetworkInterfaceId.1=eni-0aaaaaaaaaaaaaaaa"};
        world.here(zone).ask("look at an interface with a carrier IP", "DescribeNetworkInterfaces", one);
    }
}
