package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.TwoVpcs;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** VPCs, subnets, and the addresses of interfaces over the wire. */
class InMemoryAwsServerNetworkTest {

    private static final String ASSIGN = "AssignPrivateIpAddresses";
    private static final String UNASSIGN = "UnassignPrivateIpAddresses";
    private static final String ENI = "/*/networkInterfaceSet/item";

    private final TwoVpcs vpcs = TwoVpcs.create();
    private final InMemoryVpc network = vpcs.network();
    private final String vpcId = vpcs.vpcId();
    private final String otherVpcId = vpcs.otherVpcId();
    private final String nearId = vpcs.nearId();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @AfterEach
    void stop() {
        server.close();
    }

    // ---- VPCs and subnets

    @Test
    void vpcs_whenCreated_areDescribed() throws IOException {
        WireClient.Reply created = client.ok(
                "CreateVpc",
                "CidrBlock=10.9.0.0/16",
                "TagSpecification.1.ResourceType=vpc",
                "TagSpecification.1.Tag.1.Key=Name",
                "TagSpecification.1.Tag.1.Value=lab");
        String id = created.text("/*/vpc/vpcId");

        assertThat(client.ok("DescribeVpcs", "VpcId.1=" + id).text("/*/vpcSet/item/cidrBlock"))
                .isEqualTo("10.9.0.0/16");
        assertThat(client.ok("DescribeVpcs", "Filter.1.Name=tag:Name", "Filter.1.Value.1=lab")
                        .texts("//vpcId"))
                .containsExactly(id);
        assertThat(client.ok("DescribeVpcs", "Filter.1.Name=cidr", "Filter.1.Value.1=10.0.*")
                        .texts("//vpcId"))
                .containsExactly(vpcId, otherVpcId);
        client.refused(400, "InvalidVpcID.NotFound", "DescribeVpcs", "VpcId.1=vpc-0");
        client.refused(
                400,
                "InvalidParameterValue",
                "CreateVpc",
                "CidrBlock=10.8.0.0/16",
                "TagSpecification.1.ResourceType=subnet");
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidVpc.Range, 10.0.0.0/8",
        "InvalidVpc.Range, fd00::/64",
        "InvalidParameterValue, 10.0.0.0",
        "InvalidParameterValue, 10.0.0.0/016",
        "InvalidParameterValue, x"
    })
    void vpcs_whenRangeWrong_areRefused(String code, String cidr) throws IOException {
        client.refused(400, code, "CreateVpc", "CidrBlock=" + cidr);

        assertThat(network.vpcs()).hasSize(2);
    }

    /** Seen in raw replies: EC2 does not refuse them. */
    @Test
    void ranges_withBitsBehindTheirPrefix_areTakenWithoutThem() throws IOException {
        String made = client.ok("CreateVpc", "CidrBlock=10.237.19.7/20").text("/*/vpc/vpcId");

        assertThat(client.ok("DescribeVpcs", "VpcId.1=" + made).text("//vpcSet/item/cidrBlock"))
                .isEqualTo("10.237.16.0/20");
        assertThat(client.ok("CreateSubnet", "VpcId=" + made, "CidrBlock=10.237.16.7/28")
                        .text("/*/subnet/cidrBlock"))
                .isEqualTo("10.237.16.0/28");
    }

    @ParameterizedTest
    @CsvSource({"10.0.3.0/28, 11", "10.0.3.0/24, 251"})
    void subnets_whenFresh_haveAllButFiveAddresses(String cidr, String available) throws IOException {
        WireClient.Reply created =
                client.ok("CreateSubnet", "VpcId=" + vpcId, "CidrBlock=" + cidr, "AvailabilityZone=us-east-1c");

        assertThat(created.text("/*/subnet/availableIpAddressCount")).isEqualTo(available);
        assertThat(created.text("/*/subnet/availabilityZone")).isEqualTo("us-east-1c");
    }

    @Test
    void subnets_whenAddressesComeAndGo_countThem() throws IOException {
        assertThat(available()).isEqualTo(246);
        client.ok(ASSIGN, "NetworkInterfaceId=eni-b", "SecondaryPrivateIpAddressCount=3");
        assertThat(available()).isEqualTo(243);
        client.ok(ASSIGN, "NetworkInterfaceId=eni-a", "PrivateIpAddress.1=10.0.1.12");
        assertThat(available()).as("idempotent").isEqualTo(243);
        client.ok(UNASSIGN, "NetworkInterfaceId=eni-a", "PrivateIpAddress.1=10.0.1.12");
        assertThat(available()).isEqualTo(244);
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidSubnet.Conflict, 10.0.1.128/25",
        "InvalidSubnet.Range, 10.1.0.0/24",
        "InvalidSubnet.Range, 10.0.3.0/29",
        "InvalidParameterValue, 10.0.3.0/33"
    })
    void subnets_whenRangeWrong_areRefused(String code, String cidr) throws IOException {
        client.refused(400, code, "CreateSubnet", "VpcId=" + vpcId, "CidrBlock=" + cidr);
        client.refused(400, "InvalidVpcID.NotFound", "CreateSubnet", "VpcId=vpc-0", "CidrBlock=10.0.4.0/24");

        assertThat(network.subnets()).hasSize(3);
    }

    @Test
    void subnets_whenFiltered_areSelected() throws IOException {
        assertThat(client.ok("DescribeSubnets", "Filter.1.Name=vpc-id", "Filter.1.Value.1=" + vpcId)
                        .texts("//subnetId"))
                .hasSize(2)
                .contains(nearId);
        client.refused(400, "InvalidParameterValue", "DescribeSubnets", "Filter.1.Name=x", "Filter.1.Value.1=y");
        client.refused(400, "MissingParameter", "DescribeSubnets", "Filter.1.Name=vpc-id");
        client.refused(400, "MissingParameter", "DescribeSubnets", "Filter.1.Value.1=" + vpcId);
        client.refused(400, "InvalidSubnetID.NotFound", "DescribeSubnets", "SubnetId.1=subnet-0");
    }

    // ---- CIDR reservations

    @Test
    void reservations_whenExplicit_keepAutomaticAssignmentAway() throws IOException {
        WireClient.Reply created = client.ok(
                "CreateSubnetCidrReservation",
                "SubnetId=" + nearId,
                "Cidr=10.0.1.4/32",
                "ReservationType=explicit",
                "Description=vip");
        String id = created.text("/*/subnetCidrReservation/subnetCidrReservationId");

        assertThat(client.ok(ASSIGN, "NetworkInterfaceId=eni-b", "SecondaryPrivateIpAddressCount=1")
                        .text("//assignedPrivateIpAddressesSet/item/privateIpAddress"))
                .isEqualTo("10.0.1.5");
        client.ok(ASSIGN, "NetworkInterfaceId=eni-b", "PrivateIpAddress.1=10.0.1.4");
        WireClient.Reply read = client.ok("GetSubnetCidrReservations", "SubnetId=" + nearId);
        assertThat(read.text("/*/subnetIpv4CidrReservationSet/item/cidr")).isEqualTo("10.0.1.4/32");
        assertThat(read.text("//description")).isEqualTo("vip");
        assertThat(read.texts("/*/subnetIpv6CidrReservationSet/item")).isEmpty();
        assertThat(client.ok("DeleteSubnetCidrReservation", "SubnetCidrReservationId=" + id)
                        .text("/*/deletedSubnetCidrReservation/subnetCidrReservationId"))
                .isEqualTo(id);
        assertThat(client.ok("GetSubnetCidrReservations", "SubnetId=" + nearId)
                        .texts("//subnetIpv4CidrReservationSet/item"))
                .isEmpty();
        client.refused(
                400,
                "InvalidSubnetCidrReservationID.NotFound",
                "DeleteSubnetCidrReservation",
                "SubnetCidrReservationId=" + id);
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidParameterValue, 10.0.2.4/32, explicit",
        "InvalidParameterValue, fd00::/80, explicit",
        "InvalidParameterValue, 10.0.1.4/32, Explicit",
        "MissingParameter, 10.0.1.4/32, ''"
    })
    void reservations_whenSenseless_areRefused(String code, String cidr, String type) throws IOException {
        client.refused(
                400,
                code,
                "CreateSubnetCidrReservation",
                "SubnetId=" + nearId,
                "Cidr=" + cidr,
                "ReservationType=" + type);
        client.refused(400, "InvalidSubnetID.NotFound", "GetSubnetCidrReservations", "SubnetId=subnet-0");
    }

    @Test
    void delete_ofSubnetAndVpc_isPossibleFromTheInsideOut() throws IOException {
        String vpc = client.ok("CreateVpc", "CidrBlock=10.9.0.0/16").text("//vpcId");
        String subnet = client.ok("CreateSubnet", "VpcId=" + vpc, "CidrBlock=10.9.1.0/24")
                .text("//subnetId");
        String eni = client.ok("CreateNetworkInterface", "SubnetId=" + subnet).text("//networkInterfaceId");

        client.refused(400, "DependencyViolation", "DeleteSubnet", "SubnetId=" + subnet);
        client.ok("DeleteNetworkInterface", "NetworkInterfaceId=" + eni);
        client.refused(400, "DependencyViolation", "DeleteVpc", "VpcId=" + vpc);
        assertThat(client.ok("DeleteSubnet", "SubnetId=" + subnet).text("/*/return"))
                .isEqualTo("true");
        client.refused(400, "InvalidSubnetID.NotFound", "DeleteSubnet", "SubnetId=" + subnet);
        assertThat(client.ok("DeleteVpc", "VpcId=" + vpc).text("/*/return")).isEqualTo("true");
        client.refused(400, "InvalidVpcID.NotFound", "DeleteVpc", "VpcId=" + vpc);
    }

    // ---- addresses

    @Test
    void assign_whenAddressesGiven_listsThoseAlone() throws IOException {
        WireClient.Reply reply = client.ok(
                ASSIGN, "NetworkInterfaceId=eni-a", "PrivateIpAddress.2=10.0.1.60", "PrivateIpAddress.1=10.0.1.61");

        assertThat(reply.elements())
                .containsExactly(
                        "networkInterfaceId", "assignedPrivateIpAddressesSet", "assignedIpv4PrefixSet", "return");
        assertThat(reply.texts("/*/assignedPrivateIpAddressesSet/item/privateIpAddress"))
                .containsExactly("10.0.1.61", "10.0.1.60");
        assertThat(reply.text("/*/return")).isEqualTo("true");
    }

    @Test
    void assign_whenReassignmentAllowed_movesAtOnce() throws IOException {
        client.ok(ASSIGN, "NetworkInterfaceId=eni-b", "PrivateIpAddress.1=10.0.1.12", "AllowReassignment=true");

        assertThat(ids(
                        "Filter.1.Name=addresses.private-ip-address",
                        "Filter.1.Value.1=10.0.1.12",
                        "Filter.2.Name=vpc-id",
                        "Filter.2.Value.1=" + vpcId))
                .isEqualTo("eni-b");
        assertThat(client.ok("DescribeInstances", "InstanceId.1=i-a")
                        .texts("//privateIpAddressesSet/item/privateIpAddress"))
                .containsExactly("10.0.1.10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eni-b | PrivateIpAddress.1=10.0.1.12 | InvalidParameterValue | [10.0.1.12] assigned, but move is not allowed.",
                "eni-b | PrivateIpAddress.1=10.0.1.10&AllowReassignment=true | InvalidParameterValue | secondary-addresses",
                "eni-b | PrivateIpAddress.1=10.0.2.10&AllowReassignment=true | InvalidParameterValue | Address does not fall within the subnet's address range",
                "eni-b | PrivateIpAddress.1=10.0.1.2 | InvalidParameterValue | Address 10.0.1.2 is in subnet's reserved range.",
                "eni-b | PrivateIpAddress.1=10.0.1.70&PrivateIpAddress.2=10.0.1.255 | InvalidParameterValue | Address 10.0.1.255 is in subnet's reserved range.",
                "eni-b | PrivateIpAddress.1=x&PrivateIpAddress.2=10.0.1.70 | InvalidParameterValue | invalid value for parameter address: [x]",
                "eni-b | | InvalidParameter | One of privateIpAddressSet or privateIpAddressCount or ipv4PrefixSet or ipv4PrefixCount must be specified.",
                "eni-b | SecondaryPrivateIpAddressCount=0 | InvalidParameterValue | Value (0) for parameter secondaryPrivateIpAddressCount is invalid. Value must be a positive number.",
                "eni-b | SecondaryPrivateIpAddressCount=1&PrivateIpAddress.1=10.0.1.70 | InvalidParameterCombination | You may specify one and only one of privateIpAddressSet or secondaryPrivateIpAddressCount or ipv4Prefixes or ipv4PrefixCount, but not more than one of them.",
                "eni-b | SecondaryPrivateIpAddressCount=10 | PrivateIpAddressLimitExceeded | Number of private addresses will exceed limit.",
                "eni-b | SecondaryPrivateIpAddressCount=2147483647 | PrivateIpAddressLimitExceeded | Number of private addresses will exceed limit.",
                "eni-far | PrivateIpAddress.1=10.0.2.11&PrivateIpAddress.2=10.0.2.12 | PrivateIpAddressLimitExceeded | Number of private addresses will exceed limit.",
                "eni-0 | PrivateIpAddress.1=10.0.1.70 | InvalidNetworkInterfaceID.NotFound | The networkInterface ID 'eni-0' does not exist",
                "bogus | PrivateIpAddress.1=10.0.1.70 | InvalidNetworkInterfaceId.Malformed | Invalid id: \"bogus\" (expecting \"eni-...\")",
                "eni-b | PrivateIpAddress.1=10.0.1.70&AllowReassignment=yes | InvalidParameterValue | Invalid value 'yes' for AllowReassignment. Expected a boolean.",
                "eni-b | Ipv4PrefixCount=1 | UnknownParameter | The parameter Ipv4PrefixCount is not supported (not modelled by this in-memory AWS)"
            })
    void assign_whenImpossible_isRefusedWhole(String eni, @Nullable String parameters, String code, String message)
            throws IOException {
        assertRefusedWithoutEffect(ASSIGN, eni, parameters, code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eni-b | PrivateIpAddress.1=10.0.1.12 | InvalidParameterValue | Some of the specified addresses are not assigned to interface eni-b",
                "eni-a | PrivateIpAddress.1=10.0.1.12&PrivateIpAddress.2=10.0.1.13 | InvalidParameterValue | Some of the specified addresses are not assigned to interface eni-a",
                "eni-a | PrivateIpAddress.1=10.0.1.12&PrivateIpAddress.2=10.0.1.10 | InvalidParameterValue | Value (10.0.1.10) for parameter privateIpAddress is invalid. The primary IP address of an interface cannot be unassigned.",
                "eni-a | | MissingParameter | One of privateIpAddresses or ipv4Prefixes must be specified.",
                "eni-0 | PrivateIpAddress.1=10.0.1.12 | InvalidNetworkInterfaceID.NotFound | The networkInterface ID 'eni-0' does not exist",
                "eni-a | PrivateIpAddress.1=10.0.1.12&AllowReassignment=true | UnknownParameter | The parameter AllowReassignment is not recognized"
            })
    void unassign_whenImpossible_isRefusedWhole(String eni, @Nullable String parameters, String code, String message)
            throws IOException {
        assertRefusedWithoutEffect(UNASSIGN, eni, parameters, code, message);
    }

    @Test
    void unassign_whenHeld_leavesItWithNobody() throws IOException {
        WireClient.Reply reply = client.ok(UNASSIGN, "NetworkInterfaceId=eni-a", "PrivateIpAddress.1=10.0.1.12");

        assertThat(reply.elements()).containsExactly("return");
        assertThat(ids("Filter.1.Name=addresses.private-ip-address", "Filter.1.Value.1=10.0.1.12"))
                .isEqualTo("eni-other");
    }

    private void assertRefusedWithoutEffect(
            String action, String eni, @Nullable String parameters, String code, String message) throws IOException {
        List<VpcInterface> before = network.interfaces();

        WireClient.Reply reply = client.post(
                WireClient.form(action, "NetworkInterfaceId=" + eni) + (parameters == null ? "" : "&" + parameters));

        assertThat(WireClient.assertRefusal(400, code, reply).message()).isEqualTo(message);
        assertThat(network.interfaces()).isEqualTo(before);
    }

    private int available() throws IOException {
        return Integer.parseInt(
                client.ok("DescribeSubnets", "SubnetId.1=" + nearId).text("/*/subnetSet/item/availableIpAddressCount"));
    }

    private String ids(String... parameters) throws IOException {
        return String.join(
                " ", client.ok("DescribeNetworkInterfaces", parameters).texts(ENI + "/networkInterfaceId"));
    }
}
