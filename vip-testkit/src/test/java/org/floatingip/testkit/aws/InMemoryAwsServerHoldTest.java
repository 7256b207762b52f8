package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that are held before or after their effect, and what becomes of them if their clients die. */
class InMemoryAwsServerHoldTest {

    private static final String ASSIGN = "AssignPrivateIpAddresses";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Hold gate = Hold.create();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final String[] toB = {
        "NetworkInterfaceId="
                + network.instance(b).orElseThrow().interfaces().get(0).id(),
        "PrivateIpAddress.1=" + Sandbox.FLOATING_IP,
        "AllowReassignment=true"
    };

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void holdBefore_whenReleased_hasItsEffectThenAndIsAnswered() throws Exception {
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));
        Future<Integer> moved = threads.submit(move());

        gate.awaitReached(SOON);
        assertThat(holder()).isEqualTo(a);
        assertThat(record()).as("nothing is decided yet").isEmpty();
        assertThat(moved).isNotDone();
        gate.release();

        assertThat(get(moved)).isEqualTo(200);
        assertThat(holder()).isEqualTo(b);
        assertThat(record()).containsExactly(ASSIGN + " 200");
    }

    @Test
    void holdBefore_whenItsClientDies_isDropped() throws Exception {
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));
        try (Socket socket = open()) {
            send(socket, ASSIGN, toB);
            gate.awaitReached(SOON);
        }

        gate.awaitEnded(SOON);

        assertThat(holder()).isEqualTo(a);
        assertThat(record()).containsExactly(ASSIGN + " 0");
        gate.release();
        assertThat(holder()).as("a dropped call stays dropped").isEqualTo(a);
        assertThat(move().call()).as("the fault is used up").isEqualTo(200);
    }

    @Test
    void holdBefore_whenItsClientIsReset_isDropped() throws Exception {
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));
        try (Socket socket = open()) {
            send(socket, ASSIGN, toB);
            gate.awaitReached(SOON);
            socket.setSoLinger(true, 0);
        }

        gate.awaitEnded(SOON);

        assertThat(holder()).isEqualTo(a);
        assertThat(record()).containsExactly(ASSIGN + " 0");
    }

    @Test
    void holdBefore_whenItsClientDiesAndTheGateOpensAtOnce_isDropped() throws Exception {
        for (int round = 0; round < 50; round++) {
            Hold next = Hold.create();
            server.inject(WireFault.holdBefore(next).onCall(Call.ASSIGN));
            try (Socket socket = open()) {
                send(socket, ASSIGN, toB);
                next.awaitReached(SOON);
            }
            next.release();
            next.awaitEnded(SOON);

            assertThat(holder()).as("round %d", round).isEqualTo(a);
        }
        assertThat(record()).hasSize(50).containsOnly(ASSIGN + " 0");
    }

    @Test
    void holdBefore_whenAFurtherRequestWaitsBehindIt_losesNothingOfIt() throws Exception {
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));
        try (Socket socket = open()) {
            send(socket, ASSIGN, toB);
            gate.awaitReached(SOON);
            send(socket, "DescribeVpcs");
            // Over some polls the server looks at the further request and has to put it back.
            assertThatThrownBy(() -> gate.awaitEnded(Duration.ofMillis(200))).isInstanceOf(TimeoutException.class);
            gate.release();

            socket.setSoTimeout(20_000);
            StringBuilder replies = new StringBuilder();
            while (replies.indexOf("</DescribeVpcsResponse>") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as("after %s", replies).isNotNegative();
                replies.append((char) next);
            }
            assertThat(replies).contains("</AssignPrivateIpAddressesResponse>");
        }
        assertThat(record()).containsExactly(ASSIGN + " 200", "DescribeVpcs 200");
    }

    @Test
    void holdBefore_whenItsClientDiesBehindAFurtherRequest_isDropped() throws Exception {
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));
        try (Socket socket = open()) {
            send(socket, ASSIGN, toB);
            gate.awaitReached(SOON);
            send(socket, "DescribeVpcs");
        }

        gate.awaitEnded(SOON);

        assertThat(holder()).isEqualTo(a);
        assertThat(record()).containsExactly(ASSIGN + " 0");
    }

    @Test
    void holdAfter_whenReleased_isAnsweredThen() throws Exception {
        server.inject(WireFault.holdAfter(gate).onCall(Call.ASSIGN));
        Future<Integer> moved = threads.submit(move());

        gate.awaitReached(SOON);
        assertThat(holder()).isEqualTo(b);
        assertThat(record()).containsExactly(ASSIGN + " 200");
        assertThat(moved).isNotDone();
        gate.release();

        assertThat(get(moved)).isEqualTo(200);
        assertThat(record()).as("recorded once").hasSize(1);
    }

    @Test
    void holdAfter_whenItsClientDies_keepsItsEffect() throws Exception {
        server.inject(WireFault.holdAfter(gate).onCall(Call.ASSIGN));
        try (Socket socket = open()) {
            send(socket, ASSIGN, toB);
            gate.awaitReached(SOON);
        }

        gate.awaitEnded(SOON);

        assertThat(holder()).isEqualTo(b);
        assertThat(record()).containsExactly(ASSIGN + " 200");
    }

    @Test
    void holdBefore_whenOthersCall_theyGoOn() throws Exception {
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));
        Future<Integer> held = threads.submit(move());
        gate.awaitReached(SOON);

        client.ok("DescribeVpcs");
        client.ok(ASSIGN, toB);
        assertThat(held).isNotDone();
        gate.release();

        assertThat(get(held)).isEqualTo(200);
        assertThat(record())
                .as("in the order of the effects")
                .containsExactly("DescribeVpcs 200", ASSIGN + " 200", ASSIGN + " 200");
    }

    @Test
    void hold_whenOneGateHoldsSeveral_releasesAllAndLetsLaterOnesPass() throws Exception {
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));
        server.inject(WireFault.holdAfter(gate).onCall(Call.ASSIGN));
        Future<Integer> first = threads.submit(move());
        Future<Integer> second = threads.submit(move());
        gate.awaitReached(SOON);

        gate.release();
        assertThat(get(first)).isEqualTo(200);
        assertThat(get(second)).isEqualTo(200);
        gate.awaitEnded(SOON);
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));

        assertThat(move().call()).as("an open gate holds nothing").isEqualTo(200);
    }

    @Test
    void then_whenHeld_runsAtTheEndOfTheHold() throws Exception {
        List<String> seen = new ArrayList<>();
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN).then(() -> seen.add(holder())));
        Future<Integer> moved = threads.submit(move());
        gate.awaitReached(SOON);

        gate.release();

        assertThat(get(moved)).isEqualTo(200);
        assertThat(seen).containsExactly(b);
    }

    @Test
    void close_whenCallsAreHeld_endsThemAndTheirThreads() throws Exception {
        Hold after = Hold.create();
        server.inject(WireFault.holdBefore(gate).onCall(Call.ASSIGN));
        server.inject(WireFault.holdAfter(after).onCall(Call.RELEASE));
        Future<Integer> first = threads.submit(move());
        gate.awaitReached(SOON);
        String eniOfA = network.instance(a).orElseThrow().interfaces().get(0).id();
        Future<Integer> second = threads.submit(() -> client.call(
                        "UnassignPrivateIpAddresses",
                        "NetworkInterfaceId=" + eniOfA,
                        "PrivateIpAddress.1=" + Sandbox.FLOATING_IP)
                .status());
        after.awaitReached(SOON);
        String name = "in-memory-aws-" + server.endpointUrl().getPort() + "-";

        server.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(thread -> thread.startsWith(name));
        gate.awaitEnded(Duration.ZERO);
        after.awaitEnded(Duration.ZERO);
        assertThatThrownBy(() -> get(first)).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(second)).hasCauseInstanceOf(IOException.class);
        assertThat(network.holders(Sandbox.FLOATING_IP))
                .as("only the second call had its effect")
                .isEmpty();
        assertThat(record()).containsExactly("UnassignPrivateIpAddresses 200", ASSIGN + " 0");
    }

    @Test
    void awaitReached_whenNoCallComes_timesOut() {
        assertThatThrownBy(() -> gate.awaitReached(Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("PT0.001S");
        assertThatThrownBy(() -> gate.awaitEnded(Duration.ZERO)).isInstanceOf(TimeoutException.class);
    }

    private Callable<Integer> move() {
        return () -> client.call(ASSIGN, toB).status();
    }

    private static int get(Future<Integer> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** A connection of the test's own, so that the test can break it. */
    private Socket open() throws IOException {
        return new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                server.endpointUrl().getPort());
    }

    private static void send(Socket socket, String action, String... parameters) throws IOException {
        String form = WireClient.form(action, parameters);
        socket.getOutputStream()
                .write(("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + form.length() + "\r\n\r\n" + form)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private String holder() {
        return network.holders(Sandbox.FLOATING_IP).get(0).host().toString();
    }

    private List<String> record() {
        return server.requests().stream()
                .map(request -> request.action() + " " + request.status())
                .toList();
    }
}
