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
 * An HTTP endpoint on 127.0.0.1 that speaks the EC2 Query protocol on an {@link InMemoryVpc}, and on the same port Route 53's
 * on an {@link InMemoryDns}, and of STS GetCallerIdentity and AssumeRole: for the real AWS SDK, the real {@code aws} command line, or anything else
 * that can be told an endpoint URL. What programs ask on an instance is an {@link InMemoryMetadataService}'s.
 *
 * <p>Credentials are needed by the clients and not checked here; what a caller is permitted can be, by a
 * {@link RequestAuthorizer}. Actions, parameters and filters that are not modelled are
 * refused, with "not modelled by this in-memory AWS" in the message where EC2 has them, never ignored: docs/in-memory-aws.md has those
 * that are. Requests of web pages are refused: those with an {@code Origin} of their own, and those
 * to a host that is neither an IP address, {@code localhost}, a name without dots, nor of AWS. Safe for use by several threads; {@link #close()} ends its threads.
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

    /**
     * All requests so far, in the order in which their replies were decided; the last ones alone where the builder
     * {@linkplain Builder#requestsKept bounds} them.
     */
    public List<RecordedRequest> requests() {
        return script.requests();
    }

    /** How many of the {@link #requests()} were for that action. */
    public long count(String action) {
        return requests().stream()
                .filter(request -> request.action().equals(action))
                .count();
    }

    /**
     * Lets something go wrong with requests to come, as the fault says: what the same fault means to an
     * {@link InMemoryIpAssigner}, it means here to the real assigner in front.
     */
    public void inject(Fault fault) {
        script.inject(fault);
    }

    /** Lets something go wrong with requests to come, as the fault says. */
    public void inject(WireFault fault) {
        script.inject(fault);
    }

    /**
     * Cuts whoever uses this endpoint off from Route 53 until {@link #mend}: every such request is lost without effect, as with
     * {@link InMemoryDnsRegistrar#cutOff}. EC2 is reached as before. For a host of several start an endpoint for each, on the
     * same network and {@link Builder#dns DNS}.
     */
    public void cutOffFromDns() {
        cutOffFromDns = true;
    }

    /** Drops all faults that are still to come, and lets Route 53 be reached again; calls that are held stay so. */
    public void mend() {
        cutOffFromDns = false;
        script.mend();
    }

    /** As {@link InMemoryIpAssigner#unmetFaults()} says it, of those that were injected here. */
    public List<String> unmetFaults() {
        return script.unmet();
    }

    /** Stops listening, breaks open connections, drops what is held, and ends the threads. May be called again. */
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

    /** The settings of an {@link InMemoryAwsServer}. Not safe for use by several threads. */
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

        /**
         * How many of the {@linkplain InMemoryAwsServer#requests() requests} are kept, the last ones; default all of them, which
         * is right for a test. A server that runs for days keeps few, or 0.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder requestsKept(int most) {
            if (most < 0) {
                throw new IllegalArgumentException("a number of requests is not negative: " + most);
            }
            this.requestsKept = most;
            return this;
        }

        /** Throttles requests to EC2 as EC2 does: 503 {@code RequestLimitExceeded}. Default: any number passes. */
        public Builder limits(Ec2RequestLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Refuses what that does not permit, as EC2 and Route 53 do: 403, before anything else of the request is looked at.
         * Default: everything is permitted.
         */
        public Builder authorizer(RequestAuthorizer authorizer) {
            this.authorizer = Objects.requireNonNull(authorizer, "authorizer");
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
