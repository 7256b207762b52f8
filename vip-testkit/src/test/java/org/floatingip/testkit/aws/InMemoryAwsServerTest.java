package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol itself, whatever the action. */
class InMemoryAwsServerTest {

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void endpointUrl_whenStarted_isPlainHttpOnLoopback() {
        assertThat(server.endpointUrl()).hasScheme("http").hasHost("127.0.0.1").hasPath("");
        assertThat(server.network()).isSameAs(network);
    }

    @Test
    void call_whenSuccessful_isInTheNamespaceOfTheVersion() throws IOException {
        WireClient.Reply reply = client.ok("DescribeVpcs");

        assertThat(reply.xml().getDocumentElement().getAttribute("xmlns"))
                .isEqualTo("http://ec2.amazonaws.com/doc/2016-11-15/");
    }

    @Test
    void call_whenActionUnknown_isInvalidAction() throws IOException {
        WireClient.Reply reply = client.refused(400, "InvalidAction", "AssignMoonAddresses", "NetworkInterfaceId=x");

        assertThat(reply.message()).isEqualTo("The action AssignMoonAddresses is not valid for this web service.");
        assertThat(server.requests()).hasSize(1).first().satisfies(request -> {
            assertThat(request.action()).isEqualTo("AssignMoonAddresses");
            assertThat(request.parameters()).containsOnlyKeys("NetworkInterfaceId");
            assertThat(request.status()).isEqualTo(400);
            assertThat(request.errorCode()).isEqualTo("InvalidAction");
            assertThat(request.mutating()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Version=2016-11-15", "Action=", "&&&"})
    void call_whenActionMissing_isMissingAction(String body) throws IOException {
        WireClient.assertRefusal(400, "MissingAction", client.post(body));

        assertThat(server.requests()).extracting(RecordedRequest::action).containsExactly("");
    }

    @Test
    void call_whenVersionUnknown_isRefused() throws IOException {
        WireClient.assertRefusal(
                400, "InvalidParameterValue", client.post("Action=CreateVpc&Version=2010-01-01&CidrBlock=10.9.0.0/16"));

        assertThat(network.vpcs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nonsense",
                "VpcId",
                "VpcId.x",
                "VpcId.",
                "VpcId.1.Id",
                "vpcId.1",
                "Filter",
                "Filter.1.Names",
                "Filter.1.Value.x",
                "MaxResult",
                ""
            })
    void call_whenParameterUnknown_isNeverIgnored(String name) throws IOException {
        WireClient.Reply reply = client.call("DescribeVpcs", name + "=1");

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("//Error/Code")).isIn("UnknownParameter", "MissingParameter");
    }

    @Test
    void call_whenParameterUnknown_namesItAndChangesNothing() throws IOException {
        WireClient.Reply reply =
                client.refused(400, "UnknownParameter", "CreateVpc", "CidrBlock=10.9.0.0/16", "Zone=x");

        assertThat(reply.message()).isEqualTo("The parameter Zone is not recognized");
        assertThat(network.vpcs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action=CreateVpc&CidrBlock=10.9.0.0%2",
                "Action=CreateVpc&CidrBlock=%zz",
                "Action=CreateVpc&%=1",
                "Action=%",
                "Action=CreateVpc&CidrBlock=10.8.0.0/16&CidrBlock=10.9.0.0/16"
            })
    void call_whenFormMalformed_isRefusedAndRecorded(String body) throws IOException {
        WireClient.assertRefusal(400, "MalformedQueryString", client.post(body));

        assertThat(network.vpcs()).hasSize(1);
        assertThat(server.requests()).extracting(RecordedRequest::errorCode).containsExactly("MalformedQueryString");
    }

    @Test
    void call_whenGetWithQuery_isAnsweredLikePost() throws IOException {
        WireClient.Reply reply =
                client.send(client.request("/?Action=DescribeSubnets&Filter.1.Name=cidr&Filter.1.Value.1=10.0.2.0%2F24")
                        .GET()
                        .build());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.texts("//subnetSet/item/cidrBlock")).containsExactly("10.0.2.0/24");
    }

    @Test
    void call_whenGetWithoutQuery_isMissingAction() throws IOException {
        WireClient.assertRefusal(
                400, "MissingAction", client.send(client.request("/").GET().build()));
    }

    /** The JDK's server answers this one by itself, not in XML. */
    @Test
    void call_whenGetWithMalformedPercentEncoding_isNoSuccess() throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                server.endpointUrl().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /?Action=CreateVpc&CidrBlock=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

            assertThat(in.readLine()).startsWith("HTTP/1.1 400 ");
        }
        assertThat(network.vpcs()).hasSize(1);
    }

    @Test
    void call_whenPostWithQueryAndBody_ignoresNeither() throws IOException {
        String target = sandbox.instanceId("db.a");

        WireClient.Reply reply = client.send(client.request("/?DryRun=true")
                .POST(HttpRequest.BodyPublishers.ofString("Action=TerminateInstances&InstanceId.1=" + target))
                .build());

        WireClient.assertRefusal(412, "DryRunOperation", reply);
        assertThat(network.instance(target).orElseThrow().state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void call_whenBodyIsOneMebibyte_isRead() throws IOException {
        String start = "Action=DescribeVpcs&Padding=";

        WireClient.assertRefusal(400, "UnknownParameter", client.post(start + "x".repeat((1 << 20) - start.length())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000, 1 << 20})
    void call_whenBodyIsLarger_isTooLarge(int excess) throws IOException {
        String start = "Action=CreateVpc&CidrBlock=10.9.0.0/16&Padding=";
        String body = start + "x".repeat((1 << 20) + excess - start.length());

        WireClient.assertRefusal(413, "RequestEntityTooLarge", client.post(body));

        assertThat(network.vpcs()).hasSize(1);
        assertThat(client.ok("DescribeVpcs").texts("//vpcId")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ec2", "/latest/meta-data/", "/%3Cb%3E"})
    void call_whenPathUnknown_isNotFound(String path) throws IOException {
        WireClient.Reply reply = client.send(HttpRequest.newBuilder(URI.create(server.endpointUrl() + path))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString("Action=CreateVpc&CidrBlock=10.9.0.0/16"))
                .build());

        WireClient.assertRefusal(404, "InvalidAction", reply);
        assertThat(network.vpcs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CreateVpc",
                "DescribeVpcs",
                "CreateSubnet",
                "DescribeSubnets",
                "RunInstances",
                "DescribeInstances",
                "StopInstances",
                "StartInstances",
                "TerminateInstances",
                "DescribeInstanceTypes",
                "CreateNetworkInterface",
                "AttachNetworkInterface",
                "DetachNetworkInterface",
                "DeleteNetworkInterface",
                "DescribeNetworkInterfaces",
                "CreateSubnetCidrReservation",
                "GetSubnetCidrReservations",
                "DeleteSubnetCidrReservation"
            })
    void dryRun_whereItExists_isAnsweredBeforeParametersAreValidated(String action) throws IOException {
        WireClient.Reply reply =
                client.refused(412, "DryRunOperation", action, "DryRun=true", "SubnetId=bogus", "MinCount=x");

        assertThat(reply.message()).isEqualTo("Request would have succeeded, but DryRun flag is set.");
        client.refused(400, "InvalidParameterValue", action, "DryRun=perhaps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"})
    void dryRun_whereItDoesNotExist_isAnUnknownParameter(String action) throws IOException {
        String eni = network.holders(Sandbox.FLOATING_IP).get(0).interfaceId();

        WireClient.Reply reply = client.refused(
                400,
                "UnknownParameter",
                action,
                "NetworkInterfaceId=" + eni,
                "PrivateIpAddress.1=" + Sandbox.FLOATING_IP,
                "DryRun=true");

        assertThat(reply.message()).contains("DryRun");
        assertThat(network.holders(Sandbox.FLOATING_IP)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<&\"'>",
                "]]><!-- x --><?pi?>&amp;&#0;",
                "tab\tline\nend",
                "Ünïcødé \uD83D\uDE00 \u2028",
                " leading and trailing ",
                "\u007f\u0085\u009f"
            })
    void description_whenHostile_comesBackUnchanged(String description) throws IOException {
        String subnetId = network.subnets().get(0).id();

        WireClient.Reply reply =
                client.ok("CreateNetworkInterface", "SubnetId=" + subnetId, "Description=" + description);

        assertThat(reply.text("//networkInterface/description")).isEqualTo(description);
        assertThat(client.ok("DescribeNetworkInterfaces").texts("//networkInterfaceSet/item/description"))
                .contains(description);
        assertThat(network.interfaces()).extracting(VpcInterface::description).contains(description);
    }

    @Test
    void description_whenNotExpressibleInXml_becomesQuestionMarksInTheReplyOnly() throws IOException {
        String subnetId = network.subnets().get(0).id();
        String description = "a\u0000b\u0001c\u001bd\u001fe\ufffef\uffff";

        WireClient.Reply reply =
                client.ok("CreateNetworkInterface", "SubnetId=" + subnetId, "Description=" + description);

        assertThat(reply.text("//networkInterface/description")).isEqualTo("a?b?c?d?e?f?");
        assertThat(network.interfaces()).extracting(VpcInterface::description).contains(description);
    }

    @Test
    void error_whenItQuotesHostileText_isWellFormed() throws IOException {
        WireClient.Reply reply = client.refused(400, "InvalidAction", "<script a=\"&amp;'\u0000'\">");

        assertThat(reply.message()).startsWith("The action <script a=\"&amp;'?'\"> is not");
        assertThat(client.refused(400, "InvalidParameterValue", "CreateVpc", "CidrBlock=<&>")
                        .message())
                .contains("(<&>)");
    }

    @Test
    void requests_whenSeveralCame_keepsThemInOrderWithParameters() throws IOException {
        client.ok("DescribeVpcs", "MaxResults=5");
        client.refused(400, "MissingParameter", "CreateVpc");

        assertThat(server.requests())
                .extracting(RecordedRequest::toString)
                .containsExactly("#0 DescribeVpcs {MaxResults=5} -> 200", "#1 CreateVpc {} -> 400 MissingParameter");
        assertThat(server.requests()).extracting(RecordedRequest::mutating).containsExactly(false, true);
        assertThat(server.requests())
                .extracting(RecordedRequest::at)
                .containsOnly(network.ticker().now());
        assertThat(server.count("CreateVpc")).isEqualTo(1);
        assertThat(server.count("CreateSubnet")).isZero();
    }

    @Test
    void start_whenPortTaken_saysSo() {
        int port = server.endpointUrl().getPort();

        assertThatThrownBy(() -> InMemoryAwsServer.start(network, port))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void start_whenTwoServeOneNetwork_bothSeeIt() throws IOException {
        try (InMemoryAwsServer second = InMemoryAwsServer.start(network)) {
            client.ok("CreateVpc", "CidrBlock=10.9.0.0/16");

            assertThat(new WireClient(second).ok("DescribeVpcs").texts("//vpcSet/item/cidrBlock"))
                    .containsExactly("10.0.0.0/16", "10.9.0.0/16");
            assertThat(second.requests()).hasSize(1);
        }
    }

    @Test
    void close_whenCalledTwice_refusesConnectionsAndDoesNotFail() throws IOException {
        client.ok("DescribeVpcs");

        server.close();
        server.close();

        assertThatThrownBy(() -> client.call("DescribeVpcs")).isInstanceOf(IOException.class);
    }
}
