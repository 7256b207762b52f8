package org.floatingip.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong on the wire on purpose: its effect on the network, on the connection and on the record of requests. */
class InMemoryAwsServerFaultsTest {

    private static final String ASSIGN = "AssignPrivateIpAddresses";

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);
    private final String target = network.instance(sandbox.instanceId("db.b"))
            .orElseThrow()
            .interfaces()
            .get(0)
            .id();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void loseRequest_whenMoving_breaksTheConnectionWithoutEffect() throws IOException {
        server.failNext(ASSIGN, WireFault.loseRequest());

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(holder()).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(record()).containsExactly(ASSIGN + " 0 null");
        assertThat(server.requests().get(0)).asString().endsWith("-> reply lost");
        assertThat(move().status()).as("the fault is used up").isEqualTo(200);
        assertThat(holder()).isEqualTo(sandbox.instanceId("db.b"));
    }

    @Test
    void loseReply_whenMoving_breaksTheConnectionAfterTheEffect() {
        server.failNext(ASSIGN, WireFault.loseReply());

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(holder()).isEqualTo(sandbox.instanceId("db.b"));
        assertThat(record()).containsExactly(ASSIGN + " 0 null");
    }

    @Test
    void loseReply_whenTheRequestWouldBeRefused_hidesTheRefusal() {
        server.failNext(ASSIGN, WireFault.loseReply());

        assertThatThrownBy(() -> client.call(ASSIGN, "NetworkInterfaceId=eni-0", "PrivateIpAddress.1=10.0.1.12"))
                .isInstanceOf(IOException.class);

        assertThat(record()).containsExactly(ASSIGN + " 0 null");
    }

    @Test
    void error_whenMoving_isTheReplyWithoutEffect() throws IOException {
        server.failNext(ASSIGN, WireFault.error(500, "InternalError", "An <internal> error & more"));

        WireClient.Reply reply = WireClient.assertRefusal(500, "InternalError", move());

        assertThat(reply.message()).isEqualTo("An <internal> error & more");
        assertThat(holder()).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(record()).containsExactly(ASSIGN + " 500 InternalError");
    }

    @Test
    void throttle_whenMoving_isRequestLimitExceeded() throws IOException {
        server.failNext(ASSIGN, WireFault.throttle());

        WireClient.Reply reply = WireClient.assertRefusal(503, "RequestLimitExceeded", move());

        assertThat(reply.message()).isEqualTo("Request limit exceeded.");
        assertThat(holder()).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(record()).containsExactly(ASSIGN + " 503 RequestLimitExceeded");
    }

    @Test
    void denied_whenMoving_isUnauthorizedOperation() throws IOException {
        server.failNext(ASSIGN, WireFault.denied());

        WireClient.Reply reply = WireClient.assertRefusal(403, "UnauthorizedOperation", move());

        assertThat(reply.message()).startsWith("You are not authorized to perform this operation.");
        assertThat(holder()).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(record()).containsExactly(ASSIGN + " 403 UnauthorizedOperation");
    }

    @Test
    void failNext_whenSeveralAreQueued_meetsThemInTurn() throws IOException {
        server.failNext(ASSIGN, WireFault.throttle());
        server.failNext(ASSIGN, WireFault.loseRequest());
        server.failNext(ASSIGN, WireFault.denied());

        WireClient.assertRefusal(503, "RequestLimitExceeded", move());
        assertThatThrownBy(this::move).isInstanceOf(IOException.class);
        WireClient.assertRefusal(403, "UnauthorizedOperation", move());
        assertThat(move().status()).isEqualTo(200);

        assertThat(record())
                .containsExactly(
                        ASSIGN + " 503 RequestLimitExceeded",
                        ASSIGN + " 0 null",
                        ASSIGN + " 403 UnauthorizedOperation",
                        ASSIGN + " 200 null");
    }

    @Test
    void failNext_whenAnotherActionComes_waits() throws IOException {
        server.failNext(ASSIGN, WireFault.throttle());

        client.ok("DescribeVpcs");
        client.refused(400, "InvalidAction", "assignPrivateIpAddresses");

        WireClient.assertRefusal(503, "RequestLimitExceeded", move());
    }

    @Test
    void loseReply_whenOtherConnectionsAreOpen_leavesThemAlone() throws IOException {
        client.ok("DescribeVpcs");
        server.failNext(ASSIGN, WireFault.loseReply());

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(client.ok("DescribeVpcs").texts("//vpcId")).hasSize(1);
    }

    @Test
    void then_whenRequestLost_runsOnceBeforeTheCallerNotices() {
        List<String> seen = new ArrayList<>();
        server.failNext(ASSIGN, WireFault.loseRequest().then(() -> seen.add(holder())));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(seen).containsExactly(sandbox.instanceId("db.a"));
    }

    @Test
    void then_whenReplyLost_runsAfterTheEffect() {
        List<String> seen = new ArrayList<>();
        server.failNext(ASSIGN, WireFault.loseReply().then(() -> seen.add(holder())));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(seen).containsExactly(sandbox.instanceId("db.b"));
    }

    @Test
    void then_whenItMovesTheAddressOn_theCallerMeetsTheNewWorld() throws IOException {
        String rival = network.createInterface(
                        InterfaceSpec.in(network.subnets().get(0).id()))
                .id();
        server.failNext(
                ASSIGN,
                WireFault.throttle()
                        .then(() -> network.assignAddresses(rival, List.of(IpAddress.of(Sandbox.FLOATING_IP)), true)));

        WireClient.assertRefusal(503, "RequestLimitExceeded", move());

        assertThat(network.holders(Sandbox.FLOATING_IP).get(0).interfaceId()).isEqualTo(rival);
    }

    @Test
    void then_whenItCallsTheEndpointItself_doesNotDeadlock() throws IOException {
        List<Integer> nested = new ArrayList<>();
        server.failNext(ASSIGN, WireFault.throttle().then(() -> nested.add(status("DescribeVpcs"))));

        WireClient.assertRefusal(503, "RequestLimitExceeded", move());

        assertThat(nested).containsExactly(200);
        assertThat(record()).containsExactly(ASSIGN + " 503 RequestLimitExceeded", "DescribeVpcs 200 null");
    }

    @Test
    void then_whenItFails_theFaultStillHappens() {
        server.failNext(ASSIGN, WireFault.loseReply().then(() -> {
            throw new IllegalStateException("a mistake in the test");
        }));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);
    }

    @Test
    void then_whenItClosesTheServer_theCallerSeesABrokenConnection() {
        server.failNext(ASSIGN, WireFault.loseReply().then(server::close));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(holder()).isEqualTo(sandbox.instanceId("db.b"));
        assertThatThrownBy(this::move).isInstanceOf(IOException.class);
    }

    private WireClient.Reply move() throws IOException {
        return client.call(
                ASSIGN,
                "NetworkInterfaceId=" + target,
                "PrivateIpAddress.1=" + Sandbox.FLOATING_IP,
                "AllowReassignment=true");
    }

    private int status(String action) {
        try {
            return client.call(action).status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String holder() {
        return network.holders(Sandbox.FLOATING_IP).get(0).host().toString();
    }

    private List<String> record() {
        return server.requests().stream()
                .map(request -> request.action() + " " + request.status() + " " + request.errorCode())
                .toList();
    }
}
