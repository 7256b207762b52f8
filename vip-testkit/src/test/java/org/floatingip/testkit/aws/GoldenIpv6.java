package org.floatingip.testkit.aws;

import java.io.IOException;

/** What is asked about IPv6 for the golden replies, in the network of {@link GoldenRepliesTest}. */
final class GoldenIpv6 {

    private static final String ASSIGN = "AssignIpv6Addresses";
    private static final String UNASSIGN = "UnassignIpv6Addresses";
    private static final String ONE = "NetworkInterfaceId=eni-0aaaaaaaaaaaaaaaa";
    private static final String OTHER = "NetworkInterfaceId=eni-0bbbbbbbbbbbbbbbb";
    private static final String ELSEWHERE = "NetworkInterfaceId=eni-0cccccccccccccccc";
    private static final String ADDRESS = "Ipv6Addresses.1=2001:db8:0:100::7";

    private final GoldenWorld world;

    GoldenIpv6(GoldenWorld world) {
        this.world = world;
    }

    void addresses() throws IOException {
        String vpc = "VpcId=" + world.vpc;
        String subnet = "SubnetId=" + world.subnet;
        world.ask("assign IPv6 where there is none", ASSIGN, ONE, ADDRESS);
        world.ask("IPv6 for a VPC", "AssociateVpcCidrBlock", vpc, "AmazonProvidedIpv6CidrBlock=true");
        world.ask("look at the VPC's range", "DescribeVpcs", "VpcId.1=" + world.vpc);
        world.ask("IPv6 for a subnet", "AssociateSubnetCidrBlock", subnet, "Ipv6CidrBlock=2001:db8:0:100::/64");
        world.later();
        String[] fresh = {vpc, "CidrBlock=10.231.84.0/28", "Ipv6CidrBlock=2001:db8:1::/64"};
        world.ask("a subnet with IPv6 of another VPC", "CreateSubnet", fresh);
        fresh[2] = "Ipv6CidrBlock=2001:db8:0:100::/60";
        world.ask("a subnet with too much IPv6", "CreateSubnet", fresh);
        world.ask("assign a free IPv6 address", ASSIGN, ONE, ADDRESS);
        world.ask(
                "look for an IPv6 address",
                "DescribeNetworkInterfaces",
                "Filter.1.Name=ipv6-addresses.ipv6-address",
                "Filter.1.Value.1=2001:db8:0:100::7");
        world.ask("assign it once more", ASSIGN, ONE, ADDRESS);
        world.ask("assign another's IPv6 address", ASSIGN, OTHER, ADDRESS);
        world.ask("assign it with reassignment", ASSIGN, OTHER, ADDRESS, "AllowReassignment=true");
        world.ask("assign an IPv6 address of another subnet", ASSIGN, ONE, "Ipv6Addresses.1=2001:db8:0:101::7");
        world.ask("assign in a subnet without IPv6", ASSIGN, ELSEWHERE, ADDRESS);
        world.ask("assign a count of IPv6 addresses", ASSIGN, OTHER, "Ipv6AddressCount=2");
        world.ask("assign no IPv6 address", ASSIGN, OTHER);
        world.ask("unassign another's IPv6 address", UNASSIGN, OTHER, ADDRESS);
        world.ask("unassign an IPv6 address", UNASSIGN, ONE, ADDRESS);
        world.ask("assign what was unassigned", ASSIGN, OTHER, ADDRESS);
    }
}
