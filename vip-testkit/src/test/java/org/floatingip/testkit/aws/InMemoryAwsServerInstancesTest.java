package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.InstanceType;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instances and their types over the wire. */
class InMemoryAwsServerInstancesTest {

    private static final String INSTANCE = "//instancesSet/item";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder()
            .ticker(ticker)
            .transitionTime(Duration.ofSeconds(30))
            .build();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);
    private final String vpcId = network.createVpc("10.0.0.0/16").id();
    private final String subnetId =
            network.createSubnet(vpcId, "10.0.1.0/28", "us-east-1a").id();
    private final String farId =
            network.createSubnet(vpcId, "10.0.2.0/24", "us-east-1b").id();

    @AfterEach
    void stop() {
        server.close();
    }

    // ---- DescribeInstances

    @Test
    void describe_whenInstanceHasSeveralInterfaces_nestsThemWithAllAddresses() throws IOException {
        network.run(
                InstanceSpec.with(InterfaceSpec.in(subnetId).primary("10.0.1.5").secondary("10.0.1.6"))
                        .and(InterfaceSpec.in(subnetId).primary("10.0.1.7").secondary("10.0.1.8"))
                        .id("i-a"));
        ticker.advance(Duration.ofSeconds(30));

        WireClient.Reply reply = client.ok("DescribeInstances");

        String eni = "/*/reservationSet/item/instancesSet/item/networkInterfaceSet/item";
        assertThat(reply.texts(eni + "/privateIpAddressesSet/item/privateIpAddress"))
                .containsExactly("10.0.1.5", "10.0.1.6", "10.0.1.7", "10.0.1.8");
        assertThat(reply.texts(eni + "/privateIpAddressesSet/item/primary"))
                .containsExactly("true", "false", "true", "false");
        assertThat(reply.texts(eni + "/status")).containsExactly("in-use", "in-use");
        assertThat(reply.texts(eni + "/attachment/status")).containsExactly("attached", "attached");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "instance-id, i-b, i-b",
                "instance-id, i-*, i-a i-b i-far",
                "image-id, ami-9, i-b",
                "instance-state-name, stopped, i-b",
                "instance-state-code, 16, i-a i-far",
                "instance-type, t2.*, i-b",
                "availability-zone, us-east-1b, i-far",
                "subnet-id, {far}, i-far",
                "vpc-id, {vpc}, i-a i-b i-far",
                "private-ip-address, 10.0.1.5, i-a",
                "private-ip-address, 10.0.1.6, -",
                "network-interface.network-interface-id, eni-far, i-far",
                "network-interface.subnet-id, {far}, i-far",
                "network-interface.vpc-id, {vpc}, i-a i-b i-far",
                "network-interface.addresses.private-ip-address, 10.0.1.6, i-a",
                "network-interface.addresses.private-ip-address, 10.0.1.5, i-a",
                "tag:Name, db.?, i-a i-b",
                "tag:name, db.a, -",
                "tag-key, Name, i-a i-b"
            })
    void describe_whenFiltered_selects(String filter, String value, String expected) throws IOException {
        network.run(
                InstanceSpec.with(InterfaceSpec.in(subnetId).primary("10.0.1.5").secondary("10.0.1.6"))
                        .id("i-a")
                        .name("db.a"));
        network.run(InstanceSpec.in(subnetId)
                .id("i-b")
                .name("db.b")
                .type("t2.micro")
                .imageId("ami-9"));
        network.run(InstanceSpec.with(InterfaceSpec.in(farId).id("eni-far")).id("i-far"));
        ticker.advance(Duration.ofSeconds(30));
        network.stop(List.of("i-b"));
        ticker.advance(Duration.ofSeconds(30));

        WireClient.Reply reply = client.ok(
                "DescribeInstances",
                "Filter.1.Name=" + filter,
                "Filter.1.Value.1=" + value.replace("{far}", farId).replace("{vpc}", vpcId));

        assertThat(String.join(" ", reply.texts(INSTANCE + "/instanceId"))).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void describe_whenPaged_givesEachInstanceOnce() throws IOException {
        network.run(InstanceSpec.in(subnetId), 11);

        List<List<String>> pages = client.pages(INSTANCE + "/instanceId", "DescribeInstances", "MaxResults=5");

        assertThat(pages).extracting(List::size).containsExactly(5, 5, 1);
        assertThat(pages.stream().flatMap(List::stream))
                .containsExactlyElementsOf(
                        network.instances().stream().map(VpcInstance::id).toList());
    }

    @Test
    void describe_whenIdGiven_showsItEvenTerminatedAndRefusesOthers() throws IOException {
        network.run(InstanceSpec.in(subnetId).id("i-a"));
        network.terminate(List.of("i-a"));
        ticker.advance(Duration.ofSeconds(30));

        WireClient.Reply reply = client.ok("DescribeInstances", "InstanceId.1=i-a");

        assertThat(reply.text(INSTANCE + "/instanceState/name")).isEqualTo("terminated");
        assertThat(reply.texts(INSTANCE + "/networkInterfaceSet/item")).isEmpty();
        assertThat(reply.texts(INSTANCE + "/privateIpAddress")).isEmpty();
        assertThat(client.refused(
                                400,
                                "InvalidInstanceID.NotFound",
                                "DescribeInstances",
                                "InstanceId.1=i-a",
                                "InstanceId.2=i-b")
                        .message())
                .isEqualTo("The instance ID 'i-b' does not exist");
        assertThat(client.refused(400, "InvalidInstanceID.Malformed", "DescribeInstances", "InstanceId.1=x")
                        .message())
                .isEqualTo("Invalid id: \"x\"");
        client.refused(400, "InvalidParameterCombination", "DescribeInstances", "InstanceId.1=i-a", "MaxResults=5");
    }

    // ---- states

    @Test
    void stopAndStart_whenTimePasses_showBothStatesAndKeepAddresses() throws IOException {
        network.run(
                InstanceSpec.with(InterfaceSpec.in(subnetId).primary("10.0.1.5").secondary("10.0.1.6"))
                        .id("i-a"));
        ticker.advance(Duration.ofSeconds(30));

        assertThat(states("StopInstances", "i-a")).containsExactly("16 running", "64 stopping");
        assertThat(states("StopInstances", "i-a")).containsExactly("64 stopping", "64 stopping");
        client.refused(400, "IncorrectInstanceState", "StartInstances", "InstanceId.1=i-a");
        ticker.advance(Duration.ofSeconds(30));
        assertThat(client.ok("DescribeInstances").texts(INSTANCE + "/instanceState/name"))
                .containsExactly("stopped");
        assertThat(network.holders("10.0.1.6")).hasSize(1);
        assertThat(states("StartInstances", "i-a")).containsExactly("80 stopped", "0 pending");
        ticker.advance(Duration.ofSeconds(30));
        assertThat(client.ok("DescribeInstances").texts(INSTANCE + "/instanceState/code"))
                .containsExactly("16");
    }

    @Test
    void terminate_whenItCompletes_freesAddresses() throws IOException {
        network.run(
                InstanceSpec.with(InterfaceSpec.in(subnetId).primary("10.0.1.5").secondary("10.0.1.6"))
                        .id("i-a"));
        ticker.advance(Duration.ofSeconds(30));

        assertThat(states("TerminateInstances", "i-a")).containsExactly("16 running", "32 shutting-down");
        ticker.advance(Duration.ofSeconds(30));

        assertThat(states("TerminateInstances", "i-a")).containsExactly("48 terminated", "48 terminated");
        assertThat(client.ok("DescribeNetworkInterfaces").texts("//networkInterfaceId"))
                .isEmpty();
        assertThat(client.ok("DescribeSubnets", "SubnetId.1=" + subnetId).text("//availableIpAddressCount"))
                .isEqualTo("11");
        client.refused(400, "IncorrectInstanceState", "StartInstances", "InstanceId.1=i-a");
    }

    @ParameterizedTest
    @CsvSource({"StopInstances, Force", "StartInstances, -", "TerminateInstances, SkipOsShutdown"})
    void changeState_whenOneIdIsUnknown_changesNone(String action, String flag) throws IOException {
        network.run(InstanceSpec.in(subnetId).id("i-a"));
        String extra = flag.equals("-") ? "InstanceId.2" : flag;
        String value = flag.equals("-") ? "i-a" : "true";

        client.refused(
                400, "InvalidInstanceID.NotFound", action, "InstanceId.1=i-a", "InstanceId.3=i-0", extra + "=" + value);
        client.refused(400, "InvalidInstanceID.Malformed", action, "InstanceId.1=bogus");
        client.refused(400, "MissingParameter", action);

        assertThat(network.instance("i-a").orElseThrow().state()).isEqualTo(InstanceState.PENDING);
    }

    // ---- DescribeInstanceTypes

    @Test
    void types_whenNamed_showLimits() throws IOException {
        WireClient.Reply reply =
                client.ok("DescribeInstanceTypes", "InstanceType.1=t2.micro", "InstanceType.2=c5.18xlarge");

        String type = "/*/instanceTypeSet/item";
        assertThat(reply.texts(type + "/instanceType")).containsExactlyInAnyOrder("t2.micro", "c5.18xlarge");
        assertThat(reply.text(type + "[instanceType='t2.micro']/networkInfo/ipv4AddressesPerInterface"))
                .isEqualTo("2");
        assertThat(reply.text(type + "[instanceType='c5.18xlarge']/networkInfo/ipv4AddressesPerInterface"))
                .isEqualTo("50");
        assertThat(reply.text(type + "[instanceType='c5.18xlarge']/networkInfo/maximumNetworkInterfaces"))
                .isEqualTo("15");
    }

    @Test
    void types_whenFilteredPagedOrUnknown_behaveLikeOtherReadings() throws IOException {
        assertThat(client.ok("DescribeInstanceTypes", "Filter.1.Name=instance-type", "Filter.1.Value.1=m5.*")
                        .texts("//instanceType"))
                .hasSize(6)
                .allMatch(name -> name.startsWith("m5."));
        assertThat(client.pages("//instanceType", "DescribeInstanceTypes", "MaxResults=10").stream()
                        .flatMap(List::stream))
                .containsExactlyElementsOf(
                        InstanceType.all().stream().map(InstanceType::name).toList());
        client.refused(400, "InvalidInstanceType", "DescribeInstanceTypes", "InstanceType.1=z9.huge");
    }

    private List<String> states(String action, String instanceId) throws IOException {
        WireClient.Reply reply = client.ok(action, "InstanceId.1=" + instanceId);
        assertThat(reply.text("/*/instancesSet/item/instanceId")).isEqualTo(instanceId);
        return List.of(
                reply.text("//previousState/code") + " " + reply.text("//previousState/name"),
                reply.text("//currentState/code") + " " + reply.text("//currentState/name"));
    }
}
