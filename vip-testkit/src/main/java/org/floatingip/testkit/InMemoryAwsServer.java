package org.floatingip.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.testkit.internal.Ec2QueryApi;
import org.floatingip.testkit.internal.HttpEndpoint;
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

    /** How soon the death of a client whose request is held is noticed. */
    private static final Duration POLL = Duration.ofMillis(20);

    private final InMemoryVpc network;
    private final Ec2QueryApi ec2;
    private final HttpEndpoint http;
    private final Object lock = new Object();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final Map<String, Deque<WireFault>> faults = new HashMap<>();

    private InMemoryAwsServer(InMemoryVpc network, boolean sparsePages, int port) {
        this.network = Objects.requireNonNull(network, "network");
        this.ec2 = new Ec2QueryApi(network, sparsePages);
        try {
            http = new HttpEndpoint(port, this::answer);
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
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
        return URI.create("http://127.0.0.1:" + http.port());
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

    /** Stops listening, breaks open connections, drops what is held, and ends the threads. May be called again. */
    @Override
    public void close() {
        http.close();
    }

    private HttpEndpoint.@Nullable Response answer(HttpEndpoint.Request request, HttpEndpoint.Caller caller) {
        Ec2QueryApi.Reply reply;
        try {
            reply = reply(request, caller);
        } catch (RuntimeException e) {
            LOG.warn("request failed", e);
            reply = Ec2QueryApi.error(500, "InternalError", "An internal error has occurred");
        }
        return reply == null ? null : new HttpEndpoint.Response(reply.status(), reply.body());
    }

    /** The reply, or null if it is to be lost. */
    private Ec2QueryApi.@Nullable Reply reply(HttpEndpoint.Request request, HttpEndpoint.Caller caller) {
        String body = request.body();
        if (body == null) {
            return Ec2QueryApi.error(413, "RequestEntityTooLarge", "The request is larger than 1 MiB.");
        }
        if (!request.path().equals("/")) {
            return Ec2QueryApi.error(404, "InvalidAction", "No service answers at " + request.path() + ".");
        }
        // Clients send their parameters in the body; people with a browser, in the URL.
        String form = request.query() == null ? body : request.query() + "&" + body;
        Ec2QueryApi.Call call = ec2.read(form);
        WireFault fault = nextFault(call.action());
        if (fault == null) {
            return decide(call, null);
        }
        return switch (fault.kind) {
            case HOLD_BEFORE -> heldBefore(fault, call, caller);
            case HOLD_AFTER -> heldAfter(fault, call, caller);
            default -> {
                Ec2QueryApi.Reply reply = decide(call, fault);
                runThen(fault, call);
                yield reply;
            }
        };
    }

    private Ec2QueryApi.@Nullable Reply heldBefore(WireFault fault, Ec2QueryApi.Call call, HttpEndpoint.Caller caller) {
        fault.hold().enter();
        try {
            Ec2QueryApi.Reply reply = decide(call, passes(fault.hold(), caller) ? fault : WireFault.loseRequest());
            runThen(fault, call);
            return reply;
        } finally {
            fault.hold().leave();
        }
    }

    private Ec2QueryApi.@Nullable Reply heldAfter(WireFault fault, Ec2QueryApi.Call call, HttpEndpoint.Caller caller) {
        Ec2QueryApi.Reply reply = decide(call, fault);
        fault.hold().enter();
        try {
            boolean answered = passes(fault.hold(), caller);
            runThen(fault, call);
            return answered ? reply : null;
        } finally {
            fault.hold().leave();
        }
    }

    /** Waits at that gate, without a lock; false if the caller is gone by the time it opens. */
    private static boolean passes(Hold gate, HttpEndpoint.Caller caller) {
        try {
            while (!gate.awaitReleased(POLL)) {
                if (caller.gone()) {
                    return false;
                }
            }
            // Once more: a client that was killed before the release is gone, even if no poll came in between.
            return !caller.gone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
            return false;
        }
    }

    private Ec2QueryApi.@Nullable Reply decide(Ec2QueryApi.Call call, @Nullable WireFault fault) {
        synchronized (lock) { // so that the record has the order of the effects
            Ec2QueryApi.Reply reply = fault == null ? ec2.answer(call) : replyWith(fault, call);
            record(call, reply == null ? 0 : reply.status(), reply == null ? null : reply.errorCode());
            return reply;
        }
    }

    private static void runThen(WireFault fault, Ec2QueryApi.Call call) {
        try {
            fault.runThen();
        } catch (RuntimeException e) {
            LOG.warn("what was to follow a fault of {} failed", call.action(), e);
        }
    }

    private Ec2QueryApi.@Nullable Reply replyWith(WireFault fault, Ec2QueryApi.Call call) {
        return switch (fault.kind) {
            case LOSE_REQUEST -> null;
            case LOSE_REPLY -> {
                ec2.answer(call);
                yield null;
            }
            case REPLY_WITH_ERROR -> Ec2QueryApi.error(fault.status, fault.code, fault.text);
            case REPLY_WITH_BODY -> new Ec2QueryApi.Reply(fault.status, fault.text, null);
            case HOLD_BEFORE, HOLD_AFTER -> ec2.answer(call);
        };
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
