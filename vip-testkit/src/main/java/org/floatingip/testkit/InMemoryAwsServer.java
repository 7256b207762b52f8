package org.floatingip.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.testkit.internal.Ec2QueryApi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP endpoint on 127.0.0.1 that speaks the EC2 Query protocol on an {@link InMemoryVpc}: for the real AWS SDK, the real
 * {@code aws} command line, or anything else that can be told an endpoint URL.
 *
 * <p>Credentials are needed by the clients and not checked here. Actions and parameters that are not modelled get EC2's own
 * error replies, never a silent success. Safe for use by several threads; {@link #close()} ends its threads.
 */
public final class InMemoryAwsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InMemoryAwsServer.class);

    private static final int MOST_BODY_BYTES = 1 << 20;

    private final InMemoryVpc network;
    private final Ec2QueryApi ec2;
    private final HttpServer http;
    private final ExecutorService threads;
    private final Object lock = new Object();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final Map<String, Deque<WireFault>> faults = new HashMap<>();

    private InMemoryAwsServer(InMemoryVpc network, boolean sparsePages, int port) {
        this.network = Objects.requireNonNull(network, "network");
        this.ec2 = new Ec2QueryApi(network, sparsePages);
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "in-memory-aws-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            http = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        } catch (IOException e) {
            threads.shutdown();
            throw new UncheckedIOException("can't listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    /** Serves that network on a free port. */
    public static InMemoryAwsServer start(InMemoryVpc network) {
        return start(network, 0);
    }

    /**
     * Serves that network on that port; 0 means a free one.
     *
     * @throws UncheckedIOException if the port can't be had
     */
    public static InMemoryAwsServer start(InMemoryVpc network, int port) {
        return new InMemoryAwsServer(network, false, port);
    }

    /**
     * Like {@link #start(InMemoryVpc)}, but every paginated reading begins with an empty page that has a token. The real
     * service may answer so, and a client that takes an empty page for the end finds nothing.
     */
    public static InMemoryAwsServer startWithSparsePages(InMemoryVpc network) {
        return new InMemoryAwsServer(network, true, 0);
    }

    /** What clients are told as endpoint, for example {@code http://127.0.0.1:40123}. */
    public URI endpointUrl() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** The network that is served. */
    public InMemoryVpc network() {
        return network;
    }

    /** All requests so far, in the order in which their replies were decided. */
    public List<RecordedRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /** How many requests for that action came so far. */
    public long count(String action) {
        return requests().stream()
                .filter(request -> request.action().equals(action))
                .count();
    }

    /**
     * Lets something go wrong with the next request for that action. Several faults for one action are met one after the
     * other.
     */
    public void failNext(String action, WireFault fault) {
        synchronized (lock) {
            faults.computeIfAbsent(action, key -> new ArrayDeque<>()).add(Objects.requireNonNull(fault, "fault"));
        }
    }

    /** Stops listening, breaks open connections, and ends the threads. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Ec2QueryApi.Reply reply;
            try {
                reply = reply(exchange);
            } catch (RuntimeException e) {
                LOG.debug("request failed", e);
                reply = Ec2QueryApi.error(500, "InternalError", "An internal error has occurred");
            }
            if (reply != null) {
                byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
                exchange.sendResponseHeaders(reply.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** The reply, or null if it is to be lost: closing an exchange without a reply breaks its connection. */
    private Ec2QueryApi.@Nullable Reply reply(HttpExchange exchange) throws IOException {
        String form = form(exchange);
        if (form == null) {
            return Ec2QueryApi.error(413, "RequestEntityTooLarge", "The request is larger than 1 MiB.");
        }
        if (!exchange.getRequestURI().getPath().equals("/")) {
            return Ec2QueryApi.error(
                    404,
                    "InvalidAction",
                    "No service answers at " + exchange.getRequestURI().getPath() + ".");
        }
        Ec2QueryApi.Call call = ec2.read(form);
        WireFault fault = nextFault(call.action());
        if (fault == null) {
            Ec2QueryApi.Reply reply = ec2.answer(call);
            record(call, reply.status(), reply.errorCode());
            return reply;
        }
        Ec2QueryApi.Reply reply = switch (fault.kind) {
            case LOSE_REQUEST -> null;
            case LOSE_REPLY -> {
                ec2.answer(call);
                yield null;
            }
            case REPLY_WITH_ERROR -> Ec2QueryApi.error(fault.status, fault.code, fault.text);
        };
        record(call, reply == null ? 0 : reply.status(), reply == null ? null : reply.errorCode());
        fault.runThen();
        return reply;
    }

    /** The parameters: the body of a POST, else the query of the URL; null if the body is too large. */
    private static @Nullable String form(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(MOST_BODY_BYTES + 1);
            if (body.length > MOST_BODY_BYTES) {
                return null;
            }
            if (body.length > 0) {
                return new String(body, StandardCharsets.UTF_8);
            }
        }
        String query = exchange.getRequestURI().getRawQuery();
        return query == null ? "" : query;
    }

    private @Nullable WireFault nextFault(String action) {
        synchronized (lock) {
            Deque<WireFault> waiting = faults.get(action);
            return waiting == null ? null : waiting.poll();
        }
    }

    private void record(Ec2QueryApi.Call call, int status, @Nullable String errorCode) {
        synchronized (lock) {
            requests.add(new RecordedRequest(
                    requests.size(), network.ticker().now(), call.action(), call.parameters(), status, errorCode));
        }
    }
}
