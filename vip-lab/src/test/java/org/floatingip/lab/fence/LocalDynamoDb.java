package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.floatingip.lab.e2e.Wait;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The DynamoDB of moto's server, on loopback, in a process of its own. It answers one request at a time: left to its threads, moto 5.2.1
 * checks a condition and writes in two steps, and of 20 racers for one epoch several win.
 */
public final class LocalDynamoDb implements AutoCloseable {

    private static final String ONE_AT_A_TIME = """
            import sys
            from werkzeug.serving import run_simple
            from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
            run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
            """;

    private final Process server;
    private final URI endpoint;

    private LocalDynamoDb(Process server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** Skips the test with a reason where moto is missing, or fails it where the lab is required and CI has not said that it can't be had. */
    public static LocalDynamoDb start() {
        String python = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "moto_server"))
                .filter(Files::isExecutable)
                // Whoever installed it has a Python beside it that knows it.
                .map(program -> program.resolveSibling("python3").toString())
                .findFirst()
                .orElse(null);
        String reason = "this test needs moto's server: pip install 'moto[server,dynamodb]'";
        if ("required".equals(System.getProperty("lab")) && System.getenv("VIP_LAB_WITHOUT_MOTO") == null) {
            assertThat(python).as(reason + " (-Dlab=required)").isNotNull();
        }
        assumeTrue(python != null, reason);
        try {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Process server = new ProcessBuilder(python, "-c", ONE_AT_A_TIME, Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Wait.until("moto listens", () -> listens(port));
            return new LocalDynamoDb(server, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A client of it, as somebody makes one who thinks of nothing: with the SDK's own retries. */
    public DynamoDbClient client() {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(50))
                .build();
    }

    /** Makes a table of epochs. */
    public static void createTable(DynamoDbClient client, String name) {
        client.createTable(request -> request.tableName(name)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("address")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("address")
                        .keyType(KeyType.HASH)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST));
    }

    boolean alive() {
        return server.isAlive();
    }

    /** As a crash does. */
    void kill() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        server.onExit().join();
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
