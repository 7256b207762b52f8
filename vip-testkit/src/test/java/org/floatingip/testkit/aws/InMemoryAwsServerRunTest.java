package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InterfaceSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RunInstances over the wire. */
class InMemoryAwsServerRunTest {

    private static final String INSTANCE = "//instancesSet/item";

    private final InMemoryVpc network =
            InMemoryVpc.builder().transitionTime(Duration.ofSeconds(30)).build();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);
    private final String vpcId = network.createVpc("10.0.0.0/16").id();
    private final String subnetId =
            network.createSubnet(vpcId, "10.0.1.0/28", "us-east-1a").id();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void run_whenSubnetGiven_makesOneInterfaceWithThatAddress() throws IOException {
        WireClient.Reply reply = run(
                1,
                1,
                "InstanceType=m5.large",
                "SubnetId=" + subnetId,
                "PrivateIpAddress=10.0.1.9",
                "TagSpecification.1.ResourceType=instance",
                "TagSpecification.1.Tag.1.Key=Name",
                "TagSpecification.1.Tag.1.Value=db.a",
                "TagSpecification.2.ResourceType=network-interface",
                "TagSpecification.2.Tag.1.Key=of",
                "TagSpecification.2.Tag.1.Value=db.a");

        assertThat(reply.elements()).containsExactly("reservationId", "ownerId", "groupSet", "instancesSet");
        assertThat(reply.text(INSTANCE + "/instanceId")).matches("i-[0-9a-f]{17}");
        assertThat(reply.text(INSTANCE + "/imageId")).isEqualTo("ami-1");
        assertThat(reply.text(INSTANCE + "/instanceType")).isEqualTo("m5.large");
        assertThat(reply.text(INSTANCE + "/instanceState/name")).isEqualTo("pending");
        assertThat(reply.text(INSTANCE + "/privateIpAddress")).isEqualTo("10.0.1.9");
        assertThat(reply.text(INSTANCE + "/placement/availabilityZone")).isEqualTo("us-east-1a");
        assertThat(reply.text(INSTANCE + "/vpcId")).isEqualTo(vpcId);
        assertThat(reply.text(INSTANCE + "/launchTime")).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(reply.text(INSTANCE + "/tagSet/item[key='Name']/value")).isEqualTo("db.a");
        assertThat(network.instances()).singleElement().satisfies(instance -> {
            assertThat(instance.name()).isEqualTo("db.a");
            assertThat(instance.interfaces()).hasSize(1);
            assertThat(instance.interfaces().get(0).tags()).containsEntry("of", "db.a");
        });
    }

    @Test
    void run_whenInterfacesGiven_makesAndAttachesThem() throws IOException {
        String existing = network.createInterface(
                        InterfaceSpec.in(subnetId).primary("10.0.1.5").secondary("10.0.1.6"))
                .id();

        WireClient.Reply reply = run(
                1,
                1,
                "InstanceType=m5.large",
                "NetworkInterface.1.DeviceIndex=1",
                "NetworkInterface.1.NetworkInterfaceId=" + existing,
                "NetworkInterface.2.DeviceIndex=0",
                "NetworkInterface.2.SubnetId=" + subnetId,
                "NetworkInterface.2.Description=first",
                "NetworkInterface.2.DeleteOnTermination=false",
                "NetworkInterface.2.PrivateIpAddresses.1.PrivateIpAddress=10.0.1.12",
                "NetworkInterface.2.PrivateIpAddresses.2.PrivateIpAddress=10.0.1.10",
                "NetworkInterface.2.PrivateIpAddresses.2.Primary=true");

        String eni = INSTANCE + "/networkInterfaceSet/item";
        assertThat(reply.texts(eni + "/attachment/deviceIndex")).containsExactly("0", "1");
        assertThat(reply.texts(eni + "/attachment/deleteOnTermination")).containsExactly("false", "false");
        assertThat(reply.texts(eni + "[1]/privateIpAddressesSet/item/privateIpAddress"))
                .containsExactly("10.0.1.10", "10.0.1.12");
        assertThat(reply.texts(eni + "[1]/privateIpAddressesSet/item/primary")).containsExactly("true", "false");
        assertThat(reply.text(eni + "[1]/description")).isEqualTo("first");
        assertThat(reply.text(eni + "[2]/networkInterfaceId")).isEqualTo(existing);
        assertThat(reply.text(INSTANCE + "/privateIpAddress")).isEqualTo("10.0.1.10");
    }

    @ParameterizedTest
    @CsvSource({
        "MissingParameter, NetworkInterface.1.SubnetId, {subnet}",
        "MissingParameter, NetworkInterface.1.DeviceIndex, 0",
        "InvalidParameterValue, NetworkInterface.1.DeviceIndex, x",
        "UnknownParameter, NetworkInterface.x.DeviceIndex, 0",
        "InvalidSubnetID.NotFound, SubnetId, subnet-0",
        "MissingInput, InstanceType, m5.large"
    })
    void run_whenPlaceUnclear_isRefusedWhole(String code, String name, String value) throws IOException {
        WireClient.Reply reply = name.equals("InstanceType")
                ? call(name + "=" + value)
                : call("InstanceType=m5.large", name + "=" + value.replace("{subnet}", subnetId));

        WireClient.assertRefusal(400, code, reply);
        assertThat(network.instances()).isEmpty();
        assertThat(network.interfaces()).isEmpty();
    }

    @Test
    void run_whenSubnetAndInterfacesGiven_isRefused() throws IOException {
        WireClient.assertRefusal(
                400,
                "InvalidParameterCombination",
                call(
                        "SubnetId=" + subnetId,
                        "NetworkInterface.1.DeviceIndex=0",
                        "NetworkInterface.1.SubnetId=" + subnetId));
        assertThat(network.interfaces()).isEmpty();
    }

    @Test
    void run_whenTokenRepeated_returnsTheSameInstancesWithoutMore() throws IOException {
        String[] parameters = {"InstanceType=m5.large", "SubnetId=" + subnetId, "ClientToken=once"};

        List<String> first = run(2, 2, parameters).texts(INSTANCE + "/instanceId");
        List<String> second = run(2, 2, parameters).texts(INSTANCE + "/instanceId");

        assertThat(second).isEqualTo(first).hasSize(2);
        assertThat(network.instances()).hasSize(2);
        assertThat(server.count("RunInstances")).isEqualTo(2);
    }

    @Test
    void run_whenTokenRepeatedWithOtherParameters_isRefused() throws IOException {
        run(1, 1, "InstanceType=m5.large", "SubnetId=" + subnetId, "ClientToken=once");

        WireClient.assertRefusal(
                400,
                "IdempotentParameterMismatch",
                call("InstanceType=m5.xlarge", "SubnetId=" + subnetId, "ClientToken=once"));
        assertThat(network.instances()).hasSize(1);
    }

    @Test
    void run_whenTokenWasRefusedBefore_isStillNew() throws IOException {
        WireClient.assertRefusal(
                400,
                "InvalidSubnetID.NotFound",
                call("InstanceType=m5.large", "SubnetId=subnet-0", "ClientToken=once"));

        run(1, 1, "InstanceType=m5.large", "SubnetId=" + subnetId, "ClientToken=once");

        assertThat(network.instances()).hasSize(1);
    }

    @Test
    void run_whenNoToken_makesMoreEachTime() throws IOException {
        run(1, 1, "InstanceType=m5.large", "SubnetId=" + subnetId);
        run(1, 1, "InstanceType=m5.large", "SubnetId=" + subnetId);

        assertThat(network.instances()).hasSize(2);
    }

    @Test
    void run_whenSeveralWanted_makesTheMaximumInOneReservation() throws IOException {
        WireClient.Reply reply = run(1, 3, "InstanceType=m5.large", "SubnetId=" + subnetId);

        assertThat(reply.texts(INSTANCE + "/instanceId")).hasSize(3).doesNotHaveDuplicates();
        assertThat(reply.texts("//reservationId")).hasSize(1);
        assertThat(reply.texts(INSTANCE + "/privateIpAddress")).containsExactly("10.0.1.4", "10.0.1.5", "10.0.1.6");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "-1, -1", "x, 1", "1, 1.5", "1, 99999999999"})
    void run_whenCountsSenseless_isRefused(String least, String most) throws IOException {
        client.refused(
                400,
                "InvalidParameterValue",
                "RunInstances",
                "ImageId=ami-1",
                "InstanceType=m5.large",
                "SubnetId=" + subnetId,
                "MinCount=" + least,
                "MaxCount=" + most);
        assertThat(network.instances()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MinCount", "MaxCount", "ImageId"})
    void run_whenParameterMissing_namesIt(String missing) throws IOException {
        String[] parameters = Stream.of("MinCount", "MaxCount", "ImageId")
                .filter(name -> !name.equals(missing))
                .map(name -> name + "=1")
                .toArray(String[]::new);

        assertThat(client.refused(400, "MissingParameter", "RunInstances", parameters)
                        .message())
                .isEqualTo("The request must contain the parameter " + missing);
    }

    @Test
    void run_whenSubnetTooSmall_leavesNothingBehind() throws IOException {
        client.refused(
                400,
                "InsufficientFreeAddressesInSubnet",
                "RunInstances",
                "ImageId=ami-1",
                "InstanceType=m5.large",
                "SubnetId=" + subnetId,
                "MinCount=12",
                "MaxCount=12");

        assertThat(network.instances()).isEmpty();
        assertThat(network.interfaces()).isEmpty();
        assertThat(network.subnet(subnetId).orElseThrow().availableAddresses()).isEqualTo(11);
    }

    private WireClient.Reply run(int least, int most, String... more) throws IOException {
        return client.ok(
                "RunInstances",
                Stream.concat(Stream.of("ImageId=ami-1", "MinCount=" + least, "MaxCount=" + most), Stream.of(more))
                        .toArray(String[]::new));
    }

    private WireClient.Reply call(String... more) throws IOException {
        return client.call(
                "RunInstances",
                Stream.concat(Stream.of("ImageId=ami-1", "MinCount=1", "MaxCount=1"), Stream.of(more))
                        .toArray(String[]::new));
    }
}
