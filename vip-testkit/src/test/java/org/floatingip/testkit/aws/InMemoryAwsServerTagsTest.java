package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags: given to what exists and to what is created, taken away, listed, and found by. */
class InMemoryAwsServerTagsTest {

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);
    private final String vpc = sandbox.vpc().id();
    private final String instance = sandbox.instanceId("db.a");
    private final String eni = network.holders(Sandbox.FLOATING_IP).get(0).interfaceId();

    @AfterEach
    void close() {
        server.close();
    }

    private Map<String, String> tagsOfVpc() {
        return network.vpcs().get(0).tags();
    }

    /** Ids of one resource of each kind that the model has, by the Describe action, the id's element and the tagged item. */
    private List<String[]> everything() throws IOException {
        String reservation = client.ok(
                        "CreateSubnetCidrReservation",
                        "SubnetId=" + network.subnets().get(0).id(),
                        "Cidr=10.0.1.240/28",
                        "ReservationType=explicit")
                .text("//subnetCidrReservationId");
        return List.of(
                new String[] {vpc, "vpc", "DescribeVpcs", "//vpcSet/item/vpcId"},
                new String[] {network.subnets().get(0).id(), "subnet", "DescribeSubnets", "//subnetSet/item/subnetId"},
                new String[] {
                    eni,
                    "network-interface",
                    "DescribeNetworkInterfaces",
                    "//networkInterfaceSet/item/networkInterfaceId"
                },
                new String[] {instance, "instance", "DescribeInstances", "//instancesSet/item/instanceId"},
                new String[] {
                    network.allocateElasticIp().allocationId(),
                    "elastic-ip",
                    "DescribeAddresses",
                    "//addressesSet/item/allocationId"
                },
                new String[] {
                    reservation,
                    "subnet-cidr-reservation",
                    "GetSubnetCidrReservations",
                    "//subnetIpv4CidrReservationSet/item/subnetCidrReservationId"
                });
    }

    @Test
    void createTags_onEverything_isShownAndFoundByEachTagFilter() throws IOException {
        List<String[]> everything = everything();
        List<String> request = new ArrayList<>(List.of("Tag.1.Key=a key", "Tag.1.Value=<v>", "Tag.2.Key=Empty"));
        IntStream.range(0, everything.size())
                .forEach(i ->
                        request.add("ResourceId." + (i + 1) + "=" + everything.get(i)[0]));

        assertThat(client.ok("CreateTags", request.toArray(String[]::new)).text("/*/return"))
                .isEqualTo("true");

        for (String[] one : everything) {
            String[] also = one[2].startsWith("Get")
                    ? new String[] {"SubnetId=" + network.subnets().get(0).id()}
                    : new String[0];
            for (String filter : List.of("tag:a key=<v>", "tag:a key=<?>", "tag-key=Empty", "tag:Empty=")) {
                assertThat(found(one[2], one[3], filter, also))
                        .as(one[2] + " by " + filter)
                        .containsExactly(one[0]);
            }
            for (String filter : List.of("tag:a key=v", "tag:A key=<v>", "tag-key=none", "tag:none=*")) {
                assertThat(found(one[2], one[3], filter, also))
                        .as(one[2] + " by " + filter)
                        .isEmpty();
            }
            WireClient.Reply tags = client.ok(
                    "DescribeTags",
                    "Filter.1.Name=resource-id",
                    "Filter.1.Value.1=" + one[0],
                    "Filter.2.Name=key",
                    "Filter.2.Value.1=a key",
                    "Filter.2.Value.2=Empty");
            assertThat(tags.texts("//tagSet/item/resourceType")).containsExactly(one[1], one[1]);
            assertThat(tags.texts("//tagSet/item/key")).containsExactly("Empty", "a key");
            assertThat(tags.texts("//tagSet/item/value")).containsExactly("", "<v>");
        }
    }

    private List<String> found(String action, String path, String filter, String... also) throws IOException {
        int equals = filter.indexOf('=');
        return client.ok(
                        action,
                        Stream.concat(
                                        Stream.of(also),
                                        Stream.of(
                                                "Filter.1.Name=" + filter.substring(0, equals),
                                                "Filter.1.Value.1=" + filter.substring(equals + 1)))
                                .toArray(String[]::new))
                .texts(path);
    }

    @Test
    void createTags_whenKeyExists_overwritesTheValueAlone() throws IOException {
        Map<String, String> before = tagsOfVpc();
        create(vpc, "Stage", "first");
        create(vpc, "Stage", "second");

        assertThat(tagsOfVpc())
                .hasSize(before.size() + 1)
                .containsEntry("Stage", "second")
                .containsAllEntriesOf(before);
        assertThat(network.history().get(network.history().size() - 1).text()).isEqualTo("tagged " + vpc + " [Stage]");
    }

    /** As in raw replies: another value is no error and takes nothing, a key alone takes any value. */
    @Test
    void deleteTags_byValueOrByKey_takesWhatMatches() throws IOException {
        create(vpc, "Stage", "second");
        create(vpc, "Empty", "");

        client.ok("DeleteTags", "ResourceId.1=" + vpc, "Tag.1.Key=Stage", "Tag.1.Value=first", "Tag.2.Key=none");
        assertThat(tagsOfVpc()).containsEntry("Stage", "second");
        client.ok(
                "DeleteTags",
                "ResourceId.1=" + vpc,
                "Tag.1.Key=Stage",
                "Tag.1.Value=",
                "Tag.2.Key=Empty",
                "Tag.2.Value=");
        assertThat(tagsOfVpc()).containsEntry("Stage", "second").doesNotContainKey("Empty");
        client.ok("DeleteTags", "ResourceId.1=" + vpc, "Tag.1.Key=Stage");
        assertThat(tagsOfVpc()).doesNotContainKey("Stage");
    }

    @Test
    void deleteTags_whenNoneIsNamed_takesAll() throws IOException {
        create(vpc, "a", "1");
        create(instance, "a", "1");

        client.ok("DeleteTags", "ResourceId.1=" + vpc, "ResourceId.2=" + instance);

        assertThat(tagsOfVpc()).isEmpty();
        assertThat(network.instance(instance).map(VpcInstance::tags)).hasValue(Map.of());
    }

    private void create(String id, String key, String value) throws IOException {
        client.ok("CreateTags", "ResourceId.1=" + id, "Tag.1.Key=" + key, "Tag.1.Value=" + value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i-00000000000000002 | InvalidInstanceID.NotFound | The instance ID 'i-00000000000000002' does not exist",
                "i-x | InvalidInstanceID.Malformed | Invalid id: \"i-x\"",
                "eni-00000000000000000 | InvalidNetworkInterfaceID.NotFound | The networkInterface ID"
                        + " 'eni-00000000000000000' does not exist",
                "vpc-0 | InvalidVpcID.NotFound | The vpc ID 'vpc-0' does not exist",
                "rtb-0 | InvalidRouteTableID.NotFound | The routeTable ID 'rtb-0' does not exist",
                "sg-0b | InvalidGroup.NotFound | The security group 'sg-0b' does not exist",
                "subnet-0 | InvalidSubnetID.NotFound | The subnet ID 'subnet-0' does not exist",
                "eipalloc-0 | InvalidAllocationID.NotFound | The allocation ID 'eipalloc-0' does not exist",
                "scr-0 | InvalidSubnetCidrReservationID.NotFound | The subnet CIDR reservation ID 'scr-0' does not exist",
                "eipassoc-0578b4e3415869944 | InvalidID | The ID 'eipassoc-0578b4e3415869944' is not valid",
                "vol-0 | InvalidID | The ID 'vol-0' is not valid (resources of that type are not modelled by this"
                        + " in-memory AWS)",
                "moon | InvalidID | The ID 'moon' is not valid"
            })
    void tags_whenOneResourceIsMissing_areRefusedForAll(String id, String code, String text) throws IOException {
        List<?> before = network.tags();
        for (String action : List.of("CreateTags", "DeleteTags")) {
            assertThat(client.refused(
                                    400,
                                    code,
                                    action,
                                    "ResourceId.1=" + vpc,
                                    "ResourceId.2=" + id,
                                    "Tag.1.Key=Name",
                                    "Tag.1.Value=x")
                            .message())
                    .isEqualTo(text);
        }
        assertThat(network.tags()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "aws:x, 1, InvalidParameterValue, Value ( aws:x ) for parameter key is invalid. Tag keys starting with 'aws:' are"
                + " reserved for internal use",
        "AWS:x, 1, InvalidParameterValue, Value ( AWS:x ) for parameter key is invalid. Tag keys starting with 'aws:' are"
                + " reserved for internal use",
        "k*129, 1, InvalidParameterValue, Tag key exceeds the maximum length of 128 characters",
        "k, v*257, InvalidParameterValue, Tag value exceeds the maximum length of 256 characters"
    })
    void createTags_whenOverALimit_isRefusedInEc2sWords(String key, String value, String code, String text)
            throws IOException {
        List<?> before = network.tags();

        assertThat(client.refused(
                                400,
                                code,
                                "CreateTags",
                                "ResourceId.1=" + vpc,
                                "Tag.1.Key=fine",
                                "Tag.2.Key=" + times(key),
                                "Tag.2.Value=" + times(value))
                        .message())
                .isEqualTo(text);
        assertThat(network.tags()).isEqualTo(before);
    }

    /** {@code x*3} is xxx. */
    private static String times(String text) {
        String[] parts = text.split("\\*", -1);
        return parts.length == 1 ? text : parts[0].repeat(Integer.parseInt(parts[1]));
    }

    @Test
    void createTags_whenAtTheLimits_isTaken() throws IOException {
        String key = "\uD83D\uDE00".repeat(128);
        create(vpc, key, "v".repeat(256));

        assertThat(tagsOfVpc()).containsEntry(key, "v".repeat(256));
    }

    @Test
    void createTags_whenThereWouldBe51_isRefusedUnlessTheyAreOverwritten() throws IOException {
        client.ok("DeleteTags", "ResourceId.1=" + vpc);
        String[] fifty = Stream.concat(
                        Stream.of("ResourceId.1=" + vpc),
                        IntStream.rangeClosed(1, 50).mapToObj(i -> "Tag." + i + ".Key=k" + i))
                .toArray(String[]::new);
        client.ok("CreateTags", fifty);

        client.refused(400, "TagLimitExceeded", "CreateTags", "ResourceId.1=" + vpc, "Tag.1.Key=k51");
        create(vpc, "k7", "other");

        assertThat(tagsOfVpc()).hasSize(50).containsEntry("k7", "other");
    }

    @Test
    void createTags_whenNothingIsNamed_isRefused() throws IOException {
        assertThat(client.refused(400, "InvalidParameterValue", "CreateTags", "ResourceId.1=" + vpc)
                        .message())
                .isEqualTo(
                        "Value ( empty ) for parameter tagSet is invalid. You must specify one or more tags to create");
        client.refused(400, "MissingParameter", "CreateTags", "Tag.1.Key=a");
        client.refused(400, "MissingParameter", "DeleteTags");
        client.refused(400, "MissingParameter", "CreateTags", "ResourceId.1=" + vpc, "Tag.1.Value=a");
        client.refused(400, "InvalidParameterValue", "CreateTags", "ResourceId.1=" + vpc, "Tag.1.Key=a", "Tag.2.Key=a");
        client.refused(412, "DryRunOperation", "CreateTags", "DryRun=true");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateVpc, vpc, CidrBlock=10.8.0.0/16",
        "CreateSubnet, subnet, VpcId={vpc}&CidrBlock=10.0.9.0/24",
        "CreateSubnetCidrReservation, subnet-cidr-reservation, SubnetId={subnet}&Cidr=10.0.1.240/28&ReservationType=prefix",
        "CreateNetworkInterface, network-interface, SubnetId={subnet}",
        "AllocateAddress, elastic-ip, Domain=vpc",
        "RunInstances, instance, SubnetId={subnet}&ImageId=ami-1&MinCount=1&MaxCount=1",
        "RunInstances, network-interface, SubnetId={subnet}&ImageId=ami-1&MinCount=1&MaxCount=1"
    })
    void create_withTags_givesThem_andRefusesBadOnesWhole(String action, String type, String parameters)
            throws IOException {
        List<?> before = network.tags();
        List<String> request = new ArrayList<>(List.of(parameters
                .replace("{vpc}", vpc)
                .replace("{subnet}", network.subnets().get(0).id())
                .split("&", -1)));
        request.add("TagSpecification.1.ResourceType=" + type);
        request.add("TagSpecification.1.Tag.1.Value=v");
        request.add("TagSpecification.1.Tag.1.Key=aws:x");
        int resources = client.ok("DescribeNetworkInterfaces")
                .texts("//networkInterfaceSet/item")
                .size();

        assertThat(client.refused(400, "InvalidParameterValue", action, request.toArray(String[]::new))
                        .message())
                .isEqualTo("Tag keys starting with 'aws:' are reserved for internal use");
        assertThat(network.tags()).isEqualTo(before);
        assertThat(network.interfaces()).hasSize(resources);
        request.set(request.size() - 1, "TagSpecification.1.Tag.1.Key=x");
        client.ok(action, request.toArray(String[]::new));

        assertThat(client.ok("DescribeTags", "Filter.1.Name=tag:x", "Filter.1.Value.1=v")
                        .texts("//resourceType"))
                .containsExactly(type);
    }

    @Test
    void run_withTagsOfAVolume_saysThatThereAreNone() throws IOException {
        assertThat(client.refused(
                                400,
                                "InvalidParameterValue",
                                "RunInstances",
                                "ImageId=ami-1",
                                "MinCount=1",
                                "MaxCount=1",
                                "TagSpecification.1.ResourceType=volume",
                                "TagSpecification.1.Tag.1.Key=a")
                        .message())
                .isEqualTo("Tags of a volume are not supported (not modelled by this in-memory AWS)");
    }

    @Test
    void describeTags_whenThereAreMany_comesInPages() throws IOException {
        for (int i = 0; i < 12; i++) {
            create(vpc, "k" + i, "v");
        }
        List<List<String>> pages = client.pages(
                "//tagSet/item/key", "DescribeTags", "MaxResults=5", "Filter.1.Name=value", "Filter.1.Value.1=v");

        assertThat(pages).extracting(List::size).containsExactly(5, 5, 2);
        assertThat(pages.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }

    @Test
    void tags_whenTheirResourceGoes_goToo() throws IOException {
        String created = client.ok(
                        "CreateNetworkInterface",
                        "SubnetId=" + network.subnets().get(0).id())
                .text("//networkInterfaceId");
        create(created, "a", "1");
        client.ok("DeleteNetworkInterface", "NetworkInterfaceId=" + created);

        assertThat(network.tags()).extracting("resourceId").doesNotContain(created);
        client.refused(400, "InvalidNetworkInterfaceID.NotFound", "DeleteTags", "ResourceId.1=" + created);
    }

    @Test
    void interface_withoutTags_hasAnEmptySet() throws IOException {
        assertThat(client.ok("DescribeNetworkInterfaces", "NetworkInterfaceId.1=" + eni)
                        .text("//networkInterfaceSet/item/tagSet"))
                .isEmpty();
    }
}
