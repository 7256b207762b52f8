package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Node;

/**
 * The elements of a reply, in their order, beside those of raw replies of the real service. What those have beyond that is not
 * modelled: who asked for an interface, volumes, the processor and other hardware.
 */
class InMemoryAwsServerShapesTest {

    private static final Duration TIME = Duration.ofSeconds(30);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network =
            InMemoryVpc.builder().ticker(ticker).transitionTime(TIME).build();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1b").id();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @AfterEach
    void close() {
        server.close();
    }

    /** The names of what is in the first element of that name. */
    private static List<String> elements(WireClient.Reply reply, String parent) {
        return names(reply.xml().getElementsByTagName(parent).item(0));
    }

    private static Node only(WireClient.Reply reply, String list) {
        return reply.xml().getElementsByTagName(list).item(0).getFirstChild();
    }

    private static List<String> names(Node of) {
        List<String> names = new ArrayList<>();
        for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            names.add(child.getNodeName());
        }
        return names;
    }

    private static String[] words(String text) {
        return text.split(" ", -1);
    }

    // ---- networks

    @Test
    void vpc_whenCreatedAndDescribed_hasTheElementsOfRealOnes() throws IOException {
        String[] tagged = {
            "CidrBlock=10.9.0.0/16",
            "TagSpecification.1.ResourceType=vpc",
            "TagSpecification.1.Tag.1.Key=Name",
            "TagSpecification.1.Tag.1.Value=db"
        };
        WireClient.Reply created = client.ok("CreateVpc", tagged);
        assertThat(elements(created, "vpc"))
                .containsExactly(words("vpcId ownerId state cidrBlock cidrBlockAssociationSet"
                        + " ipv6CidrBlockAssociationSet dhcpOptionsId tagSet instanceTenancy isDefault"));
        assertThat(created.text("/*/vpc/state")).isEqualTo("pending");

        WireClient.Reply described = client.ok("DescribeVpcs", "VpcId.1=" + created.text("//vpcId"));
        assertThat(elements(described, "item"))
                .containsExactly(words("vpcId ownerId state cidrBlock cidrBlockAssociationSet dhcpOptionsId tagSet"
                        + " instanceTenancy isDefault blockPublicAccessStates"));
        assertThat(described.text("//vpcSet/item/state")).isEqualTo("available");
        assertThat(described.text("//cidrBlockAssociationSet/item/associationId"))
                .matches("vpc-cidr-assoc-[0-9a-f]{17}");
        assertThat(described.text("//cidrBlockAssociationSet/item/cidrBlockState/state"))
                .isEqualTo("associated");
        assertThat(described.text("//dhcpOptionsId"))
                .isEqualTo(client.ok("DescribeVpcs", "VpcId.1=" + vpc).text("//dhcpOptionsId"))
                .matches("dopt-[0-9a-f]{17}");
        assertThat(client.ok("DescribeVpcs", "VpcId.1=" + vpc).texts("//tagSet"))
                .as("there is none without tags")
                .isEmpty();
    }

    @Test
    void subnet_whenDescribed_hasTheElementsOfRealOnes() throws IOException {
        network.createTags(List.of(subnet), Map.of("Name", "db"));
        WireClient.Reply described = client.ok("DescribeSubnets");

        assertThat(elements(described, "item"))
                .containsExactly(words("subnetId subnetArn state ownerId vpcId cidrBlock ipv6CidrBlockAssociationSet"
                        + " availableIpAddressCount availabilityZone availabilityZoneId defaultForAz"
                        + " mapPublicIpOnLaunch tagSet assignIpv6AddressOnCreation mapCustomerOwnedIpOnLaunch"
                        + " privateDnsNameOptionsOnLaunch ipv6Native enableDns64 blockPublicAccessStates"));
        assertThat(described.text("//subnetArn")).isEqualTo("arn:aws:ec2:us-east-1:123456789012:subnet/" + subnet);
        assertThat(described.text("//availabilityZoneId")).isEqualTo("use1-az1");
    }

    @Test
    void subnet_inAZoneThatTheRegionLacks_hasNoIdOfIt() throws IOException {
        network.createSubnet(vpc, "10.0.2.0/24", "eu-west-1a");

        assertThat(client.ok("DescribeSubnets").texts("//availabilityZoneId")).hasSize(1);
    }

    // ---- interfaces

    @Test
    void interface_whenCreatedAndAttached_hasTheElementsOfRealOnes() throws IOException {
        String unattached = "networkInterfaceId subnetId vpcId availabilityZone description ownerId requesterManaged"
                + " status macAddress privateIpAddress privateDnsName sourceDestCheck groupSet tagSet"
                + " privateIpAddressesSet ipv6AddressesSet interfaceType operator availabilityZoneId";
        WireClient.Reply created = client.ok("CreateNetworkInterface", "SubnetId=" + subnet);
        assertThat(elements(created, "networkInterface")).containsExactly(words(unattached));

        network.run(InstanceSpec.in(subnet).id("i-0a"));
        ticker.advance(TIME.plusMillis(1234));
        String eni = created.text("//networkInterfaceId");
        network.attachInterface(eni, "i-0a", 1);
        WireClient.Reply attached = client.ok("DescribeNetworkInterfaces", "NetworkInterfaceId.1=" + eni);

        assertThat(elements(attached, "item"))
                .containsExactly(words(unattached.replace("groupSet", "groupSet attachment")));
        assertThat(elements(attached, "attachment"))
                .containsExactly(words("attachmentId instanceId instanceOwnerId deviceIndex status attachTime"
                        + " deleteOnTermination networkCardIndex"));
        assertThat(attached.text("//attachTime")).as("whole seconds").isEqualTo("2026-01-01T00:00:31.000Z");
        assertThat(attached.text("//requesterManaged")).isEqualTo("false");
    }

    // ---- instances

    @Test
    void instance_whenItRuns_hasTheElementsOfRealOnes() throws IOException {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).primary("10.0.1.10"))
                .id("i-0a")
                .name("db")
                .keyName("ops")
                .instanceProfile("arn:aws:iam::123456789012:instance-profile/db"));
        ticker.advance(TIME);
        WireClient.Reply reply = client.ok("DescribeInstances");

        assertThat(names(only(reply, "instancesSet")))
                .containsExactly(words("instanceId imageId instanceState privateDnsName dnsName reason keyName"
                        + " amiLaunchIndex productCodes instanceType launchTime placement monitoring subnetId vpcId"
                        + " privateIpAddress sourceDestCheck groupSet clientToken tagSet hypervisor"
                        + " networkInterfaceSet iamInstanceProfile operator"));
        assertThat(names(only(reply, "networkInterfaceSet")))
                .containsExactly(words("networkInterfaceId subnetId vpcId description ownerId status macAddress"
                        + " privateIpAddress privateDnsName sourceDestCheck groupSet attachment"
                        + " privateIpAddressesSet ipv6AddressesSet interfaceType operator"));
        assertThat(reply.text("//dnsName")).isEmpty();
        assertThat(reply.text("//reason")).isEmpty();
        assertThat(reply.text("//launchTime")).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(elements(reply, "placement"))
                .containsExactly("availabilityZone", "availabilityZoneId", "groupName", "tenancy");
    }

    @Test
    void instance_whenStoppedStartedAndTerminated_saysWhy() throws IOException {
        String instance = "//instancesSet/item/";
        network.run(InstanceSpec.in(subnet).id("i-0a"));
        WireClient.Reply pending = client.ok("DescribeInstances");
        assertThat(pending.text(instance + "stateReason/code")).isEqualTo("pending");
        ticker.advance(TIME);
        assertThat(client.ok("DescribeInstances").texts(instance + "stateReason"))
                .isEmpty();

        network.stop("i-0a");
        ticker.advance(TIME);
        WireClient.Reply stopped = client.ok("DescribeInstances");
        assertThat(stopped.text(instance + "reason")).isEqualTo("User initiated (2026-01-01 00:00:30 GMT)");
        assertThat(stopped.text(instance + "stateReason/code")).isEqualTo("Client.UserInitiatedShutdown");
        assertThat(stopped.text(instance + "stateReason/message"))
                .isEqualTo("Client.UserInitiatedShutdown: User initiated shutdown");

        network.start("i-0a");
        ticker.advance(TIME);
        WireClient.Reply again = client.ok("DescribeInstances");
        assertThat(again.text(instance + "reason")).isEmpty();
        assertThat(again.texts(instance + "stateReason")).isEmpty();
        assertThat(again.text(instance + "launchTime")).as("of its last start").isEqualTo("2026-01-01T00:01:00.000Z");
        assertThat(again.text("//attachTime")).as("of its first").isEqualTo("2026-01-01T00:00:00.000Z");

        network.terminate("i-0a");
        WireClient.Reply going = client.ok("DescribeInstances");
        assertThat(going.texts(instance + "vpcId")).isEmpty();
        assertThat(going.texts("//networkInterfaceSet/item/privateIpAddress")).isEmpty();
        assertThat(going.text("//networkInterfaceSet/item/attachment/status")).isEqualTo("attached");
        ticker.advance(TIME);
        WireClient.Reply gone = client.ok("DescribeInstances");
        assertThat(gone.text(instance + "placement/availabilityZone")).isEqualTo("us-east-1b");
        assertThat(gone.texts(instance + "groupSet/item")).isEmpty();
        assertThat(client.ok("DescribeInstanceStatus", "IncludeAllInstances=true")
                        .text("//availabilityZone"))
                .isEqualTo("us-east-1b");
    }

    @Test
    void instance_showsTheTokenOfItsRequest() throws IOException {
        WireClient.Reply ran = client.ok(
                "RunInstances", "ImageId=ami-1", "MinCount=1", "MaxCount=1", "SubnetId=" + subnet, "ClientToken=once");

        assertThat(ran.text("//clientToken")).isEqualTo("once");
        assertThat(client.ok("DescribeInstances").text("//clientToken")).isEqualTo("once");
    }

    // ---- headers

    @ParameterizedTest
    @CsvSource({
        "/?Action=DescribeVpcs, 200, requestId",
        "/?Action=DescribeMoons, 400, RequestID",
        "/?Action=GetCallerIdentity&Version=2011-06-15, 200, RequestId",
        "/?Action=DescribeMoons&Version=2011-06-15, 400, RequestId",
        "/2013-04-01/hostedzone, 200, ''",
        "/2013-04-01/change/C0, 404, RequestId"
    })
    void reply_ofEachService_hasItsIdAndTheTimeInHeaders(String path, int status, String element)
            throws IOException, InterruptedException {
        HttpResponse<String> reply = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.endpointUrl() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(reply.statusCode()).isEqualTo(status);
        String id = reply.headers().firstValue("x-amzn-RequestId").orElseThrow();
        assertThat(id).hasSize(36);
        if (!element.isEmpty()) {
            assertThat(reply.body()).contains("<" + element + ">" + id + "</" + element + ">");
        }
        Instant date = ZonedDateTime.parse(
                        reply.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(date).as("this machine's time").isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }
}
