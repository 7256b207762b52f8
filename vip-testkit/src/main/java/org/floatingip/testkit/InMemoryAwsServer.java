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
import org.floatingip.testkit.internal.AwsCall;
import org.floatingip.testkit.internal.AwsReply;
import org.floatingip.testkit.internal.Ec2QueryApi;
import org.floatingip.testkit.internal.HttpEndpoint;
import org.floatingip.testkit.internal.Route53Api;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP endpoint on 127.0.0.1 that speaks the EC2 Query protocol on an {@link InMemoryVpc}, and on the same port Route 53's
 * on an {@link InMemoryDns}: for the real AWS SDK, the real {@code aws} command line, or anything else that can be told an
 * endpoint URL.
 *
 * <p>Credentials are needed by the clients and not checked here. Actions and parameters that are not modelled get EC2's own
 * error replies, never a silent success. Safe for use by several threads; {@link #close()} ends its threads.
 */
public final class InMemoryAwsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InMemoryAwsServer.class);

    /** How soon the death of a client whose request is held is noticed. */
    private static final Duration POLL = Duration.ofMillis(20);

    private final InMemoryVpc network;
    private final InMemoryDns dns;
    private final Ec2QueryApi ec2;
    private final Route53Api route53;
    private final HttpEndpoint http;
    private final Object lock = new Object();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final Map<String, Deque<WireFault>> faults = new HashMap<>();

    private InMemoryAwsServer(Builder builder) {
        this.network = builder.network;
        this.dns = builder.dns == null ? InMemoryDns.create(network.ticker()) : builder.dns;
        this.ec2 = new Ec2QueryApi(network, builder.sparsePages);
        this.route53 = new Route53Api(network, dns, builder.route53RequestsPerSecond);
        try {
            http = new HttpEndpoint(builder.port, this::answer);
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen on 127.0.0.1:" + builder.port + ": " + e.getMessage(), e);
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
        return builder(network).port(port).start();
    }

    /**
     * Like {@link #start(InMemoryVpc)}, but every paginated reading begins with an empty page that has a token. The real
     * service may answer so, and a client that takes an empty page for the end finds nothing.
     */
    public static InMemoryAwsServer startWithSparsePages(InMemoryVpc network) {
        return builder(network).sparsePages().start();
    }

    /** Starts an endpoint with settings of its own. */
    public static Builder builder(InMemoryVpc network) {
        return new Builder(network);
    }

    /** What clients are told as endpoint, for example {@code http://127.0.0.1:40123}. */
    public URI endpointUrl() {
        return URI.create("http://127.0.0.1:" + http.port());
    }

    /** The network that is served. */
    public InMemoryVpc network() {
        return network;
    }

    /** The DNS that is served. */
    public InMemoryDns dns() {
        return dns;
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
        AwsReply reply;
        try {
            reply = reply(request, caller);
        } catch (RuntimeException e) {
            LOG.warn("request failed", e);
            reply = Ec2QueryApi.error(500, "InternalError", "An internal error has occurred");
        }
        return reply == null ? null : new HttpEndpoint.Response(reply.status(), reply.body(), reply.headers());
    }

    /** The reply, or null if it is to be lost. */
    private @Nullable AwsReply reply(HttpEndpoint.Request request, HttpEndpoint.Caller caller) {
        String body = request.body();
        if (body == null) {
            return Ec2QueryApi.error(413, "RequestEntityTooLarge", "The request is larger than 1 MiB.");
        }
        if (request.path().startsWith(Route53Api.ROOT)) {
            return reply(route53.read(request), caller);
        }
        if (!request.path().equals("/")) {
            return Ec2QueryApi.error(404, "InvalidAction", "No service answers at " + request.path() + ".");
        }
        // Clients send their parameters in the body; people with a browser, in the URL.
        String form = request.query() == null ? body : request.query() + "&" + body;
        return reply(ec2.read(form), caller);
    }

    private @Nullable AwsReply reply(AwsCall call, HttpEndpoint.Caller caller) {
        WireFault fault = nextFault(call.action());
        if (fault == null) {
            return decide(call, null);
        }
        return switch (fault.kind) {
            case HOLD_BEFORE -> heldBefore(fault, call, caller);
            case HOLD_AFTER -> heldAfter(fault, call, caller);
            default -> {
                AwsReply reply = decide(call, fault);
                runThen(fault, call);
                yield reply;
            }
        };
    }

    private @Nullable AwsReply heldBefore(WireFault fault, AwsCall call, HttpEndpoint.Caller caller) {
        fault.hold().enter();
        try {
            AwsReply reply = decide(call, passes(fault.hold(), caller) ? fault : WireFault.loseRequest());
            runThen(fault, call);
            return reply;
        } finally {
            fault.hold().leave();
        }
    }

    private @Nullable AwsReply heldAfter(WireFault fault, AwsCall call, HttpEndpoint.Caller caller) {
        AwsReply reply = decide(call, fault);
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

    private @Nullable AwsReply decide(AwsCall call, @Nullable WireFault fault) {
        synchronized (lock) { // so that the record has the order of the effects
            AwsReply reply = fault == null ? call.answer() : replyWith(fault, call);
            record(call, reply == null ? 0 : reply.status(), reply == null ? null : reply.errorCode());
            return reply;
        }
    }

    private static void runThen(WireFault fault, AwsCall call) {
        try {
            fault.runThen();
        } catch (RuntimeException e) {
            LOG.warn("what was to follow a fault of {} failed", call.action(), e);
        }
    }

    private @Nullable AwsReply replyWith(WireFault fault, AwsCall call) {
        return switch (fault.kind) {
            case LOSE_REQUEST -> null;
            case LOSE_REPLY -> {
                call.answer();
                yield null;
            }
            case REPLY_WITH_ERROR -> call.error(fault.status, fault.code, fault.text);
            case REPLY_WITH_BODY -> new AwsReply(fault.status, fault.text, null);
            case HOLD_BEFORE, HOLD_AFTER -> call.answer();
        };
    }

    private @Nullable WireFault nextFault(String action) {
        synchronized (lock) {
            Deque<WireFault> waiting = faults.get(action);
            return waiting == null ? null : waiting.poll();
        }
    }

    private void record(AwsCall call, int status, @Nullable String errorCode) {
        synchronized (lock) {
            requests.add(new RecordedRequest(
                    requests.size(), network.ticker().now(), call.action(), call.parameters(), status, errorCode));
        }
    }

    /** The settings of an {@link InMemoryAwsServer}. Not safe for use by several threads. */
    public static final class Builder {

        private final InMemoryVpc network;
        private @Nullable InMemoryDns dns;
        private boolean sparsePages;
        private int route53RequestsPerSecond;
        private int port;

        private Builder(InMemoryVpc network) {
            this.network = Objects.requireNonNull(network, "network");
        }

        /** The DNS to serve; default one without zones, on the network's clock. */
        public Builder dns(InMemoryDns dns) {
            this.dns = Objects.requireNonNull(dns, "dns");
            return this;
        }

        /** The port; default 0, a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Lets every paginated reading of EC2 begin with an empty page that has a token; default not. */
        public Builder sparsePages() {
            this.sparsePages = true;
            return this;
        }

        /**
         * How many requests to Route 53 are let through in any second of the DNS's clock; more are answered with
         * {@code Throttling}. Default 0: any number. A real account has 5.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder route53RequestsPerSecond(int most) {
            if (most < 0) {
                throw new IllegalArgumentException("a number of requests is not negative: " + most);
            }
            this.route53RequestsPerSecond = most;
            return this;
        }

        /**
         * Starts it.
         *
         * @throws UncheckedIOException if the port can't be had
         */
        public InMemoryAwsServer start() {
            return new InMemoryAwsServer(this);
        }
    }
}
