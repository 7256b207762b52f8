package org.floatingip.testkit.aws;

import java.io.IOException;
import java.util.Map;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;

/** What is asked about route tables and attributes for the golden replies, in the network of {@link GoldenRepliesTest}. */
final class GoldenRoutes {

    private static final String OVERLAY = "DestinationCidrBlock=192.168.7.7/32";
    private static final String OTHER = "DestinationCidrBlock=203.0.113.0/24";
    private static final String VPC = "DestinationCidrBlock=10.231.0.0/16";
    private static final String FREE = "NetworkInterfaceId=eni-0aaaaaaaaaaaaaaaa";

    private final InMemoryVpc network;
    private final Map<String, String> generated;
    private final Asking world;

    /** Asks, and keeps the reply under what is said of the situation. */
    @FunctionalInterface
    interface Asking {
        void ask(String what, String action, String... parameters) throws IOException;
    }

    /** @param generated gets the ids that were generated, and how they are written */
    GoldenRoutes(InMemoryVpc network, Map<String, String> generated, Asking world) {
        this.network = network;
        this.generated = generated;
        this.world = world;
    }

    private String named(String id, String name) {
        generated.put(id, name);
        return id;
    }

    void tables(String vpc, String subnet) throws IOException {
        String main = network.routing().mainTable(vpc).id();
        String mainAssociation =
                network.routing().mainTable(vpc).associations().get(0).id();
        named(mainAssociation, "rtbassoc-main");
        named(main, "rtb-main");
        named(vpc, "vpc-0");
        named(subnet, "subnet-0");
        world.ask("create a route table", "CreateRouteTable", "VpcId=" + vpc);
        // Its id is known only now: the stored reply has it as it was generated, which is the same in each run.
        String id = network.routing().tables().get(1).id();
        String table = "RouteTableId=" + named(id, "rtb-0");
        world.ask(
                "the main route table of a VPC",
                "DescribeRouteTables",
                "Filter.1.Name=association.main",
                "Filter.1.Value.1=true");
        world.ask("associate a route table", "AssociateRouteTable", table, "SubnetId=" + subnet);
        String association =
                network.routing().table(id).orElseThrow().associations().get(0).id();
        named(association, "rtbassoc-0");
        world.ask("look at the associated table", "DescribeRouteTables", "RouteTableId.1=" + id);
        String second = named(network.routing().createTable(vpc).id(), "rtb-1");
        world.ask(
                "associate a subnet that is associated",
                "AssociateRouteTable",
                "RouteTableId=" + second,
                "SubnetId=" + subnet);
        world.ask("delete a table that is associated", "DeleteRouteTable", table);
        world.ask("disassociate a main table", "DisassociateRouteTable", "AssociationId=" + mainAssociation);
        world.ask("disassociate a table", "DisassociateRouteTable", "AssociationId=" + association);
        world.ask("delete a table", "DeleteRouteTable", table);
        world.ask("look at a deleted table", "DescribeRouteTables", "RouteTableId.1=" + id);
    }

    void routes(String vpc, String subnet, String instance) throws IOException {
        String main = network.routing().mainTable(vpc).id();
        String table = "RouteTableId=" + named(main, "rtb-main");
        named(network.routing().mainTable(vpc).associations().get(0).id(), "rtbassoc-main");
        named(vpc, "vpc-0");
        String target = "InstanceId=" + instance;
        String look = "RouteTableId.1=" + main;
        world.ask("route to an instance", "CreateRoute", table, OVERLAY, target);
        world.ask("route to the same once more", "CreateRoute", table, OVERLAY, target);
        world.ask("route elsewhere, where there is a route", "CreateRoute", table, OVERLAY, FREE);
        world.ask("look at a route", "DescribeRouteTables", look);
        world.ask("replace a route by the same", "ReplaceRoute", table, OVERLAY, target);
        network.stop(instance);
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
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet))
                .and(InterfaceSpec.in(subnet))
                .id("i-0eeeeeeeeeeeeeeee"));
        world.ask(
                "route to an instance of several interfaces",
                "CreateRoute",
                table,
                OVERLAY,
                "InstanceId=i-0eeeeeeeeeeeeeeee");
        network.terminate("i-0eeeeeeeeeeeeeeee");
        world.ask("route to a terminated instance", "CreateRoute", table, OVERLAY, "InstanceId=i-0eeeeeeeeeeeeeeee");
        String elsewhere = network.createVpc("10.232.0.0/16").id();
        String foreign = named(network.routing().mainTable(elsewhere).id(), "rtb-elsewhere");
        world.ask("route to an interface of another VPC", "CreateRoute", "RouteTableId=" + foreign, OVERLAY, FREE);
        named(subnet, "subnet-0");
        world.ask(
                "associate with a subnet of another VPC",
                "AssociateRouteTable",
                "RouteTableId=" + foreign,
                "SubnetId=" + subnet);
        world.ask("route to an address of the VPC", "CreateRoute", table, "DestinationCidrBlock=10.231.82.7/32", FREE);
    }

    void attributes(String instance) throws IOException {
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
        String of = "InstanceId=" + instance;
        world.ask("switch off the check of an instance", "ModifyInstanceAttribute", of, "SourceDestCheck.Value=false");
        world.ask("source/dest check of an instance", "DescribeInstanceAttribute", of, check);
        world.ask("user data of an instance that has none", "DescribeInstanceAttribute", of, "Attribute=userData");
        world.ask("termination protection", "DescribeInstanceAttribute", of, "Attribute=disableApiTermination");
    }
}
