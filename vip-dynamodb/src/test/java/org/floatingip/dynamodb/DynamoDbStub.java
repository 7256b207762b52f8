package org.floatingip.dynamodb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What answers in DynamoDB's place: the replies that a test gives it, in their order; it says nothing once there are none. */
final class DynamoDbStub implements AutoCloseable {

    /**
     * A reply.
     *
     * @param requestId null for none, as what is not DynamoDB answers
     */
    private record Reply(int status, String requestId, String type, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private DynamoDbStub(HttpServer server) {
        this.server = server;
    }

    static DynamoDbStub start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            DynamoDbStub stub = new DynamoDbStub(server);
            server.setExecutor(stub.threads);
            server.createContext("/", stub::answer);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As DynamoDB answers. */
    DynamoDbStub answers(int status, String body) {
        replies.add(new Reply(
                status, "TJDPIMMABNDKPNBNPF41JRM613VV4KQNSO5AEMVJF66Q9ASUAAJG", "application/x-amz-json-1.0", body));
        return this;
    }

    /** As something else does. */
    DynamoDbStub strangerAnswers(int status, String type, String body) {
        replies.add(new Reply(status, "", type, body));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            synchronized (requests) {
                requests.add(
                        exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("DynamoDB_20120810.", "") + " "
                                + body);
            }
            Reply reply = replies.poll();
            if (reply == null) {
                closed.await();
                return;
            }
            if (!reply.requestId.isEmpty()) {
                exchange.getResponseHeaders().set("x-amzn-RequestId", reply.requestId);
            }
            exchange.getResponseHeaders().set("Content-Type", reply.type);
            byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was asked so far: the action, and its body. */
    List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** A client of it that asks each thing once. */
    DynamoDbClient client() {
        return client(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    /** The same with other credentials. */
    DynamoDbClient client(AwsCredentialsProvider credentials) {
        return client(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), credentials);
    }

    static DynamoDbClient client(URI endpoint) {
        return client(endpoint, StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
    }

    private static DynamoDbClient client(URI endpoint, AwsCredentialsProvider credentials) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(Duration.ofSeconds(2)))
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
