package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single attributes of instances and interfaces on the wire. */
class InMemoryAwsServerAttributesTest {

    private static final String OF_INSTANCE = "DescribeInstanceAttribute";
    private static final String OF_INTERFACE = "DescribeNetworkInterfaceAttribute";

    private final InMemoryVpc network = InMemoryVpc.create();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @BeforeEach
    void run() {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0a").description("first & only"))
                .id("i-0a")
                .userData("eA=="));
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0b"))
                .and(InterfaceSpec.in(subnet).id("eni-0c"))
                .id("i-0bc"));
        network.createInterface(InterfaceSpec.in(subnet).id("eni-0d"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private VpcInterface eni(String id) {
        return network.networkInterface(id).orElseThrow();
    }

    @Test
    void sourceDestCheck_ofAnInterface_isSwitchedAndShownEverywhere() throws IOException {
        assertThat(attribute(OF_INTERFACE, "NetworkInterfaceId=eni-0c", "sourceDestCheck"))
                .isEqualTo("true");

        assertThat(client.ok(
                                "ModifyNetworkInterfaceAttribute",
                                "NetworkInterfaceId=eni-0c",
                                "SourceDestCheck.Value=false")
                        .elements())
                .containsExactly("return");

        assertThat(attribute(OF_INTERFACE, "NetworkInterfaceId=eni-0c", "sourceDestCheck"))
                .isEqualTo("false");
        assertThat(eni("eni-0c").sourceDestCheck()).isFalse();
        assertThat(found("DescribeNetworkInterfaces", "source-dest-check", "false", "//networkInterfaceSet/item"))
                .containsExactly("eni-0c");
        assertThat(found(
                        "DescribeInstances",
                        "network-interface.source-dest-check",
                        "false",
                        "//instancesSet/item/networkInterfaceSet/item[sourceDestCheck='false']"))
                .containsExactly("eni-0c");
        assertThat(client.ok("DescribeInstances", "InstanceId.1=i-0bc").text("//instancesSet/item/sourceDestCheck"))
                .as("that of its first interface")
                .isEqualTo("true");
    }

    private List<String> found(String action, String filter, String value, String path) throws IOException {
        return client.ok(action, "Filter.1.Name=" + filter, "Filter.1.Value.1=" + value)
                .texts(path + "/networkInterfaceId");
    }

    private String attribute(String action, String of, String attribute) throws IOException {
        return client.ok(action, of, "Attribute=" + attribute).text("/*/" + attribute + "/value");
    }

    @Test
    void sourceDestCheck_ofAnInstance_isThatOfItsOnlyInterface() throws IOException {
        client.ok("ModifyInstanceAttribute", "InstanceId=i-0a", "SourceDestCheck.Value=false");

        assertThat(eni("eni-0a").sourceDestCheck()).isFalse();
        assertThat(attribute(OF_INSTANCE, "InstanceId=i-0a", "sourceDestCheck")).isEqualTo("false");
        assertThat(client.ok("DescribeInstances", "Filter.1.Name=source-dest-check", "Filter.1.Value.1=false")
                        .text("//instancesSet/item/instanceId"))
                .isEqualTo("i-0a");
        String several =
                "There are multiple interfaces attached to instance 'i-0bc'. Please specify an interface ID for the"
                        + " operation instead.";
        assertThat(client.refused(
                                400,
                                "InvalidInstanceID",
                                "ModifyInstanceAttribute",
                                "InstanceId=i-0bc",
                                "SourceDestCheck.Value=false")
                        .message())
                .isEqualTo(several);
        assertThat(client.refused(
                                400, "InvalidInstanceID", OF_INSTANCE, "InstanceId=i-0bc", "Attribute=sourceDestCheck")
                        .message())
                .isEqualTo(several);
        network.terminate("i-0a");
        client.refused(
                400, "InvalidInstanceID", "ModifyInstanceAttribute", "InstanceId=i-0a", "SourceDestCheck.Value=true");
    }

    @ParameterizedTest
    @CsvSource({
        "instanceType, m5.large",
        "userData, eA==",
        "disableApiTermination, false",
        "disableApiStop, false",
        "instanceInitiatedShutdownBehavior, stop"
    })
    void attribute_ofAnInstance_isRead(String attribute, String value) throws IOException {
        assertThat(attribute(OF_INSTANCE, "InstanceId=i-0a", attribute)).isEqualTo(value);
    }

    @Test
    void attribute_thatIsEmpty_isAnEmptyElement() throws IOException {
        WireClient.Reply reply = client.ok(OF_INSTANCE, "InstanceId=i-0bc", "Attribute=userData");
        assertThat(reply.elements()).containsExactly("instanceId", "userData");
        assertThat(reply.texts("/*/userData/*")).isEmpty();
        assertThat(client.ok(OF_INTERFACE, "NetworkInterfaceId=eni-0d", "Attribute=attachment")
                        .elements())
                .containsExactly("networkInterfaceId");
        network.terminate("i-0a");
        assertThat(client.ok(OF_INSTANCE, "InstanceId=i-0a", "Attribute=groupSet")
                        .texts("/*/groupSet/item"))
                .isEmpty();
    }

    @Test
    void attribute_ofAnInterface_isReadAndChanged() throws IOException {
        assertThat(attribute(OF_INTERFACE, "NetworkInterfaceId=eni-0a", "description"))
                .isEqualTo("first & only");
        client.ok("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId=eni-0a", "Description.Value=");
        assertThat(eni("eni-0a").description()).isEmpty();

        WireClient.Reply attached = client.ok(OF_INTERFACE, "NetworkInterfaceId=eni-0a", "Attribute=attachment");
        assertThat(attached.text("/*/attachment/instanceId")).isEqualTo("i-0a");
        assertThat(attached.text("/*/attachment/deleteOnTermination")).isEqualTo("true");
        client.ok(
                "ModifyNetworkInterfaceAttribute",
                "NetworkInterfaceId=eni-0a",
                "Attachment.AttachmentId=" + attached.text("/*/attachment/attachmentId"),
                "Attachment.DeleteOnTermination=false");
        assertThat(Objects.requireNonNull(eni("eni-0a").attachment()).deleteOnTermination())
                .isFalse();
        network.terminate("i-0a");
        assertThat(eni("eni-0a").attachment()).as("it stays").isNull();
        for (String of : List.of("InstanceId=i-0bc", "NetworkInterfaceId=eni-0b")) {
            assertThat(client.ok(of.startsWith("I") ? OF_INSTANCE : OF_INTERFACE, of, "Attribute=groupSet")
                            .text("/*/groupSet/item/groupName"))
                    .isEqualTo("default");
        }
    }

    @Test
    void attribute_thatThereIsNot_isRefused() throws IOException {
        for (String[] of :
                new String[][] {{OF_INSTANCE, "InstanceId=i-0a"}, {OF_INTERFACE, "NetworkInterfaceId=eni-0a"}}) {
            assertThat(client.refused(400, "InvalidParameterValue", of[0], of[1], "Attribute=invalid")
                            .message())
                    .isEqualTo("Value (invalid) for parameter attribute is invalid. Unknown attribute.");
            client.refused(400, "MissingParameter", of[0], of[1]);
        }
        assertThat(client.refused(400, "InvalidParameterValue", OF_INSTANCE, "InstanceId=i-0a", "Attribute=kernel")
                        .message())
                .isEqualTo("The attribute 'kernel' is not supported (not modelled by this in-memory AWS)");
        client.refused(
                400,
                "InvalidParameterValue",
                OF_INTERFACE,
                "NetworkInterfaceId=eni-0a",
                "Attribute=associatePublicIpAddress");
        client.refused(400, "InvalidInstanceID.NotFound", OF_INSTANCE, "InstanceId=i-0bad", "Attribute=userData");
        client.refused(
                400,
                "InvalidNetworkInterfaceID.NotFound",
                OF_INTERFACE,
                "NetworkInterfaceId=eni-0bad",
                "Attribute=description");
    }

    @Test
    void change_ofNoneOrTwoOrWhatIsMissing_isRefused() throws IOException {
        String modify = "ModifyNetworkInterfaceAttribute";
        String eni = "NetworkInterfaceId=eni-0a";
        assertThat(client.refused(400, "InvalidParameterCombination", modify, eni)
                        .message())
                .isEqualTo("No attributes specified.");
        assertThat(client.refused(
                                400,
                                "InvalidParameterCombination",
                                modify,
                                eni,
                                "Description.Value=multi",
                                "SourceDestCheck.Value=false")
                        .message())
                .isEqualTo("Fields for multiple attribute types specified: sourceDestCheck, description");
        client.refused(400, "InvalidParameterCombination", "ModifyInstanceAttribute", "InstanceId=i-0a");
        client.refused(400, "InvalidParameterValue", modify, eni, "SourceDestCheck.Value=perhaps");
        client.refused(400, "MissingParameter", modify, eni, "Attachment.DeleteOnTermination=true");
        client.refused(
                400,
                "InvalidAttachmentID.NotFound",
                modify,
                eni,
                "Attachment.AttachmentId=eni-attach-0bad",
                "Attachment.DeleteOnTermination=true");
        client.refused(
                400,
                "InvalidNetworkInterfaceID.NotFound",
                modify,
                "NetworkInterfaceId=eni-0bad",
                "SourceDestCheck.Value=false");
        assertThat(eni("eni-0a").description()).isEqualTo("first & only");
        assertThat(eni("eni-0a").sourceDestCheck()).isTrue();
    }
}
