package org.floatingip.examples.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The DynamoDB of moto's server, on loopback, in a process of its own. */
final class Moto implements AutoCloseable {

    private final Process server;
    private final int port;

    private Moto(Process server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Skips the test with a reason where moto is missing. */
    static Moto start() throws IOException {
        Path program = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "moto_server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "this test needs moto's server: pip install 'moto[server,dynamodb]'");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process server = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Moto started = new Moto(server, port);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!started.listens()) {
            if (!server.isAlive() || System.nanoTime() - end > 0) {
                started.close();
                throw new IOException("moto does not listen on port " + port);
            }
            Thread.onSpinWait();
        }
        return started;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    URI endpointUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A table with the key {@code address}, in us-east-1. */
    void createTable(String name) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(endpointUrl())
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "DynamoDB_20120810.CreateTable")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host,"
                                + " Signature=any")
                .POST(HttpRequest.BodyPublishers.ofString("{\"TableName\": \"" + name
                        + "\", \"AttributeDefinitions\": [{\"AttributeName\": \"address\", \"AttributeType\": \"S\"}],"
                        + " \"KeySchema\": [{\"AttributeName\": \"address\", \"KeyType\": \"HASH\"}],"
                        + " \"BillingMode\": \"PAY_PER_REQUEST\"}"))
                .build();
        try {
            HttpResponse<String> made = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, made.statusCode(), made.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        server.onExit().join();
    }
}
