package org.floatingip.testkit.aws;

import java.io.IOException;
import java.util.List;

/** What is asked about route tables and attributes for the golden replies, in the network of {@link GoldenRepliesTest}. */
final class GoldenRoutes {

    private static final String OVERLAY = "DestinationCidrBlock=192.168.7.7/32";
    private static final String OTHER = "DestinationCidrBlock=192.168.8.0/24";
    private static final String VPC = "DestinationCidrBlock=10.231.0.0/16";
    private static final String FREE = "NetworkInterfaceId=eni-0aaaaaaaaaaaaaaaa";

    private final GoldenWorld world;

    GoldenRoutes(GoldenWorld world) {
        this.world = world;
    }

    /** The main table of a VPC, and its association, which have those names from then on. */
    private List<String> main(String names, String vpc) throws IOException {
        return world.find(names, "DescribeRouteTables", "vpc-id=" + vpc, "association.main=true");
    }

    void tables() throws IOException {
        String ofMain = main("rtb-main rtbassoc-main", world.vpc).get(1);
        String id = world.askFor("rtb-0", "create a route table", "CreateRouteTable", "VpcId=" + world.vpc);
        String table = "RouteTableId=" + id;
        String subnet = "SubnetId=" + world.subnet;
        world.ask(
                "the main route table of a VPC",
                "DescribeRouteTables",
                "Filter.1.Name=association.main",
                "Filter.1.Value.1=true");
        String association =
                world.askFor("rtbassoc-0", "associate a route table", "AssociateRouteTable", table, subnet);
        world.ask("look at the associated table", "DescribeRouteTables", "RouteTableId.1=" + id);
        String second = world.make("rtb-1", "CreateRouteTable", "VpcId=" + world.vpc);
        world.ask("associate a subnet that is associated", "AssociateRouteTable", "RouteTableId=" + second, subnet);
        world.ask("delete a table that is associated", "DeleteRouteTable", table);
        world.ask("disassociate a main table", "DisassociateRouteTable", "AssociationId=" + ofMain);
        world.ask("disassociate a table", "DisassociateRouteTable", "AssociationId=" + association);
        world.ask("delete a table", "DeleteRouteTable", table);
        world.ask("look at a deleted table", "DescribeRouteTables", "RouteTableId.1=" + id);
    }

    void routes() throws IOException {
        String main = main("rtb-main rtbassoc-main", world.vpc).get(0);
        String table = "RouteTableId=" + main;
        String target = "InstanceId=" + GoldenWorld.INSTANCE;
        String look = "RouteTableId.1=" + main;
        world.ask("route to an instance", "CreateRoute", table, OVERLAY, target);
        world.ask("route to the same once more", "CreateRoute", table, OVERLAY, target);
        world.ask("route elsewhere, where there is a route", "CreateRoute", table, OVERLAY, FREE);
        world.ask("look at a route", "DescribeRouteTables", look);
        world.ask("replace a route by the same", "ReplaceRoute", table, OVERLAY, target);
        world.after("StopInstances", "InstanceId.1=" + GoldenWorld.INSTANCE);
        world.ask("look at a route after a stop", "DescribeRouteTables", look);
        world.ask("replace a route by an interface that is free", "ReplaceRoute", table, OVERLAY, FREE);
        world.ask("replace a route that there is not", "ReplaceRoute", table, OTHER, target);
        world.ask("delete a route that there is not", "DeleteRoute", table, OTHER);
        world.ask("delete a route", "DeleteRoute", table, OVERLAY);
        world.ask("delete the route of the VPC", "DeleteRoute", table, VPC);
        world.ask("restore the route of the VPC", "ReplaceRoute", table, VPC, "LocalTarget=true");
        world.ask("route without a destination", "CreateRoute", table, target);
        world.ask(
                "route with two destinations",
                "CreateRoute",
                table,
                OVERLAY,
                "DestinationIpv6CidrBlock=2001:db8::/64",
                target);
        world.ask("route to what is no CIDR", "CreateRoute", table, "DestinationCidrBlock=not-a-cidr", target);
        world.ask("route without a target", "CreateRoute", table, OVERLAY);
        world.ask("route to two targets", "CreateRoute", table, OVERLAY, target, FREE);
        world.ask("replace without a target", "ReplaceRoute", table, OVERLAY);
        world.ask("replace by two targets", "ReplaceRoute", table, OVERLAY, target, FREE);
        world.ask(
                "route to a missing interface",
                "CreateRoute",
                table,
                OVERLAY,
                "NetworkInterfaceId=eni-00000000000000000");
        world.ask("route to a missing instance", "CreateRoute", table, OVERLAY, "InstanceId=i-00000000000000002");
        String subnet = ".SubnetId=" + world.subnet;
        String several = "InstanceId="
                + world.run(
                                "i-0eeeeeeeeeeeeeeee",
                                "NetworkInterface.1.DeviceIndex=0",
                                "NetworkInterface.1" + subnet,
                                "NetworkInterface.2.DeviceIndex=1",
                                "NetworkInterface.2" + subnet)
                        .get(0);
        world.later();
        world.ask("route to an instance of several interfaces", "CreateRoute", table, OVERLAY, several);
        world.after("TerminateInstances", several.replace("Id=", "Id.1="));
        world.later();
        world.ask("route to a terminated instance", "CreateRoute", table, OVERLAY, several);
        String elsewhere = world.make("vpc-1", "CreateVpc", "CidrBlock=10.232.0.0/16");
        String foreign = main("rtb-elsewhere", elsewhere).get(0);
        world.ask("route to an interface of another VPC", "CreateRoute", "RouteTableId=" + foreign, OVERLAY, FREE);
        world.ask(
                "associate with a subnet of another VPC",
                "AssociateRouteTable",
                "RouteTableId=" + foreign,
                "SubnetId=" + world.subnet);
        world.ask("route to an address of the VPC", "CreateRoute", table, "DestinationCidrBlock=10.231.82.7/32", FREE);
    }

    void attributes() throws IOException {
        String describe = "DescribeNetworkInterfaceAttribute";
        String modify = "ModifyNetworkInterfaceAttribute";
        String check = "Attribute=sourceDestCheck";
        world.ask("source/dest check of an interface", describe, FREE, check);
        world.ask("switch it off", modify, FREE, "SourceDestCheck.Value=false");
        world.ask("look at it", describe, FREE, check);
        world.ask("describe an interface anew", modify, FREE, "Description.Value=new & better");
        world.ask("description of an interface", describe, FREE, "Attribute=description");
        world.ask("attachment of a free interface", describe, FREE, "Attribute=attachment");
        world.ask("an attribute that there is not", describe, FREE, "Attribute=invalid");
        world.ask("change no attribute", modify, FREE);
        world.ask("change two", modify, FREE, "Description.Value=x", "SourceDestCheck.Value=true");
        String of = "InstanceId=" + GoldenWorld.INSTANCE;
        world.ask("switch off the check of an instance", "ModifyInstanceAttribute", of, "SourceDestCheck.Value=false");
        world.ask("source/dest check of an instance", "DescribeInstanceAttribute", of, check);
        world.ask("user data of an instance that has none", "DescribeInstanceAttribute", of, "Attribute=userData");
        world.ask("termination protection", "DescribeInstanceAttribute", of, "Attribute=disableApiTermination");
    }
}
