package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatingip.CidrBlock;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IPv6 ranges and addresses on the wire, and as the model has them. */
class InMemoryAwsServerIpv6Test {

    private static final String SEVEN = "2001:db8:0:100::7";

    private final InMemoryVpc network = InMemoryVpc.create();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @BeforeEach
    void run() {
        network.ipv6().associateVpc(vpc);
        network.ipv6().associateSubnet(subnet, CidrBlock.of("2001:db8:0:100::/64"));
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0a")).id("i-0a"));
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0b"))
                .id("i-0b")
                .type("t2.micro"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> on(String eni) {
        return network.networkInterface(eni).orElseThrow().ipv6Addresses().stream()
                .map(IpAddress::toString)
                .toList();
    }

    // ---- ranges

    @Test
    void rangeOfAVpc_isProvidedAndShown() throws IOException {
        WireClient.Reply created = client.ok("CreateVpc", "CidrBlock=10.1.0.0/16", "AmazonProvidedIpv6CidrBlock=true");
        String id = created.text("/*/vpc/vpcId");
        String set = "/*/vpc/ipv6CidrBlockAssociationSet/item";
        assertThat(created.text(set + "/ipv6CidrBlockState/state")).isEqualTo("associating");

        String range = "//vpcSet/item/ipv6CidrBlockAssociationSet/item";
        WireClient.Reply shown = client.ok("DescribeVpcs", "VpcId.1=" + id);
        assertThat(shown.text(range + "/ipv6CidrBlock")).isEqualTo("2001:db8:0:200::/56");
        assertThat(shown.text(range + "/ipv6CidrBlockState/state")).isEqualTo("associated");
        assertThat(shown.text(range + "/associationId")).startsWith("vpc-cidr-assoc-");
        assertThat(client.ok("AssociateVpcCidrBlock", "VpcId=" + id, "AmazonProvidedIpv6CidrBlock=true")
                        .elements())
                .containsExactly("vpcId", "ipv6CidrBlockAssociation");
        assertThat(client.ok("DescribeVpcs", "VpcId.1=" + id).texts(range)).hasSize(2);
        assertThat(client.ok(
                                "DescribeVpcs",
                                "Filter.1.Name=ipv6-cidr-block-association.ipv6-cidr-block",
                                "Filter.1.Value.1=2001:db8:0:200::/56")
                        .text("//vpcSet/item/vpcId"))
                .isEqualTo(id);
        assertThat(client.ok("DescribeRouteTables", "Filter.1.Name=vpc-id", "Filter.1.Value.1=" + id)
                        .texts("//routeSet/item/destinationIpv6CidrBlock"))
                .hasSize(2);
    }

    @Test
    void rangeOfASubnet_isOneOfTheVpc() throws IOException {
        String set = "/*/subnet/ipv6CidrBlockAssociationSet/item";
        WireClient.Reply created =
                client.ok("CreateSubnet", "VpcId=" + vpc, "CidrBlock=10.0.2.0/24", "Ipv6CidrBlock=2001:db8:0:1ff::/64");
        assertThat(created.text(set + "/ipv6CidrBlock")).isEqualTo("2001:db8:0:1ff::/64");
        assertThat(created.text(set + "/associationId")).startsWith("subnet-cidr-assoc-");
        assertThat(client.ok(
                                "DescribeSubnets",
                                "Filter.1.Name=ipv6-cidr-block-association.ipv6-cidr-block",
                                "Filter.1.Value.1=2001:db8:0:1ff::/64")
                        .text("//subnetSet/item/subnetId"))
                .isEqualTo(created.text("/*/subnet/subnetId"));

        String plain = network.createSubnet(vpc, "10.0.3.0/24", "us-east-1a").id();
        assertThat(client.ok("AssociateSubnetCidrBlock", "SubnetId=" + plain, "Ipv6CidrBlock=2001:db8:0:101::/64")
                        .text("/*/ipv6CidrBlockAssociation/ipv6CidrBlock"))
                .isEqualTo("2001:db8:0:101::/64");
        client.refused(
                400,
                "InvalidParameterValue",
                "AssociateSubnetCidrBlock",
                "SubnetId=" + plain,
                "Ipv6CidrBlock=2001:db8:0:102::/64");
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:200::/64, InvalidSubnet.Range",
        "2001:db8:0:100::/64, InvalidSubnet.Conflict",
        "2001:db8:0:110::/60, InvalidParameterValue",
        "10.0.4.0/24, InvalidParameterValue",
        "x, InvalidParameterValue"
    })
    void subnet_whoseIpv6RangeCantBe_isNotCreated(String cidr, String code) throws IOException {
        client.refused(400, code, "CreateSubnet", "VpcId=" + vpc, "CidrBlock=10.0.2.0/24", "Ipv6CidrBlock=" + cidr);

        assertThat(network.subnets()).hasSize(1);
    }

    // ---- addresses

    @Test
    void address_isAssignedMovedByTwoStepsAndFound() throws IOException {
        WireClient.Reply assigned =
                client.ok("AssignIpv6Addresses", "NetworkInterfaceId=eni-0a", "Ipv6Addresses.1=" + SEVEN);
        assertThat(assigned.text("/*/assignedIpv6Addresses/item")).isEqualTo(SEVEN);
        assertThat(network.holders(SEVEN)).containsExactly(Holder.of(HostId.of("i-0a"), "eni-0a"));
        assertThat(client.refused(
                                400,
                                "InvalidParameterValue",
                                "AssignIpv6Addresses",
                                "NetworkInterfaceId=eni-0b",
                                "Ipv6Addresses.1=" + SEVEN)
                        .message())
                .isEqualTo("[" + SEVEN + "] assigned, but move is not allowed.");
        client.refused(
                400,
                "UnknownParameter",
                "AssignIpv6Addresses",
                "NetworkInterfaceId=eni-0b",
                "Ipv6Addresses.1=" + SEVEN,
                "AllowReassignment=true");
        client.ok("AssignIpv6Addresses", "NetworkInterfaceId=eni-0a", "Ipv6Addresses.1=" + SEVEN);
        assertThat(on("eni-0a")).containsExactly(SEVEN);

        WireClient.Reply unassigned =
                client.ok("UnassignIpv6Addresses", "NetworkInterfaceId=eni-0a", "Ipv6Addresses.1=" + SEVEN);
        assertThat(unassigned.text("/*/unassignedIpv6Addresses/item")).isEqualTo(SEVEN);
        assertThat(network.holders(SEVEN)).isEmpty();
        client.ok("AssignIpv6Addresses", "NetworkInterfaceId=eni-0b", "Ipv6Addresses.1=" + SEVEN);

        for (String filter : List.of("network-interface.ipv6-addresses.ipv6-address", "ipv6-address")) {
            WireClient.Reply found =
                    client.ok("DescribeInstances", "Filter.1.Name=" + filter, "Filter.1.Value.1=" + SEVEN);
            assertThat(found.text("//instancesSet/item/instanceId")).as(filter).isEqualTo("i-0b");
            assertThat(found.text("//instancesSet/item/ipv6Address")).isEqualTo(SEVEN);
            assertThat(found.text("//networkInterfaceSet/item/ipv6AddressesSet/item/ipv6Address"))
                    .isEqualTo(SEVEN);
        }
        assertThat(network.history())
                .filteredOn(event -> event.kind() == VpcEvent.Kind.ADDRESS)
                .filteredOn(event -> IpAddress.of(SEVEN).equals(event.address()))
                .extracting(VpcEvent::text)
                .containsExactly(
                        "assigned " + SEVEN + " to i-0a (eni-0a)",
                        "unassigned " + SEVEN + " from i-0a (eni-0a)",
                        "assigned " + SEVEN + " to i-0b (eni-0b)");
    }

    @Test
    void address_goesWithItsInterface() {
        network.ipv6().assign("eni-0a", List.of(IpAddress.of(SEVEN)));

        network.stop("i-0a");
        assertThat(network.holders(SEVEN)).as("a stopped instance keeps it").hasSize(1);
        network.terminate("i-0a");

        assertThat(network.holders(SEVEN)).isEmpty();
        assertThat(network.history()).extracting(VpcEvent::text).contains("freed " + SEVEN + " of eni-0a");
        assertThat(network.ipv6().assign("eni-0b", 1)).containsExactly(IpAddress.of("2001:db8:0:100::4"));
    }

    @Test
    void newInterfacesAndInstances_getTheAddressesThatTheyNameOrCount() throws IOException {
        String eni = client.ok(
                        "CreateNetworkInterface",
                        "SubnetId=" + subnet,
                        "Ipv6Addresses.1.Ipv6Address=" + SEVEN,
                        "Ipv6Addresses.2.Ipv6Address=2001:db8:0:100::8")
                .text("//networkInterface/networkInterfaceId");
        assertThat(on(eni)).containsExactly(SEVEN, "2001:db8:0:100::8");
        String[] run = {"ImageId=ami-1", "MinCount=1", "MaxCount=1", "InstanceType=t2.micro"};
        String set = "//networkInterfaceSet/item/ipv6AddressesSet/item/ipv6Address";

        assertThat(client.ok("RunInstances", and(run, "SubnetId=" + subnet, "Ipv6AddressCount=1"))
                        .text(set))
                .isEqualTo("2001:db8:0:100::4");
        assertThat(client.ok(
                                "RunInstances",
                                and(run, "SubnetId=" + subnet, "Ipv6Address.1.Ipv6Address=2001:db8:0:100::9"))
                        .text(set))
                .isEqualTo("2001:db8:0:100::9");
        String[] detailed = and(run, "NetworkInterface.1.DeviceIndex=0", "NetworkInterface.1.SubnetId=" + subnet);
        assertThat(client.ok("RunInstances", and(detailed, "NetworkInterface.1.Ipv6AddressCount=2"))
                        .texts(set))
                .containsExactly("2001:db8:0:100::5", "2001:db8:0:100::6");
        assertThat(client.ok(
                                "RunInstances",
                                and(detailed, "NetworkInterface.1.Ipv6Addresses.1.Ipv6Address=2001:db8:0:100::a"))
                        .texts(set))
                .containsExactly("2001:db8:0:100::a");

        int before = network.interfaces().size();
        WireClient.assertRefusal(
                400,
                "PrivateIpAddressLimitExceeded",
                client.call("RunInstances", and(detailed, "NetworkInterface.1.Ipv6AddressCount=3")));
        client.refused(
                400,
                "InvalidIPAddress.InUse",
                "CreateNetworkInterface",
                "SubnetId=" + subnet,
                "Ipv6Addresses.1.Ipv6Address=" + SEVEN);
        client.refused(
                400,
                "InvalidParameterCombination",
                "CreateNetworkInterface",
                "SubnetId=" + subnet,
                "Ipv6AddressCount=1",
                "Ipv6Addresses.1.Ipv6Address=2001:db8:0:100::b");
        client.refused(
                400, "InvalidParameterValue", "CreateNetworkInterface", "SubnetId=" + subnet, "Ipv6AddressCount=-1");
        assertThat(network.interfaces()).hasSize(before);
    }

    private static String[] and(String[] first, String... more) {
        return Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "AssignIpv6Addresses, '', InvalidParameter",
        "AssignIpv6Addresses, Ipv6Addresses.1=10.0.1.7, InvalidParameterValue",
        "AssignIpv6Addresses, Ipv6Addresses.1=2001:db8:0:101::7, InvalidParameterValue",
        "AssignIpv6Addresses, Ipv6Addresses.1=2001:db8:0:100::3, InvalidParameterValue",
        "AssignIpv6Addresses, Ipv6Addresses.1=2001:db8:0:100:ffff:ffff:ffff:ffff, InvalidParameterValue",
        "AssignIpv6Addresses, Ipv6Addresses.1=x, InvalidParameterValue",
        "AssignIpv6Addresses, Ipv6AddressCount=0, InvalidParameterValue",
        "AssignIpv6Addresses, Ipv6AddressCount=3, PrivateIpAddressLimitExceeded",
        "AssignIpv6Addresses, Ipv6AddressCount=1 Ipv6Addresses.1=2001:db8:0:100::7, InvalidParameterCombination",
        "UnassignIpv6Addresses, '', MissingParameter",
        "UnassignIpv6Addresses, Ipv6Addresses.1=2001:db8:0:100::7, InvalidParameterValue",
        "AssignPrivateIpAddresses, PrivateIpAddress.1=2001:db8:0:100::7, InvalidParameterValue"
    })
    void change_thatCantBe_isRefusedWhole(String action, String more, String code) throws IOException {
        String[] parameters = Stream.concat(
                        Stream.of("NetworkInterfaceId=eni-0b"),
                        Stream.of(more.split(" ", -1)).filter(parameter -> !parameter.isEmpty()))
                .toArray(String[]::new);

        WireClient.assertRefusal(400, code, client.call(action, parameters));

        assertThat(on("eni-0b")).isEmpty();
    }

    @Test
    void interface_withMoreThanTheTypeTakes_isNotAttached() {
        String eni = network.createInterface(InterfaceSpec.in(subnet).ipv6Addresses(3))
                .id();

        assertThatThrownBy(() -> network.attachInterface(eni, "i-0b", 1))
                .isInstanceOf(Ec2RefusalException.class)
                .hasMessageStartingWith("PrivateIpAddressLimitExceeded");
        network.attachInterface(eni, "i-0a", 1);
        assertThat(network.holders("2001:db8:0:100::4"))
                .extracting(Holder::host)
                .containsExactly(HostId.of("i-0a"));
    }

    @Test
    void ranges_thatAmazonProvides_doNotOverlap() {
        List<CidrBlock> ranges = IntStream.range(0, 300)
                .mapToObj(i -> network.ipv6().associateVpc(vpc).cidr())
                .toList();

        assertThat(ranges).doesNotHaveDuplicates().allMatch(CidrBlock.of("2001:db8::/32")::contains);
        network.ipv6().associateVpc(vpc, CidrBlock.of("fd00:1234::/48"));
        for (String wrong : List.of("10.9.0.0/16", "fd00:1234:0:1::/64", "fd00::/65")) {
            assertThatThrownBy(() -> network.ipv6().associateVpc(vpc, CidrBlock.of(wrong)))
                    .as(wrong)
                    .isInstanceOf(Ec2RefusalException.class);
        }
    }
}
