package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcEvent;
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
        server.inject(Fault.loseRequest().onCall(Call.ASSIGN));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(holder()).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(record()).containsExactly(ASSIGN + " 0 null");
        assertThat(server.requests().get(0)).asString().endsWith("-> no reply (fault: the request is lost)");
        assertThat(move().status()).as("the fault is used up").isEqualTo(200);
        assertThat(holder()).isEqualTo(sandbox.instanceId("db.b"));
    }

    @Test
    void loseReply_whenMoving_breaksTheConnectionAfterTheEffect() {
        server.inject(Fault.loseReply().onCall(Call.ASSIGN));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(holder()).isEqualTo(sandbox.instanceId("db.b"));
        assertThat(record()).containsExactly(ASSIGN + " 0 null");
    }

    @Test
    void loseReply_whenTheRequestWouldBeRefused_hidesTheRefusal() {
        server.inject(Fault.loseReply().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> client.call(ASSIGN, "NetworkInterfaceId=eni-0", "PrivateIpAddress.1=10.0.1.12"))
                .isInstanceOf(IOException.class);

        assertThat(record()).containsExactly(ASSIGN + " 0 null");
    }

    @Test
    void error_whenMoving_isTheReplyWithoutEffect() throws IOException {
        server.inject(WireFault.error(500, "InternalError", "An <internal> error & more")
                .onCall(Call.ASSIGN));

        WireClient.Reply reply = WireClient.assertRefusal(500, "InternalError", move());

        assertThat(reply.message()).isEqualTo("An <internal> error & more");
        assertThat(holder()).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(record()).containsExactly(ASSIGN + " 500 InternalError");
    }

    @Test
    void throttle_whenMoving_isRequestLimitExceeded() throws IOException {
        server.inject(Fault.throttle().onCall(Call.ASSIGN));

        WireClient.Reply reply = WireClient.assertRefusal(503, "RequestLimitExceeded", move());

        assertThat(reply.message()).isEqualTo("Request limit exceeded.");
        assertThat(holder()).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(record()).containsExactly(ASSIGN + " 503 RequestLimitExceeded");
    }

    @Test
    void denied_whenMoving_isUnauthorizedOperation() throws IOException {
        server.inject(Fault.deny().onCall(Call.ASSIGN));

        WireClient.Reply reply = WireClient.assertRefusal(403, "UnauthorizedOperation", move());

        assertThat(reply.message()).startsWith("You are not authorized to perform this operation.");
        assertThat(holder()).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(record()).containsExactly(ASSIGN + " 403 UnauthorizedOperation");
    }

    @Test
    void inject_whenSeveralAreQueued_meetsThemInTurn() throws IOException {
        server.inject(Fault.throttle().onCall(Call.ASSIGN));
        server.inject(Fault.loseRequest().onCall(Call.ASSIGN));
        server.inject(Fault.deny().onCall(Call.ASSIGN));

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
    void inject_whenAnotherActionComes_waits() throws IOException {
        server.inject(Fault.throttle().onCall(Call.ASSIGN));

        client.ok("DescribeVpcs");
        client.refused(400, "InvalidAction", "assignPrivateIpAddresses");

        WireClient.assertRefusal(503, "RequestLimitExceeded", move());
    }

    @Test
    void loseReply_whenOtherConnectionsAreOpen_leavesThemAlone() throws IOException {
        client.ok("DescribeVpcs");
        server.inject(Fault.loseReply().onCall(Call.ASSIGN));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(client.ok("DescribeVpcs").texts("//vpcId")).hasSize(1);
    }

    @Test
    void then_whenRequestLost_runsOnceBeforeTheCallerNotices() {
        List<String> seen = new ArrayList<>();
        server.inject(Fault.loseRequest().onCall(Call.ASSIGN).then(() -> seen.add(holder())));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(seen).containsExactly(sandbox.instanceId("db.a"));
    }

    @Test
    void then_whenReplyLost_runsAfterTheEffect() {
        List<String> seen = new ArrayList<>();
        server.inject(Fault.loseReply().onCall(Call.ASSIGN).then(() -> seen.add(holder())));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(seen).containsExactly(sandbox.instanceId("db.b"));
    }

    @Test
    void then_whenItMovesTheAddressOn_theCallerMeetsTheNewWorld() throws IOException {
        String rival = network.createInterface(
                        InterfaceSpec.in(network.subnets().get(0).id()))
                .id();
        server.inject(Fault.throttle()
                .onCall(Call.ASSIGN)
                .then(() -> network.assignAddresses(rival, List.of(IpAddress.of(Sandbox.FLOATING_IP)), true)));

        WireClient.assertRefusal(503, "RequestLimitExceeded", move());

        assertThat(network.holders(Sandbox.FLOATING_IP).get(0).interfaceId()).isEqualTo(rival);
    }

    @Test
    void then_whenItCallsTheEndpointItself_doesNotDeadlock() throws IOException {
        List<Integer> nested = new ArrayList<>();
        server.inject(Fault.throttle().onCall(Call.ASSIGN).then(() -> nested.add(status("DescribeVpcs"))));

        WireClient.assertRefusal(503, "RequestLimitExceeded", move());

        assertThat(nested).containsExactly(200);
        assertThat(record()).containsExactly(ASSIGN + " 503 RequestLimitExceeded", "DescribeVpcs 200 null");
    }

    @Test
    void then_whenItFails_theFaultStillHappens() {
        server.inject(Fault.loseReply().onCall(Call.ASSIGN).then(() -> {
            throw new IllegalStateException("a mistake in the test");
        }));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);
    }

    @Test
    void then_whenItClosesTheServer_theCallerSeesABrokenConnection() {
        server.inject(Fault.loseReply().onCall(Call.ASSIGN).then(server::close));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(holder()).isEqualTo(sandbox.instanceId("db.b"));
        assertThatThrownBy(this::move).isInstanceOf(IOException.class);
    }

    @Test
    void truncate_whenMoving_breaksTheConnectionInTheReplyAfterTheEffect() {
        server.inject(WireFault.truncate().onCall(Call.ASSIGN));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(holder()).isEqualTo(sandbox.instanceId("db.b"));
        assertThat(server.requests()).singleElement().asString().endsWith("-> 200 (fault: the reply is cut off)");
    }

    @Test
    void onAction_ofAnyFault_isForThatActionAlone() throws IOException {
        server.inject(Fault.throttle().onAction("DescribeVpcs"));

        client.ok("DescribeSubnets");
        client.refused(503, "RequestLimitExceeded", "DescribeVpcs");
    }

    @Test
    void inject_withoutACall_isForAMovesCallsAlone() throws IOException {
        server.inject(Fault.throttle());

        client.ok("DescribeVpcs");
        client.ok("DescribeNetworkInterfaces");
        client.refused(503, "RequestLimitExceeded", "DescribeInstances");
    }

    @Test
    void wireFault_withoutACall_isForAnyRequest() throws IOException {
        server.inject(WireFault.error(500, "InternalError", "oops"));

        client.refused(500, "InternalError", "DescribeVpcs");
    }

    @Test
    void onCall_ofALook_isForTheFilterByAddressAlone() throws IOException {
        server.inject(Fault.deny().onCall(Call.LOOK));

        client.ok("DescribeNetworkInterfaces", "NetworkInterfaceId.1=" + target);
        client.refused(
                403,
                "UnauthorizedOperation",
                "DescribeNetworkInterfaces",
                "Filter.1.Name=addresses.private-ip-address",
                "Filter.1.Value.1=" + Sandbox.FLOATING_IP);
        assertThat(server.requests().get(0).call()).contains(Call.RESOLVE);
        assertThat(server.requests().get(1).call()).contains(Call.LOOK);
    }

    @Test
    void mend_always_dropsWhatIsStillToCome() throws IOException {
        server.inject(Fault.throttle().onCall(Call.ASSIGN).always());
        WireClient.assertRefusal(503, "RequestLimitExceeded", move());

        server.mend();

        assertThat(move().status()).isEqualTo(200);
    }

    @Test
    void history_always_showsWhatTheScriptDid() {
        server.inject(Fault.loseReply()
                .onCall(Call.ASSIGN)
                .then(Incident.thirdPartyTakes(Sandbox.FLOATING_IP, sandbox.instanceId("small"))));

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        assertThat(network.history())
                .filteredOn(event -> event.kind() == VpcEvent.Kind.SCRIPT)
                .extracting(VpcEvent::text)
                .containsExactly(
                        "fault on ASSIGN: the reply is lost",
                        "meanwhile: " + sandbox.instanceId("small") + " takes 10.0.1.12");
        assertThat(server.requests())
                .singleElement()
                .asString()
                .endsWith("-> no reply (fault: the reply is lost, then " + sandbox.instanceId("small")
                        + " takes 10.0.1.12)");
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
