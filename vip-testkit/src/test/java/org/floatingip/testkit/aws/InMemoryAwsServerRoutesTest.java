package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.floatingip.CidrBlock;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcRouting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Route tables and routes on the wire. */
class InMemoryAwsServerRoutesTest {

    private static final String TABLE = "//routeTableSet/item";
    private static final String ROUTE = TABLE + "/routeSet/item";
    private static final String OVERLAY = "DestinationCidrBlock=192.168.7.7/32";
    private static final String TARGETS = "The request must contain exactly one of gatewayId, localGatewayId,"
            + " carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId,"
            + " transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId";

    private final InMemoryVpc network = InMemoryVpc.create();
    private final VpcRouting routing = network.routing();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String main = routing.mainTable(vpc).id();
    private final String table = "RouteTableId=" + main;
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @BeforeEach
    void run() {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0a")).id("i-0a"));
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0b")).id("i-0b"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void table_fromCreationToDeletion_isAsEc2HasIt() throws IOException {
        WireClient.Reply created = client.ok(
                "CreateRouteTable",
                "VpcId=" + vpc,
                "TagSpecification.1.ResourceType=route-table",
                "TagSpecification.1.Tag.1.Key=Name",
                "TagSpecification.1.Tag.1.Value=private");
        assertThat(created.elements()).containsExactly("routeTable", "clientToken");
        String id = created.text("//routeTable/routeTableId");
        assertThat(created.texts("//routeTable/*").size()).isEqualTo(7);
        assertThat(created.text("//routeTable/routeSet/item/gatewayId")).isEqualTo("local");
        assertThat(created.text("//routeTable/routeSet/item/origin")).isEqualTo("CreateRouteTable");
        assertThat(created.text("//routeTable/tagSet/item/value")).isEqualTo("private");

        WireClient.Reply associated = client.ok("AssociateRouteTable", "RouteTableId=" + id, "SubnetId=" + subnet);
        assertThat(associated.text("//associationState/state")).isEqualTo("associated");
        String association = associated.text("//associationId");
        WireClient.Reply shown = client.ok("DescribeRouteTables", "RouteTableId.1=" + id);
        assertThat(shown.text(TABLE + "/associationSet/item/routeTableAssociationId"))
                .isEqualTo(association);
        assertThat(shown.text(TABLE + "/associationSet/item/subnetId")).isEqualTo(subnet);
        assertThat(shown.text(TABLE + "/associationSet/item/main")).isEqualTo("false");
        client.refused(400, "DependencyViolation", "DeleteRouteTable", "RouteTableId=" + id);

        String replaced = client.ok("ReplaceRouteTableAssociation", "AssociationId=" + association, table)
                .text("//newAssociationId");
        client.ok("DisassociateRouteTable", "AssociationId=" + replaced);
        assertThat(client.ok("DeleteRouteTable", "RouteTableId=" + id).text("/*/return"))
                .isEqualTo("true");
        assertThat(client.refused(400, "InvalidRouteTableID.NotFound", "DescribeRouteTables", "RouteTableId.1=" + id)
                        .message())
                .isEqualTo("The routeTable ID '" + id + "' does not exist");
        client.refused(400, "InvalidRouteTableId.Malformed", "DescribeRouteTables", "RouteTableId.1=bogus");
    }

    @Test
    void createTable_withAToken_createsOne() throws IOException {
        String first =
                client.ok("CreateRouteTable", "VpcId=" + vpc, "ClientToken=t").text("//routeTableId");

        assertThat(client.ok("CreateRouteTable", "VpcId=" + vpc, "ClientToken=t")
                        .text("//routeTableId"))
                .isEqualTo(first);
        assertThat(routing.tables()).hasSize(2);
        client.refused(400, "InvalidVpcID.NotFound", "CreateRouteTable", "VpcId=vpc-0bad");
    }

    @Test
    void mainTable_showsItsAssociationWithoutASubnet() throws IOException {
        WireClient.Reply shown = client.ok("DescribeRouteTables");

        assertThat(shown.text(TABLE + "/associationSet/item/main")).isEqualTo("true");
        assertThat(shown.texts(TABLE + "/associationSet/item/subnetId")).isEmpty();
        assertThat(shown.texts(TABLE + "/propagatingVgwSet")).containsExactly("");
    }

    @Test
    void route_fromCreationToDeletion_isAsEc2HasIt() throws IOException {
        assertThat(client.ok("CreateRoute", table, OVERLAY, "InstanceId=i-0a").elements())
                .containsExactly("return");
        WireClient.Reply shown =
                client.ok("DescribeRouteTables", "Filter.1.Name=route.instance-id", "Filter.1.Value.1=i-0a");
        String route = ROUTE + "[destinationCidrBlock='192.168.7.7/32']";
        assertThat(shown.text(route + "/instanceId")).isEqualTo("i-0a");
        assertThat(shown.text(route + "/instanceOwnerId")).isEqualTo("123456789012");
        assertThat(shown.text(route + "/networkInterfaceId")).isEqualTo("eni-0a");
        assertThat(shown.text(route + "/state")).isEqualTo("active");
        assertThat(shown.text(route + "/origin")).isEqualTo("CreateRoute");

        client.ok("ReplaceRoute", table, OVERLAY, "NetworkInterfaceId=eni-0b");
        network.terminate("i-0b");
        shown = client.ok("DescribeRouteTables", "Filter.1.Name=route.state", "Filter.1.Value.1=blackhole");
        assertThat(shown.texts(route + "/instanceId")).isEmpty();
        assertThat(shown.texts(route + "/instanceOwnerId")).isEmpty();
        assertThat(shown.text(route + "/networkInterfaceId")).isEqualTo("eni-0b");
        assertThat(shown.text(route + "/state")).isEqualTo("blackhole");

        client.ok("DeleteRoute", table, OVERLAY);
        assertThat(client.ok("DescribeRouteTables").texts(ROUTE)).hasSize(1);
    }

    @Test
    void destination_withBitsBehindItsPrefix_isTakenWithoutThem() throws IOException {
        client.ok("CreateRoute", table, "DestinationCidrBlock=198.51.100.19/24", "InstanceId=i-0a");

        assertThat(client.ok("DescribeRouteTables").texts(ROUTE + "/destinationCidrBlock"))
                .containsExactly("10.0.0.0/16", "198.51.100.0/24");
        client.ok("DeleteRoute", table, "DestinationCidrBlock=198.51.100.77/24");
    }

    @Test
    void destination_ofIpv6_isShownAsThat() throws IOException {
        client.ok("CreateRoute", table, "DestinationIpv6CidrBlock=2001:db8::7/128", "InstanceId=i-0a");

        assertThat(client.ok("DescribeRouteTables").text(ROUTE + "/destinationIpv6CidrBlock"))
                .isEqualTo("2001:db8::7/128");
        assertThat(client.ok(
                                "DescribeRouteTables",
                                "Filter.1.Name=route.destination-ipv6-cidr-block",
                                "Filter.1.Value.1=2001:db8::7/128")
                        .texts(TABLE))
                .hasSize(1);
    }

    @Test
    void localTarget_restoresTheRouteOfTheVpc() throws IOException {
        client.ok("ReplaceRoute", table, "DestinationCidrBlock=10.0.0.0/16", "InstanceId=i-0a");
        assertThat(client.ok("DescribeRouteTables").texts(ROUTE + "/gatewayId")).isEmpty();
        client.ok("ReplaceRoute", table, "DestinationCidrBlock=10.0.0.0/16", "LocalTarget=true");
        assertThat(client.ok("DescribeRouteTables").text(ROUTE + "/gatewayId")).isEqualTo("local");
    }

    @ParameterizedTest
    @CsvSource({
        "route-table-id, {main}, main",
        "vpc-id, {vpc}, main own",
        "owner-id, 123456789012, main own",
        "association.main, true, main",
        "association.main, false, own",
        "association.subnet-id, {subnet}, own",
        "association.route-table-id, {main}, main",
        "association.route-table-association-id, rtbassoc-*, main own",
        "route.destination-cidr-block, 192.168.7.7/32, own",
        "route.gateway-id, local, main own",
        "route.instance-id, i-0a, own",
        "route.origin, CreateRoute, own",
        "route.origin, CreateRouteTable, main own",
        "route.state, active, main own",
        "route.state, blackhole, ''",
        "tag:Name, own, own",
        "tag-key, Name, own"
    })
    void tables_whenFiltered_areSelected(String filter, String value, String found) throws IOException {
        String own = routing.createTable(vpc, Map.of("Name", "own")).id();
        routing.associate(own, subnet);
        routing.createRoute(own, CidrBlock.of("192.168.7.7/32"), RouteTarget.instance("i-0a"));

        assertThat(client.ok(
                                "DescribeRouteTables",
                                "Filter.1.Name=" + filter,
                                "Filter.1.Value.1="
                                        + value.replace("{main}", main)
                                                .replace("{vpc}", vpc)
                                                .replace("{subnet}", subnet))
                        .texts(TABLE + "/routeTableId"))
                .isEqualTo(
                        List.of(found.replace("main", main).replace("own", own).split(" ", -1)).stream()
                                .filter(id -> !id.isEmpty())
                                .toList());
    }

    @Test
    void tables_inPages_areAll() throws IOException {
        IntStream.range(0, 6).forEach(i -> routing.createTable(vpc));

        assertThat(client.pages(TABLE + "/routeTableId", "DescribeRouteTables", "MaxResults=5"))
                .extracting(List::size)
                .containsExactly(5, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateRoute", "ReplaceRoute", "DeleteRoute"})
    void destination_thatIsMissingTwiceOrWrong_isRefused(String action) throws IOException {
        String text = "The request must contain exactly one of: destinationCidrBlock, destinationIpv6CidrBlock,"
                + " destinationPrefixListId";
        assertThat(client.refused(400, "MissingParameter", action, table).message())
                .isEqualTo(text);
        assertThat(client.refused(
                                400,
                                "InvalidParameterCombination",
                                action,
                                table,
                                OVERLAY,
                                "DestinationIpv6CidrBlock=2001:db8::/64")
                        .message())
                .isEqualTo(text);
        for (String wrong : List.of("not-a-cidr", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/+8", "::/0", "/8", "x/8")) {
            assertThat(client.refused(400, "InvalidParameterValue", action, table, "DestinationCidrBlock=" + wrong)
                            .message())
                    .isEqualTo("Value (" + wrong
                            + ") for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.");
        }
        client.refused(400, "InvalidParameterValue", action, table, "DestinationIpv6CidrBlock=10.0.0.0/8");
        client.refused(400, "MissingParameter", action, OVERLAY);
    }

    @ParameterizedTest
    @CsvSource({"CreateRoute, ''", "ReplaceRoute, ', or must have localTarget set to true'"})
    void target_thatIsMissingOrTwice_isRefused(String action, String more) throws IOException {
        assertThat(client.refused(400, "MissingParameter", action, table, OVERLAY)
                        .message())
                .isEqualTo(TARGETS + more);
        assertThat(client.refused(
                                400,
                                "InvalidParameterCombination",
                                action,
                                table,
                                OVERLAY,
                                "InstanceId=i-0a",
                                "NetworkInterfaceId=eni-0a")
                        .message())
                .isEqualTo(TARGETS + more);
        client.refused(
                400, "InvalidNetworkInterfaceID.NotFound", action, table, OVERLAY, "NetworkInterfaceId=eni-0bad");
        client.refused(400, "InvalidInstanceID.NotFound", action, table, OVERLAY, "InstanceId=i-0bad");
        client.refused(
                400, "InvalidRouteTableID.NotFound", action, "RouteTableId=rtb-0bad", OVERLAY, "InstanceId=i-0a");
        assertThat(client.refused(400, "UnknownParameter", action, table, OVERLAY, "GatewayId=igw-0a")
                        .message())
                .endsWith("(not modelled by this in-memory AWS)");
        assertThat(routing.mainTable(vpc).routes()).hasSize(1);
    }

    @Test
    void localTarget_ofAnotherDestination_isRefused() throws IOException {
        client.ok("CreateRoute", table, OVERLAY, "InstanceId=i-0a");

        assertThat(client.refused(400, "InvalidParameterValue", "ReplaceRoute", table, OVERLAY, "LocalTarget=true")
                        .message())
                .isEqualTo("local-target only allowed with network local destination CIDRs");
        client.refused(400, "MissingParameter", "ReplaceRoute", table, OVERLAY, "LocalTarget=false");
        client.refused(412, "DryRunOperation", "ReplaceRoute", table, "DryRun=true");
    }
}
