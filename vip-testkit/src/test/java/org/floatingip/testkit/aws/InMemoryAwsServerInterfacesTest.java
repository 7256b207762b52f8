package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.TwoVpcs;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces over the wire: their life, the filters and the pages of their description. */
class InMemoryAwsServerInterfacesTest {

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

    // ---- interfaces

    @Test
    void interfaces_whenCreatedAttachedDetachedDeleted_showEachState() throws IOException {
        WireClient.Reply created = client.ok(
                "CreateNetworkInterface",
                "SubnetId=" + nearId,
                "PrivateIpAddresses.1.PrivateIpAddress=10.0.1.50",
                "PrivateIpAddresses.1.Primary=true",
                "PrivateIpAddresses.2.PrivateIpAddress=10.0.1.51",
                "ClientToken=t");
        String id = created.text("/*/networkInterface/networkInterfaceId");
        assertThat(created.text("/*/networkInterface/status")).isEqualTo("pending");
        assertThat(client.ok("DescribeNetworkInterfaces", "NetworkInterfaceId.1=" + id)
                        .text(ENI + "/status"))
                .isEqualTo("available");
        assertThat(created.texts("/*/networkInterface/attachment")).isEmpty();
        assertThat(created.text("/*/clientToken")).isEqualTo("t");
        assertThat(created.texts("//privateIpAddressesSet/item/privateIpAddress"))
                .containsExactly("10.0.1.50", "10.0.1.51");

        String attachmentId = client.ok(
                        "AttachNetworkInterface", "NetworkInterfaceId=" + id, "InstanceId=i-a", "DeviceIndex=1")
                .text("/*/attachmentId");
        WireClient.Reply attached = client.ok("DescribeNetworkInterfaces", "NetworkInterfaceId.1=" + id);
        assertThat(attached.text(ENI + "/status")).isEqualTo("in-use");
        assertThat(attached.text(ENI + "/attachment/instanceId")).isEqualTo("i-a");
        assertThat(attached.text(ENI + "/attachment/attachmentId")).isEqualTo(attachmentId);
        client.refused(400, "InvalidParameterValue", "DeleteNetworkInterface", "NetworkInterfaceId=" + id);

        assertThat(client.ok("DetachNetworkInterface", "AttachmentId=" + attachmentId, "Force=true")
                        .text("/*/return"))
                .isEqualTo("true");
        client.refused(400, "InvalidAttachmentID.NotFound", "DetachNetworkInterface", "AttachmentId=" + attachmentId);
        assertThat(client.ok("DeleteNetworkInterface", "NetworkInterfaceId=" + id)
                        .text("/*/return"))
                .isEqualTo("true");
        client.refused(400, "InvalidNetworkInterfaceID.NotFound", "DeleteNetworkInterface", "NetworkInterfaceId=" + id);
        assertThat(network.holders("10.0.1.51")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidNetworkInterface.InUse, eni-b2, i-a, 1",
        "InvalidParameterValue, eni-free, i-a, 0",
        "InvalidParameterValue, eni-free, i-a, x",
        "InvalidParameterCombination, eni-free, i-far, 1",
        "InvalidInstanceID.NotFound, eni-free, i-0, 1",
        "InvalidNetworkInterfaceID.NotFound, eni-0, i-a, 1",
        "InvalidNetworkInterfaceId.Malformed, bogus, i-a, 1"
    })
    void attach_whenImpossible_isRefused(String code, String eni, String instance, String index) throws IOException {
        client.refused(
                400,
                code,
                "AttachNetworkInterface",
                "NetworkInterfaceId=" + eni,
                "InstanceId=" + instance,
                "DeviceIndex=" + index);
        assertThat(network.networkInterface("eni-free").orElseThrow().attachment())
                .isNull();
    }

    @Test
    void create_whenAddressImpossible_isRefused() throws IOException {
        String[][] cases = {
            {"InvalidIPAddress.InUse", "PrivateIpAddress", "10.0.1.12"},
            {"InvalidParameterValue", "PrivateIpAddress", "10.0.1.3"},
            {"InvalidParameterValue", "PrivateIpAddress", "10.0.2.99"},
            {"InvalidParameterValue", "PrivateIpAddress", "10.0.1.999"},
            {"MissingParameter", "PrivateIpAddresses.1.Primary", "true"},
            {"InvalidParameterValue", "SecondaryPrivateIpAddressCount", "-1"},
            {"UnknownParameter", "Ipv6PrefixCount", "2"}
        };
        for (String[] given : cases) {
            client.refused(400, given[0], "CreateNetworkInterface", "SubnetId=" + nearId, given[1] + "=" + given[2]);
        }
        client.refused(400, "MissingParameter", "CreateNetworkInterface");
        assertThat(network.interfaces()).hasSize(6);
    }

    @Test
    void create_whenTokenRepeated_isIdempotentOrAMismatch() throws IOException {
        String[] parameters = {"SubnetId=" + nearId, "ClientToken=once"};
        String id = client.ok("CreateNetworkInterface", parameters).text("//networkInterfaceId");

        assertThat(client.ok("CreateNetworkInterface", parameters).text("//networkInterfaceId"))
                .isEqualTo(id);
        client.refused(
                400,
                "IdempotentParameterMismatch",
                "CreateNetworkInterface",
                "SubnetId=" + nearId,
                "ClientToken=once",
                "Description=other");
        assertThat(network.interfaces()).hasSize(7);
    }

    // ---- filters

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "addresses.private-ip-address | 10.0.1.12 | eni-a eni-other",
                "addresses.private-ip-address | 10.0.1.10 | eni-a",
                "addresses.private-ip-address | 10.0.1.1? | eni-a eni-b eni-other",
                "addresses.private-ip-address | 10.0.2.* | eni-far",
                "addresses.private-ip-address | 10.0.1.1 | ''",
                "addresses.private-ip-address | 10x0x1x12 | ''",
                "addresses.primary | false | eni-a",
                "addresses.primary | true | eni-a eni-b eni-b2 eni-free eni-far eni-other",
                "attachment.attachment-id | {attachment of eni-b2} | eni-b2",
                "attachment.instance-id | i-b | eni-b eni-b2",
                "attachment.device-index | 1 | eni-b2",
                "attachment.status | attached | eni-a eni-b eni-b2 eni-far eni-other",
                "attachment.delete-on-termination | false | eni-b2",
                "availability-zone | us-east-1b | eni-far",
                "description | db* | eni-a eni-b",
                "description | DB* | ''",
                "description | db \\*a\\?\\\\ | eni-a",
                "description | db \\* | ''",
                "description | db \uD83D\uDE00 | eni-b",
                "description | db ? | eni-b",
                "group-id | {group of eni-other} | eni-other",
                "group-name | default | eni-a eni-b eni-b2 eni-free eni-far eni-other",
                "interface-type | efa | ''",
                "mac-address | {mac of eni-far} | eni-far",
                "network-interface-id | eni-b* | eni-b eni-b2",
                "owner-id | 123456789012 | eni-a eni-b eni-b2 eni-free eni-far eni-other",
                "private-dns-name | ip-10-0-1-10.ec2.internal | eni-a",
                "private-ip-address | 10.0.1.12 | eni-other",
                "source-dest-check | false | ''",
                "status | available | eni-free",
                "status | in-use | eni-a eni-b eni-b2 eni-far eni-other",
                "subnet-id | {near} | eni-a eni-b eni-b2 eni-free",
                "vpc-id | {other vpc} | eni-other",
                "tag:role | st*y | eni-b2",
                "tag:Role | * | ''",
                "tag-key | Name | eni-free"
            })
    void interfaces_whenFiltered_areSelected(String filter, String template, String expected) throws IOException {
        WireClient.Reply all = client.ok("DescribeNetworkInterfaces");
        String value = template.replace("{near}", nearId)
                .replace("{other vpc}", otherVpcId)
                .replace("{mac of eni-far}", all.text(ENI + "[networkInterfaceId='eni-far']/macAddress"))
                .replace(
                        "{group of eni-other}",
                        all.text(ENI + "[networkInterfaceId='eni-other']/groupSet/item/groupId"))
                .replace(
                        "{attachment of eni-b2}",
                        all.text(ENI + "[networkInterfaceId='eni-b2']/attachment/attachmentId"));

        assertThat(ids("Filter.1.Name=" + filter, "Filter.1.Value.1=" + value)).isEqualTo(expected);
    }

    @Test
    void interfaces_whenSeveralFilters_matchAnyValueOfEveryFilter() throws IOException {
        assertThat(ids(
                        "Filter.2.Name=vpc-id",
                        "Filter.2.Value.1=" + vpcId,
                        "Filter.1.Name=addresses.private-ip-address",
                        "Filter.1.Value.1=10.0.1.12",
                        "Filter.1.Value.2=10.0.2.10"))
                .isEqualTo("eni-a eni-far");
        assertThat(ids(
                        "NetworkInterfaceId.1=eni-b",
                        "NetworkInterfaceId.2=eni-a",
                        "Filter.1.Name=attachment.instance-id",
                        "Filter.1.Value.10=i-b"))
                .isEqualTo("eni-b");
    }

    @Test
    void interfaces_whenAskedWrongly_areNotJustEmpty() throws IOException {
        String describe = "DescribeNetworkInterfaces";
        client.refused(
                400,
                "InvalidParameterValue",
                describe,
                "Filter.1.Name=association.public-dns-name",
                "Filter.1.Value.1=x");
        client.refused(400, "InvalidNetworkInterfaceID.NotFound", describe, "NetworkInterfaceId.1=eni-0");
        assertThat(client.refused(400, "InvalidNetworkInterfaceId.Malformed", describe, "NetworkInterfaceId.1=bogus")
                        .message())
                .isEqualTo("Invalid id: \"bogus\" (expecting \"eni-...\")");
        client.refused(400, "InvalidParameterCombination", describe, "NetworkInterfaceId.1=eni-a", "MaxResults=5");
    }

    // ---- pages

    @ParameterizedTest
    @CsvSource({"6, 5, '5 5 2'", "4, 5, '5 5'", "0, 5, '5 1'", "0, 6, 6", "0, 1000, 6"})
    void pages_whenReadToTheLastToken_giveEachOnce(int more, String size, String expected) throws IOException {
        IntStream.range(0, more).forEach(i -> network.createInterface(InterfaceSpec.in(nearId)));

        List<List<String>> pages =
                client.pages("//networkInterfaceId", "DescribeNetworkInterfaces", "MaxResults=" + size);

        assertThat(pages)
                .extracting(List::size)
                .containsExactlyElementsOf(Arrays.stream(expected.split(" ", -1))
                        .map(Integer::valueOf)
                        .toList());
        assertThat(pages.stream().flatMap(List::stream))
                .containsExactlyElementsOf(
                        network.interfaces().stream().map(VpcInterface::id).toList());
    }

    @Test
    void pages_whenSparse_beginWithAnEmptyOneThatHasAToken() throws IOException {
        try (InMemoryAwsServer sparse = InMemoryAwsServer.startWithSparsePages(network)) {
            WireClient sparseClient = new WireClient(sparse);
            String[] parameters = {
                "MaxResults=5", "Filter.1.Name=addresses.private-ip-address", "Filter.1.Value.1=10.0.1.12"
            };

            assertThat(sparseClient.pages("//networkInterfaceId", "DescribeNetworkInterfaces", parameters))
                    .containsExactly(List.of(), List.of("eni-a", "eni-other"));
            for (String action :
                    List.of("DescribeVpcs", "DescribeSubnets", "DescribeInstances", "DescribeInstanceTypes")) {
                assertThat(sparseClient.pages("//item", action, "MaxResults=100"))
                        .as(action)
                        .hasSize(2)
                        .first()
                        .isEqualTo(List.of());
            }
            assertThat(sparseClient.pages(
                            "//subnetIpv4CidrReservationSet/item",
                            "GetSubnetCidrReservations",
                            "SubnetId=" + nearId,
                            "MaxResults=5"))
                    .containsExactly(List.of(), List.of());
            assertThat(sparseClient.ok("DescribeNetworkInterfaces").texts("//networkInterfaceId"))
                    .as("not paginated")
                    .hasSize(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeVpcs", "DescribeSubnets", "DescribeInstances", "DescribeNetworkInterfaces"})
    void pages_whenSizeOrTokenSenseless_areRefused(String action) throws IOException {
        for (String size : List.of("4", "1001", "0", "-5", "x", "")) {
            client.refused(400, "InvalidParameterValue", action, "MaxResults=" + size);
        }
        for (String token : List.of("x", "!", "", "b2Zmc2V0Oi0x")) {
            client.refused(400, "InvalidPaginationToken", action, "MaxResults=5", "NextToken=" + token);
        }
    }

    private String ids(String... parameters) throws IOException {
        return String.join(
                " ", client.ok("DescribeNetworkInterfaces", parameters).texts(ENI + "/networkInterfaceId"));
    }
}
