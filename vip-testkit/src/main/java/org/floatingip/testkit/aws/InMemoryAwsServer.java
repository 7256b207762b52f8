package org.floatingip.testkit.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.fault.Ec2RequestLimits;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.fault.WireScript;
import org.floatingip.testkit.internal.aws.AwsCall;
import org.floatingip.testkit.internal.aws.AwsReply;
import org.floatingip.testkit.internal.aws.Caller;
import org.floatingip.testkit.internal.aws.Ec2QueryApi;
import org.floatingip.testkit.internal.aws.HttpEndpoint;
import org.floatingip.testkit.internal.aws.Route53Api;
import org.floatingip.testkit.internal.aws.StsApi;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP endpoint on 127.0.0.1 for the AWS SDK, the {@code aws} command, or any other client with a configurable endpoint URL.
 * On one port it speaks the EC2 Query protocol on an {@link InMemoryVpc}, the Route 53 protocol on an {@link InMemoryDns}, and
 * STS (GetCallerIdentity and AssumeRole). For the metadata that programs read on an instance, use an {@link
 * InMemoryMetadataService}.
 *
 * <p>Clients need credentials, which are not checked here; a {@link RequestAuthorizer} can limit what a caller is permitted.
 * Actions, parameters and filters that aren't modelled are refused, never ignored; if EC2 has them, the message says "not
 * modelled by this in-memory AWS". docs/in-memory-aws.md lists the modelled ones. Requests of web pages are refused: those with a
 * foreign {@code Origin}, and those whose host is neither an IP address, {@code localhost}, a name without dots, nor a name of
 * AWS. Safe for use by several threads; {@link #close()} ends its threads.
 */
public final class InMemoryAwsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InMemoryAwsServer.class);

    private static final HttpEndpoint.Manners MANNERS =
            new HttpEndpoint.Manners("text/xml;charset=UTF-8", what -> error(400, "InvalidRequest", what));

    private final InMemoryVpc network;
    private final InMemoryDns dns;
    private final Ec2QueryApi ec2;
    private final WireScript script;
    private final Route53Api route53;
    private final RequestAuthorizer authorizer;
    private final HttpEndpoint http;
    private volatile boolean cutOffFromDns;

    private InMemoryAwsServer(Builder builder) {
        this.network = builder.network;
        this.dns = builder.dns == null ? InMemoryDns.create(network.ticker()) : builder.dns;
        Ec2RequestLimits limits = builder.limits;
        this.ec2 = new Ec2QueryApi(
                network,
                builder.sparsePages,
                (action, parameters) -> limits == null || limits.passes(action, parameters));
        this.route53 = new Route53Api(network, dns, builder.route53RequestsPerSecond);
        this.authorizer = builder.authorizer;
        this.script = new WireScript(network, builder.requestsKept);
        try {
            http = new HttpEndpoint(HttpEndpoint.local(builder.port), MANNERS, this::answer);
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen on 127.0.0.1:" + builder.port + ": " + e.getMessage(), e);
        }
    }

    /** Starts an endpoint for the given network on a free port. */
    public static InMemoryAwsServer start(InMemoryVpc network) {
        return start(network, 0);
    }

    /**
     * Starts an endpoint for the given network on the given port; 0 means a free one.
     *
     * @throws UncheckedIOException if it can't listen on the port
     */
    public static InMemoryAwsServer start(InMemoryVpc network, int port) {
        return builder(network).port(port).start();
    }

    /**
     * Like {@link #start(InMemoryVpc)}, but every paginated response begins with an empty page that has a token. The real service
     * may answer so, and a client that takes an empty page for the end finds nothing.
     */
    public static InMemoryAwsServer startWithSparsePages(InMemoryVpc network) {
        return builder(network).sparsePages().start();
    }

    /** Returns a builder. */
    public static Builder builder(InMemoryVpc network) {
        return new Builder(network);
    }

    /** Returns the endpoint URL for clients, for example {@code http://127.0.0.1:40123}. */
    public URI endpointUrl() {
        return URI.create("http://127.0.0.1:" + http.port());
    }

    /** Returns the network that is served. */
    public InMemoryVpc network() {
        return network;
    }

    /** Returns the DNS that is served. */
    public InMemoryDns dns() {
        return dns;
    }

    /**
     * Returns all requests so far, in the order in which their replies were decided; only the last ones if the builder
     * {@linkplain Builder#requestsKept limits} them.
     */
    public List<RecordedRequest> requests() {
        return script.requests();
    }

    /** Returns how many of the {@link #requests()} were for the given action. */
    public long count(String action) {
        return requests().stream()
                .filter(request -> request.action().equals(action))
                .count();
    }

    /**
     * Injects a fault into future requests. The real assigner then meets the same failure that an {@link InMemoryIpAssigner}
     * meets with that fault.
     */
    public void inject(Fault fault) {
        script.inject(fault);
    }

    /** Injects a fault of the HTTP transport into future requests. */
    public void inject(WireFault fault) {
        script.inject(fault);
    }

    /**
     * Cuts clients of this endpoint off from Route 53 until {@link #mend}: every such request is lost without effect, as with
     * {@link InMemoryDnsRegistrar#cutOff}. EC2 stays reachable. To cut off one host of several, start an endpoint for each, on
     * the same network and {@link Builder#dns DNS}.
     */
    public void cutOffFromDns() {
        cutOffFromDns = true;
    }

    /** Removes all faults that are still pending, and makes Route 53 reachable again. Requests that are held stay held. */
    public void mend() {
        cutOffFromDns = false;
        script.mend();
    }

    /** Returns the unmet faults that were injected here; see {@link InMemoryIpAssigner#unmetFaults()}. */
    public List<String> unmetFaults() {
        return script.unmet();
    }

    /** Stops listening, breaks open connections, drops held requests, and ends the threads. May be called again. */
    @Override
    public void close() {
        http.close();
    }

    private HttpEndpoint.@Nullable Response answer(HttpEndpoint.Request request, HttpEndpoint.Caller caller) {
        try {
            String body = request.body();
            if (body == null) {
                return error(413, "RequestEntityTooLarge", "The request is larger than 1 MiB.");
            }
            Caller who = Caller.of(request.headers());
            if (request.path().startsWith(Route53Api.ROOT)) {
                AwsCall call =
                        new AuthorizedCall(route53.read(request), AuthorizedCall.Service.ROUTE53, who, authorizer);
                return cutOffFromDns ? script.lose(call) : script.answer(call, caller);
            }
            if (!request.path().equals("/")) {
                return error(404, "InvalidAction", "No service answers at " + request.path() + ".");
            }
            // Clients send their parameters in the body; people with a browser, in the URL.
            String form = request.query() == null ? body : request.query() + "&" + body;
            if (StsApi.isFor(form)) {
                return script.answer(
                        new AuthorizedCall(StsApi.read(form, who), AuthorizedCall.Service.STS, who, authorizer),
                        caller);
            }
            return script.answer(
                    new AuthorizedCall(ec2.read(form), AuthorizedCall.Service.EC2, who, authorizer), caller);
        } catch (RuntimeException e) {
            LOG.warn("request failed", e);
            return error(500, "InternalError", "An internal error has occurred");
        }
    }

    private static HttpEndpoint.Response error(int status, String code, String text) {
        AwsReply reply = Ec2QueryApi.error(status, code, text);
        return new HttpEndpoint.Response(reply.status(), reply.body(), reply.headers());
    }

    /** Builds an {@link InMemoryAwsServer}. Not safe for use by several threads. */
    public static final class Builder {

        private final InMemoryVpc network;
        private @Nullable InMemoryDns dns;
        private @Nullable Ec2RequestLimits limits;
        private RequestAuthorizer authorizer = (action, parameters) -> true;
        private boolean sparsePages;
        private int route53RequestsPerSecond;
        private int port;
        private int requestsKept = Integer.MAX_VALUE;

        private Builder(InMemoryVpc network) {
            this.network = Objects.requireNonNull(network, "network");
        }

        /** Sets the DNS to serve. Default: one without zones, on the network's clock. */
        public Builder dns(InMemoryDns dns) {
            this.dns = Objects.requireNonNull(dns, "dns");
            return this;
        }

        /** Sets the port. Default: 0, a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * Sets how many of the last {@linkplain InMemoryAwsServer#requests() requests} are kept. Default: all of them, which is
         * right for a test. A server that runs for days should keep few, or 0.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder requestsKept(int most) {
            if (most < 0) {
                throw new IllegalArgumentException("a number of requests can't be negative: " + most);
            }
            this.requestsKept = most;
            return this;
        }

        /** Throttles requests to EC2 as EC2 does: 503 {@code RequestLimitExceeded}. Default: no limit. */
        public Builder limits(Ec2RequestLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets an authorizer. Requests that it doesn't permit are refused as EC2 and Route 53 do: 403, before any other check.
         * Default: everything is permitted.
         */
        public Builder authorizer(RequestAuthorizer authorizer) {
            this.authorizer = Objects.requireNonNull(authorizer, "authorizer");
            return this;
        }

        /** Lets every paginated EC2 response begin with an empty page that has a token. Default: off. */
        public Builder sparsePages() {
            this.sparsePages = true;
            return this;
        }

        /**
         * Limits requests to Route 53 in any second of the DNS's clock; further ones are answered with {@code Throttling}. A real
         * account has 5. Default: 0, no limit.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder route53RequestsPerSecond(int most) {
            if (most < 0) {
                throw new IllegalArgumentException("a number of requests can't be negative: " + most);
            }
            this.route53RequestsPerSecond = most;
            return this;
        }

        /**
         * Starts the endpoint.
         *
         * @throws UncheckedIOException if it can't listen on the port
         */
        public InMemoryAwsServer start() {
            return new InMemoryAwsServer(this);
        }
    }
}
