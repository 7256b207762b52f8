package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failover program asks of EC2 beside the address itself. */
class InMemoryAwsServerAroundTest {

    private static final String STATUS = "//instanceStatusSet/item";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder()
            .ticker(ticker)
            .transitionTime(Duration.ofSeconds(30))
            .build();
    private final String subnet = network.createSubnet(
                    network.createVpc("10.0.0.0/16").id(), "10.0.1.0/24", "us-east-1b")
            .id();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @BeforeEach
    void run() {
        network.run(
                InstanceSpec.with(InterfaceSpec.in(subnet).primary("10.0.1.10").secondary("10.0.1.12"))
                        .id("i-0a"));
        network.run(InstanceSpec.in(subnet).id("i-0b"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    // ---- DescribeInstanceStatus

    @Test
    void status_whenInstancesGetUpAndDown_showsRunningOnesUnlessAllAreWanted() throws IOException {
        assertThat(client.ok("DescribeInstanceStatus").texts(STATUS)).isEmpty();
        WireClient.Reply pending = client.ok("DescribeInstanceStatus", "IncludeAllInstances=true", "InstanceId.1=i-0a");
        assertThat(pending.text(STATUS + "/instanceState/name")).isEqualTo("pending");
        assertThat(pending.text(STATUS + "/instanceStatus")).isEqualTo("not-applicable");

        ticker.advance(Duration.ofSeconds(30));
        WireClient.Reply running = client.ok("DescribeInstanceStatus");
        assertThat(running.texts(STATUS + "/instanceId")).containsExactly("i-0a", "i-0b");
        assertThat(running.texts(STATUS + "/availabilityZone")).containsOnly("us-east-1b");
        assertThat(running.texts(STATUS + "/instanceState/code")).containsExactly("16", "16");
        for (String check : List.of("systemStatus", "instanceStatus")) {
            assertThat(running.texts(STATUS + "/" + check + "/status")).containsExactly("ok", "ok");
            assertThat(running.texts(STATUS + "/" + check + "/details/item/name"))
                    .containsOnly("reachability");
            assertThat(running.texts(STATUS + "/" + check + "/details/item/status"))
                    .containsOnly("passed");
        }

        network.terminate("i-0b");
        ticker.advance(Duration.ofSeconds(30));
        assertThat(client.ok("DescribeInstanceStatus", "InstanceId.1=i-0b").texts(STATUS))
                .isEmpty();
        assertThat(client.ok("DescribeInstanceStatus", "IncludeAllInstances=true")
                        .texts(STATUS + "/instanceState/name"))
                .containsExactly("running", "terminated");
    }

    @ParameterizedTest
    @CsvSource({
        "instance-state-name, running, i-0a",
        "instance-state-code, 80, i-0b",
        "availability-zone, us-east-1b, i-0a i-0b",
        "instance-status.status, ok, i-0a",
        "system-status.status, not-applicable, i-0b",
        "instance-status.reachability, passed, i-0a",
        "system-status.reachability, failed, ''"
    })
    void status_whenFiltered_selects(String filter, String value, String found) throws IOException {
        ticker.advance(Duration.ofSeconds(30));
        network.stop("i-0b");
        ticker.advance(Duration.ofSeconds(30));

        assertThat(client.ok(
                                "DescribeInstanceStatus",
                                "IncludeAllInstances=true",
                                "Filter.1.Name=" + filter,
                                "Filter.1.Value.1=" + value)
                        .texts(STATUS + "/instanceId"))
                .isEqualTo(words(found));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    @Test
    void status_whenTheRequestIsWrong_isRefused() throws IOException {
        client.refused(400, "InvalidInstanceID.NotFound", "DescribeInstanceStatus", "InstanceId.1=i-0123");
        client.refused(
                400, "InvalidParameterCombination", "DescribeInstanceStatus", "InstanceId.1=i-0a", "MaxResults=5");
        assertThat(client.refused(
                                400,
                                "InvalidParameterValue",
                                "DescribeInstanceStatus",
                                "Filter.1.Name=instance-id",
                                "Filter.1.Value.1=i-0a")
                        .message())
                .isEqualTo("The filter 'instance-id' is invalid");
    }

    // ---- DescribeAvailabilityZones, DescribeRegions

    @Test
    void zones_areThoseOfTheRegion() throws IOException {
        WireClient.Reply zones = client.ok("DescribeAvailabilityZones");

        assertThat(zones.texts("//availabilityZoneInfo/item/zoneName"))
                .containsExactly("us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f");
        assertThat(zones.texts("//availabilityZoneInfo/item/zoneId"))
                .containsExactly("use1-az6", "use1-az1", "use1-az2", "use1-az4", "use1-az3", "use1-az5");
        assertThat(zones.texts("//availabilityZoneInfo/item/zoneState")).containsOnly("available");
        assertThat(client.ok("DescribeAvailabilityZones", "ZoneName.1=us-east-1b", "AllAvailabilityZones=true")
                        .text("//zoneId"))
                .isEqualTo("use1-az1");
        assertThat(client.ok("DescribeAvailabilityZones", "ZoneId.1=use1-az3", "ZoneId.2=use1-az5")
                        .texts("//zoneName"))
                .containsExactly("us-east-1e", "us-east-1f");
        assertThat(client.ok("DescribeAvailabilityZones", "Filter.1.Name=zone-name", "Filter.1.Value.1=us-east-1[cd]")
                        .texts("//zoneName"))
                .isEmpty();
        client.refused(400, "InvalidParameterValue", "DescribeAvailabilityZones", "ZoneName.1=eu-west-1a");
        client.refused(400, "InvalidParameterValue", "DescribeAvailabilityZones", "ZoneId.1=use1-az9");
    }

    @Test
    void regions_areTheOne() throws IOException {
        WireClient.Reply regions = client.ok("DescribeRegions", "AllRegions=true");

        assertThat(regions.text("//regionInfo/item/regionName")).isEqualTo("us-east-1");
        assertThat(regions.text("//regionInfo/item/regionEndpoint")).isEqualTo("ec2.us-east-1.amazonaws.com");
        assertThat(client.ok("DescribeRegions", "Filter.1.Name=region-name", "Filter.1.Value.1=eu-*")
                        .texts("//regionName"))
                .isEmpty();
        client.refused(400, "InvalidParameterValue", "DescribeRegions", "RegionName.1=eu-west-1");
    }

    // ---- RebootInstances

    @Test
    void reboot_whenRunning_changesNothingButTheHistory() throws IOException {
        ticker.advance(Duration.ofSeconds(30));
        List<?> before = network.instances();

        assertThat(client.ok("RebootInstances", "InstanceId.1=i-0a", "InstanceId.2=i-0b")
                        .text("/*/return"))
                .isEqualTo("true");

        assertThat(network.instances()).isEqualTo(before);
        assertThat(network.history()).extracting("text").contains("i-0a is rebooted", "i-0b is rebooted");
        assertThat(network.holders("10.0.1.12")).hasSize(1);
    }

    @Test
    void reboot_whenOneCant_rebootsNone() throws IOException {
        ticker.advance(Duration.ofSeconds(30));
        network.stop("i-0b");
        ticker.advance(Duration.ofSeconds(30));

        client.refused(400, "IncorrectInstanceState", "RebootInstances", "InstanceId.1=i-0a", "InstanceId.2=i-0b");
        client.refused(400, "InvalidInstanceID.NotFound", "RebootInstances", "InstanceId.1=i-0a", "InstanceId.2=i-09");
        client.refused(400, "MissingParameter", "RebootInstances");
        assertThat(network.history()).extracting("text").doesNotContain("i-0a is rebooted");
    }

    // ---- RunInstances

    private WireClient.Reply runInstances(String... more) throws IOException {
        return client.call(
                "RunInstances",
                Stream.concat(Stream.of("ImageId=ami-1", "InstanceType=m5.large"), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    @Test
    void run_withKeyUserDataAndProfile_keepsThemAndShowsWhatEc2Shows() throws IOException {
        String data = Base64.getEncoder().encodeToString("#!/bin/sh\nid\n".getBytes(StandardCharsets.UTF_8));
        WireClient.Reply ran = runInstances(
                "MinCount=1",
                "MaxCount=1",
                "SubnetId=" + subnet,
                "KeyName=ops",
                "UserData=" + data,
                "IamInstanceProfile.Name=failover");

        String arn = "arn:aws:iam::123456789012:instance-profile/failover";
        assertThat(ran.text("//instancesSet/item/keyName")).isEqualTo("ops");
        assertThat(ran.text("//instancesSet/item/iamInstanceProfile/arn")).isEqualTo(arn);
        assertThat(ran.body()).doesNotContain(data);
        assertThat(network.instance(ran.text("//instanceId")).orElseThrow().launch())
                .satisfies(launch -> assertThat(launch.userData()).isEqualTo(data))
                .satisfies(launch -> assertThat(launch.instanceProfile()).isEqualTo(arn));
        for (String filter : List.of("key-name=ops", "iam-instance-profile.arn=*/failover")) {
            assertThat(found(filter)).as(filter).containsExactly(ran.text("//instanceId"));
        }
    }

    private List<String> found(String filter) throws IOException {
        String[] parts = filter.split("=", -1);
        return client.ok("DescribeInstances", "Filter.1.Name=" + parts[0], "Filter.1.Value.1=" + parts[1])
                .texts("//instancesSet/item/instanceId");
    }

    @Test
    void run_whenUserDataOrProfileIsWrong_isRefused() throws IOException {
        String[] where = {"MinCount=1", "MaxCount=1", "SubnetId=" + subnet};
        int before = network.instances().size();

        WireClient.assertRefusal(
                400, "InvalidUserData.Malformed", runInstances(with(where, "UserData=#!/bin/sh id=====")));
        WireClient.assertRefusal(
                400,
                "InvalidParameterValue",
                runInstances(with(where, "UserData=" + Base64.getEncoder().encodeToString(new byte[16385]))));
        WireClient.assertRefusal(
                400,
                "InvalidParameterCombination",
                runInstances(with(where, "IamInstanceProfile.Name=a", "IamInstanceProfile.Arn=arn:aws:iam::1:b")));
        assertThat(network.instances()).hasSize(before);
    }

    private static String[] with(String[] first, String... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void run_withACountOfSecondaries_choosesThemWithinTheLimitOfTheType() throws IOException {
        String[] first = {
            "MinCount=1", "MaxCount=1", "NetworkInterface.1.DeviceIndex=0", "NetworkInterface.1.SubnetId=" + subnet
        };
        WireClient.Reply ran = runInstances(with(first, "NetworkInterface.1.SecondaryPrivateIpAddressCount=3"));

        assertThat(ran.texts("//privateIpAddressesSet/item/primary"))
                .containsExactly("true", "false", "false", "false");
        WireClient.assertRefusal(
                400,
                "PrivateIpAddressLimitExceeded",
                runInstances(with(first, "NetworkInterface.1.SecondaryPrivateIpAddressCount=10")));
        WireClient.assertRefusal(
                400,
                "InvalidParameterCombination",
                runInstances(with(
                        first,
                        "NetworkInterface.1.SecondaryPrivateIpAddressCount=1",
                        "NetworkInterface.1.PrivateIpAddresses.1.PrivateIpAddress=10.0.1.99")));
    }

    @Test
    void createInterface_withACountOfSecondaries_choosesThem() throws IOException {
        String eni = client.ok(
                        "CreateNetworkInterface",
                        "SubnetId=" + subnet,
                        "PrivateIpAddress=10.0.1.50",
                        "SecondaryPrivateIpAddressCount=2")
                .text("//networkInterfaceId");

        assertThat(network.networkInterface(eni).map(VpcInterface::addresses).orElseThrow())
                .hasSize(3)
                .startsWith(IpAddress.of("10.0.1.50"))
                .doesNotHaveDuplicates();
    }

    // ---- DescribeInstances

    @Test
    void reservation_ofInstancesThatWereRunTogether_isOneAndFindsThem() throws IOException {
        WireClient.Reply ran = runInstances("MinCount=3", "MaxCount=3", "SubnetId=" + subnet);
        String reservation = ran.text("//reservationId");

        assertThat(ran.texts("//amiLaunchIndex")).containsExactly("0", "1", "2");
        WireClient.Reply all = client.ok("DescribeInstances");
        assertThat(all.texts("//reservationSet/item/reservationId")).hasSize(3).contains(reservation);
        assertThat(found("reservation-id=" + reservation)).isEqualTo(ran.texts("//instanceId"));
        assertThat(found("launch-index=2"))
                .containsExactly(ran.texts("//instanceId").get(2));
    }

    @ParameterizedTest
    @CsvSource({
        "private-dns-name=ip-10-0-1-10.ec2.internal, i-0a",
        "private-dns-name=ip-10-0-1-12.ec2.internal, ''",
        "ip-address=203.0.113.1, i-0a",
        "ip-address=203.0.113.2, ''",
        "dns-name=ec2-203-0-113-1.*, i-0a",
        "network-interface.addresses.association.public-ip=203.0.113.2, i-0a",
        "network-interface.addresses.primary=false, i-0a",
        "network-interface.addresses.primary=true, i-0a i-0b",
        "instance.group-name=default, i-0a i-0b",
        "instance.group-id=sg-*, i-0a i-0b",
        "owner-id=123456789012, i-0a i-0b",
        "network-interface.tag-key=of, i-0b",
        "network-interface.tag-value=b, i-0b",
        "reservation-id=r-0b, i-0b"
    })
    void instances_byWhatIsAroundTheAddress_areFound(String filter, String expected) throws IOException {
        ticker.advance(Duration.ofSeconds(30));
        String eni = network.holders("10.0.1.12").get(0).interfaceId();
        for (String address : List.of("10.0.1.10", "10.0.1.12")) {
            network.associateElasticIp(network.allocateElasticIp().allocationId(), eni, IpAddress.of(address), false);
        }
        network.createTags(
                List.of(network.instance("i-0b")
                        .orElseThrow()
                        .interfaces()
                        .get(0)
                        .id()),
                Map.of("of", "b"));

        assertThat(found(filter)).isEqualTo(words(expected));
    }
}
