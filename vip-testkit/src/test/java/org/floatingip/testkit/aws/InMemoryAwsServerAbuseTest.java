package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no request, or far too much of one: answered with an error, and nobody else notices. */
@Timeout(60)
class InMemoryAwsServerAbuseTest {

    private static final String FORM =
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);
    private final List<VpcInterface> before = network.interfaces();

    @AfterEach
    void modelIsAsItWas() throws IOException {
        assertThat(network.interfaces()).isEqualTo(before);
        assertThat(client.ok("DescribeInstances").texts("//instanceId")).hasSize(5);
        server.close();
        assertThat(threadsOf(server)).as("threads that are left").isEmpty();
    }

    private static List<String> threadsOf(InMemoryAwsServer server) {
        String name = "in-memory-aws-" + server.endpointUrl().getPort() + "-";
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(each -> each.startsWith(name))
                .toList();
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                server.endpointUrl().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** What comes back until the endpoint closes the connection. */
    private static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            // Closed while we were still sending: what came before that counts.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private String answer(byte[] request) throws IOException {
        try (Socket socket = open()) {
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (SocketException e) {
                // It has answered already.
            }
            return rest(socket);
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("no HTTP", "\u0000\u0001\u0002\u0003\r\n\r\n"),
                Arguments.of("a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n"),
                Arguments.of("no version", "GET /\r\n\r\n"),
                Arguments.of("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of("too many words", "GET / a HTTP/1.1\r\n\r\n"),
                Arguments.of("a header without colon", "GET / HTTP/1.1\r\nHost\r\n\r\n"),
                Arguments.of("a header without name", "GET / HTTP/1.1\r\n: x\r\n\r\n"),
                Arguments.of("a negative length", FORM + "Content-Length: -1\r\n\r\n"),
                Arguments.of("a length that is no number", FORM + "Content-Length: many\r\n\r\n"),
                Arguments.of("a length without end", FORM + "Content-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of("a body of gigabytes", FORM + "Content-Length: 9999999999\r\n\r\n"),
                Arguments.of("a chunk without size", FORM + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
                Arguments.of(
                        "a chunk that is longer", FORM + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a chunk of gigabytes", FORM + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n"),
                Arguments.of("a chunk size with a sign", FORM + "Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
                Arguments.of("chunks without end", FORM + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"),
                Arguments.of("a transfer encoding that is none", FORM + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
                Arguments.of("two ends", FORM + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("two lengths", FORM + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                Arguments.of(
                        "a zipped body",
                        FORM + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u008b\u0008"),
                Arguments.of("a folded header", FORM + "X-Y: 1\r\n folded\r\n\r\n"),
                Arguments.of("a body that ends early", FORM + "Content-Length: 100\r\n\r\nAction=Descr"),
                Arguments.of("headers that end early", FORM + "X-Y: "),
                Arguments.of("a line without end", "GET /" + "x".repeat(100_000)),
                Arguments.of("a flood of headers", FORM + "X-Flood: 1\r\n".repeat(10_000)),
                Arguments.of("one long header", FORM + "X-Long: " + "x".repeat(100_000) + "\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void request_whenMalformed_isAnsweredInEc2sForm(String what, String request) throws IOException {
        String answer = answer(request.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer)
                .as(what)
                .startsWith("HTTP/1.1 400 ")
                .contains("<Response>", "<Code>InvalidRequest</Code>", "<Message>", "<RequestID>");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void request_whenItsBodyIsHuge_isRefusedAndTheConnectionGoesOn() throws IOException {
        String body = "Action=AssignPrivateIpAddresses&PrivateIpAddress.1=" + "x".repeat(8 << 20);
        String next = "Action=DescribeVpcs&Version=2016-11-15";
        String answer = answer((FORM + "Content-Length: " + body.length() + "\r\n\r\n" + body + FORM
                        + "Content-Length: " + next.length() + "\r\n\r\n" + next)
                .getBytes(StandardCharsets.US_ASCII));

        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("<Code>RequestEntityTooLarge</Code>", "<DescribeVpcsResponse");
    }

    private static String post(String body, String... headers) {
        return FORM + "Content-Length: " + body.length() + "\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").reduce("", String::concat) + "\r\n" + body;
    }

    private static final String VPCS = "Action=DescribeVpcs&Version=2016-11-15";

    @Test
    void requests_whenManyComeInOneWrite_areAnsweredInTheirOrder() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            all.append(i % 3 == 0 ? post(VPCS) : post("Action=NoSuch" + i));
        }
        String answer = answer(all.toString().getBytes(StandardCharsets.US_ASCII));

        List<String> found = Pattern.compile("<DescribeVpcsResponse|The action NoSuch[0-9]+")
                .matcher(answer)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(found).hasSize(60);
        for (int i = 0; i < 60; i++) {
            assertThat(found.get(i)).isEqualTo(i % 3 == 0 ? "<DescribeVpcsResponse" : "The action NoSuch" + i);
        }
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(61);
    }

    @Test
    void request_whenItsLengthIsTooShort_isAnsweredByWhatItSaysAndTheRestIsNone() throws IOException {
        String answer = answer((FORM + "Content-Length: 19\r\n\r\n" + VPCS + "&MaxResults=5\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .contains("<DescribeVpcsResponse", "HTTP/1.1 400 ", "<Code>InvalidRequest</Code>");
    }

    @Test
    void request_ofHttp10_isAnsweredAndTheConnectionEnds() throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream()
                    .write(("GET /?" + VPCS + " HTTP/1.0\r\n\r\n" + post(VPCS)).getBytes(StandardCharsets.US_ASCII));

            assertThat(rest(socket).split("<DescribeVpcsResponse ", -1)).hasSize(2);
        }
    }

    @Test
    void request_whenItsClientTakesZippedReplies_isAnsweredPlainly() throws IOException {
        String answer = answer(post(VPCS, "Accept-Encoding: gzip, deflate, br").getBytes(StandardCharsets.US_ASCII));

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("<vpcId>").doesNotContain("Content-Encoding");
    }

    /** 32 clients that move an address about, and 32 that send noise: each honest request has its honest answer. */
    @Test
    void requests_whenHalfOfTheClientsSendNoise_areAnsweredAndTheModelIsWhole() throws Exception {
        String[] enis = {eniOf("db.a"), eniOf("db.b")};
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Callable<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int number = i;
                clients.add(number % 2 == 0 ? () -> honest(enis, number) : () -> noise(number));
            }
            int answered = 0;
            for (Future<Integer> each : threads.invokeAll(clients)) {
                answered += each.get();
            }
            assertThat(answered).isEqualTo(32 * 20);
        } finally {
            threads.shutdownNow();
        }
        assertThat(network.holders(Sandbox.FLOATING_IP)).hasSize(1);
        client.ok(
                "AssignPrivateIpAddresses",
                "NetworkInterfaceId=" + enis[0],
                "PrivateIpAddress.1=" + Sandbox.FLOATING_IP,
                "AllowReassignment=true");
    }

    private String eniOf(String name) {
        return network.instance(sandbox.instanceId(name))
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
    }

    private int honest(String[] enis, int number) throws IOException {
        for (int i = 0; i < 20; i++) {
            client.ok(
                    "AssignPrivateIpAddresses",
                    "NetworkInterfaceId=" + enis[(number / 2 + i) % 2],
                    "PrivateIpAddress.1=" + Sandbox.FLOATING_IP,
                    "AllowReassignment=true");
        }
        return 20;
    }

    private int noise(int number) throws IOException {
        Random noise = new Random(number);
        for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[noise.nextInt(3000)];
            noise.nextBytes(bytes);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write(
                    (i % 2 == 0 ? "" : FORM + "Content-Length: 2000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            request.write(bytes);
            assertThat(answer(request.toByteArray())).doesNotContain("InternalError");
        }
        return 0;
    }

    /** Bytes at random after a beginning that is right: always an answer or an end, never an exception within. */
    @Test
    void request_whenItIsNoise_isAnsweredOrEnded() throws IOException {
        Random noise = new Random(20260101);
        String[] beginnings = {
            "",
            "POST ",
            FORM,
            FORM + "Content-Length: 40\r\n\r\n",
            FORM + "Transfer-Encoding: chunked\r\n\r\n",
            "GET /?Action=",
            "POST /2013-04-01/hostedzone HTTP/1.1\r\nContent-Length: 60\r\n\r\n<"
        };
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[noise.nextInt(200)];
            noise.nextBytes(bytes);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write(beginnings[i % beginnings.length].getBytes(StandardCharsets.US_ASCII));
            request.write(bytes);
            String answer = answer(request.toByteArray());

            assertThat(answer).doesNotContain("InternalError");
            if (!answer.isEmpty()) {
                assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
            }
        }
    }

    /** Connections that say nothing, half a head, or half a body, and stay. */
    @Test
    void request_whenHundredsOfConnectionsHang_isAnsweredAllTheSame() throws IOException {
        List<Socket> hanging = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = open();
                hanging.add(socket);
                String part = switch (i % 3) {
                    case 0 -> "";
                    case 1 -> "POST / HT";
                    default -> FORM + "Content-Length: 100\r\n\r\nAction=";
                };
                socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = 0; i < 20; i++) {
                client.ok("DescribeVpcs");
            }
            // One byte at a time, between the requests of others.
            Socket slow = hanging.get(0);
            String body = "Action=DescribeVpcs&Version=2016-11-15";
            String whole = FORM + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
            for (byte one : whole.getBytes(StandardCharsets.US_ASCII)) {
                slow.getOutputStream().write(one);
            }
            assertThat(rest(slow)).startsWith("HTTP/1.1 200 ");
        } finally {
            for (Socket socket : hanging) {
                socket.close();
            }
        }
    }

    @Test
    void close_whenConnectionsHang_endsThem() throws IOException {
        try (InMemoryAwsServer another = InMemoryAwsServer.start(network);
                Socket socket = new Socket(
                        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                        another.endpointUrl().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("POST / HT".getBytes(StandardCharsets.US_ASCII));
            Runnable end = another::close;
            end.run();

            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void holdBody_whenReleased_theOtherHalfComes() throws Exception {
        Hold gate = Hold.create();
        server.inject(WireFault.holdBody(gate));
        String body = "Action=DescribeVpcs&Version=2016-11-15";
        try (Socket socket = open()) {
            socket.getOutputStream()
                    .write((FORM + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            gate.awaitReached(Duration.ofSeconds(20));
            byte[] first = socket.getInputStream().readNBytes(100);
            client.ok("DescribeVpcs");
            assertThat(socket.getInputStream().available()).isLessThan(1000);
            gate.release();
            String all = new String(first, StandardCharsets.UTF_8) + rest(socket);

            assertThat(all).startsWith("HTTP/1.1 200 ").endsWith("</DescribeVpcsResponse>");
        }
    }

    @Test
    void holdBody_whenItsClientDies_isGivenUp() throws Exception {
        Hold gate = Hold.create();
        server.inject(WireFault.holdBody(gate));
        try (Socket socket = open()) {
            socket.getOutputStream()
                    .write("GET /?Action=DescribeVpcs HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            gate.awaitReached(Duration.ofSeconds(20));
        }

        gate.awaitEnded(Duration.ofSeconds(20));
        assertThat(server.requests()).hasSize(1);
    }
}
