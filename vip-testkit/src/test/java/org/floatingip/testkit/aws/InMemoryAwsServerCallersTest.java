package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.network.InstanceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of a stranger, in a browser of this machine, reaches 127.0.0.1; it does not reach the model. */
@Timeout(60)
class InMemoryAwsServerCallersTest {

    private static final String TERMINATE = "Action=TerminateInstances&InstanceId.1=";

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryAwsServer server = sandbox.serve();
    private final String victim = sandbox.instanceId("far");

    @AfterEach
    void stop() {
        server.close();
    }

    private String own() {
        return "127.0.0.1:" + server.endpointUrl().getPort();
    }

    private String post(String target, String... headers) throws IOException {
        String form = TERMINATE + victim;
        return send("POST " + target + " HTTP/1.1\r\n" + String.join("", lines(headers))
                + "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: "
                + form.length() + "\r\n\r\n" + form);
    }

    private static List<String> lines(String... headers) {
        return List.of(headers).stream().map(header -> header + "\r\n").toList();
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                server.endpointUrl().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private InstanceState stateOfTheVictim() {
        return sandbox.instances().stream()
                .filter(instance -> instance.id().equals(victim))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private void assertDone(String reply) {
        assertThat(reply).startsWith("HTTP/1.1 200 ");
        assertThat(stateOfTheVictim()).isNotEqualTo(InstanceState.RUNNING);
    }

    private void assertRefused(String reply, String... says) {
        assertThat(reply)
                .startsWith("HTTP/1.1 400 ")
                .contains("<Code>InvalidRequest</Code>")
                .contains(says);
        assertThat(stateOfTheVictim()).isEqualTo(InstanceState.RUNNING);
        assertThat(server.requests()).isEmpty();
    }

    /** As the aws command and the SDK send them: by address and name, through a forward of Docker, and through a proxy. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:4599",
                "127.0.0.1",
                "10.0.0.7:4599",
                "[::1]:4599",
                "[fe80::1%25eth0]:4599",
                "localhost:4599",
                "LocalHost.",
                "ec2.localhost:4599",
                "host.docker.internal:4599",
                "sandbox:4599",
                "ec2.us-east-1.amazonaws.com",
                "route53.amazonaws.com:443",
                "ec2.cn-north-1.amazonaws.com.cn",
                "ec2.us-east-1.api.aws",
                ""
            })
    void request_whenItsHostIsOfARealClient_isAnswered(String host) throws IOException {
        assertDone(post("/", "Host: " + host));
    }

    @Test
    void request_whenItComesThroughAProxyOrWithoutAHost_isAnswered() throws IOException {
        assertDone(post("http://ec2.us-east-1.amazonaws.com/", "Host: ec2.us-east-1.amazonaws.com"));
        assertThat(send("GET /?Action=DescribeVpcs HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    /** What DNS rebinding needs: a name whose address a stranger decides. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:4599",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "amazonaws.com.evil.example",
                "evilamazonaws.com",
                "evil.example.",
                "127.0.0.1.nip.io",
                "[::1].evil.example",
                "user@127.0.0.1.evil.example",
                "127.0.0.1, evil.example"
            })
    void request_whenItsHostIsAStrangersName_isRefused(String host) throws IOException {
        assertRefused(post("/", "Host: " + host), host.replaceFirst(":4599$", ""), "127.0.0.1", "localhost");
    }

    @Test
    void request_whenTwoPlacesSayTheHost_neitherMayBeAStrangers() throws IOException {
        assertRefused(post("http://evil.example/", "Host: " + own()), "evil.example");
        assertRefused(post("http://" + own() + "/", "Host: evil.example"), "evil.example");
        assertRefused(post("/", "Host: " + own(), "Host: evil.example"), "two headers host");
    }

    /** A form of another page is sent without asking: only that says where it came from. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:3000",
                "Origin: http://127.0.0.1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void request_whenAnotherPageSendsIt_isRefused(String header) throws IOException {
        assertRefused(post("/", "Host: " + own(), header), header.replaceFirst("^.*?: ", ""), "a web page");
    }

    /** An image needs no form, and has no origin. */
    @Test
    void request_whenAnotherPageEmbedsIt_isRefused() throws IOException {
        assertRefused(
                send("GET /?" + TERMINATE + victim + " HTTP/1.1\r\nHost: " + own()
                        + "\r\nSec-Fetch-Site: cross-site\r\nConnection: close\r\n\r\n"),
                "cross-site");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://OWN", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"})
    void request_whenAPersonOrItsOwnPageSendsIt_isAnswered(String header) throws IOException {
        assertDone(post("/", "Host: " + own(), header.replace("OWN", own())));
    }
}
