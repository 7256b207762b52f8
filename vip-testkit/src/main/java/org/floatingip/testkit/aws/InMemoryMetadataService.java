package org.floatingip.testkit.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.fault.WireScript;
import org.floatingip.testkit.internal.aws.AwsReply;
import org.floatingip.testkit.internal.aws.HttpEndpoint;
import org.floatingip.testkit.internal.aws.MetadataApi;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instance metadata service (IMDSv2) of one instance of an {@link InMemoryVpc}: what programs on that instance ask at
 * {@code 169.254.169.254}. Here it listens on a free port of 127.0.0.1, or where it is {@linkplain Builder#at told}.
 *
 * <p>A session token is needed, as on new instances: a {@code PUT} of {@code /latest/api/token} gives one for 1 to 21600 seconds of the
 * network's clock, to nobody who comes through a proxy. It shows the network as it is, or late, as
 * {@link InMemoryVpc#delayMetadata} says. Where the instance has a profile, it has keys of a role of that name, whose times are those of
 * the machine, since clients compare them with that: an {@link InMemoryAwsServer} knows their owner again. While the instance does not run,
 * connections break. docs/in-memory-aws.md lists the paths; others are 404.
 *
 * <p>Safe for use by several threads; {@link #close()} ends its threads.
 */
public final class InMemoryMetadataService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InMemoryMetadataService.class);

    private static final HttpEndpoint.Manners MANNERS =
            new HttpEndpoint.Manners(MetadataApi.PLAIN, what -> response(MetadataApi.error(400, "Bad Request")));

    private final MetadataApi metadata;
    private final WireScript script;
    private final InetSocketAddress at;
    private final HttpEndpoint http;

    private InMemoryMetadataService(Builder builder) {
        this.metadata = new MetadataApi(builder.network, builder.instanceId, builder.tokensOptional);
        this.script = new WireScript(builder.network, builder.requestsKept);
        this.at = builder.at;
        try {
            http = new HttpEndpoint(at, MANNERS, this::answer);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "can't listen on " + at.getHostString() + ":" + at.getPort() + ": " + e.getMessage()
                            + "; an address has to be one of this machine's, and a port below 1024 needs root",
                    e);
        }
    }

    /**
     * Serves the metadata of that instance on a free port.
     *
     * @throws IllegalArgumentException if the network has no such instance
     */
    public static InMemoryMetadataService start(InMemoryVpc network, String instanceId) {
        return builder(network, instanceId).start();
    }

    /**
     * Starts a service with settings of its own.
     *
     * @throws IllegalArgumentException if the network has no such instance
     */
    public static Builder builder(InMemoryVpc network, String instanceId) {
        if (network.instance(instanceId).isEmpty()) {
            throw new IllegalArgumentException("the network has no instance " + instanceId);
        }
        return new Builder(network, instanceId);
    }

    /** What clients are told as endpoint, for example {@code http://127.0.0.1:40123}. */
    public URI endpointUrl() {
        String host = at.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port());
    }

    /** All requests so far, as at an {@link InMemoryAwsServer}; their action is the path. */
    public List<RecordedRequest> requests() {
        return script.requests();
    }

    /**
     * Lets something go wrong with requests to come, for example {@code WireFault.error(401, "Unauthorized", "")} or
     * {@code WireFault.body(200, "<html>...")}; {@link WireFault#onAction} takes the path. A request of some path is lost by
     * {@code Fault.loseRequest().onAction(path)}.
     */
    public void inject(WireFault fault) {
        script.inject(fault);
    }

    /** Drops all faults that are still to come; requests that are held stay so. */
    public void mend() {
        script.mend();
    }

    /** The faults that came less often than they were to, in words. */
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
            return metadata.runs()
                    ? script.answer(metadata.read(request), caller)
                    : script.lose(metadata.read(request));
        } catch (RuntimeException e) {
            LOG.warn("request failed", e);
            return response(MetadataApi.error(500, "Internal Server Error"));
        }
    }

    private static HttpEndpoint.Response response(AwsReply reply) {
        return new HttpEndpoint.Response(reply.status(), reply.body(), reply.headers());
    }

    /** The settings of an {@link InMemoryMetadataService}. Not safe for use by several threads. */
    public static final class Builder {

        private final InMemoryVpc network;
        private final String instanceId;
        private InetSocketAddress at = HttpEndpoint.local(0);
        private boolean tokensOptional;
        private int requestsKept = Integer.MAX_VALUE;

        private Builder(InMemoryVpc network, String instanceId) {
            this.network = network;
            this.instanceId = instanceId;
        }

        /**
         * Where to listen; default a free port of 127.0.0.1. Programs that know no other endpoint ask at 169.254.169.254 port 80: an
         * address that has to be given to an interface first, best in a network namespace, and a port that needs root.
         *
         * @param address an address of this machine, as digits
         * @param port a port; 0 means a free one
         * @throws IllegalArgumentException if it is no address, or no port
         */
        public Builder at(String address, int port) {
            this.at = new InetSocketAddress(IpAddress.of(address).toInetAddress(), port);
            return this;
        }

        /** Also answers who shows no token, as version 1 of the service did, and as instances do whose tokens are optional; default not. */
        public Builder tokensOptional() {
            this.tokensOptional = true;
            return this;
        }

        /**
         * How many of the {@linkplain InMemoryMetadataService#requests() requests} are kept, the last ones; default all of them.
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

        /**
         * Starts it.
         *
         * @throws UncheckedIOException if address and port can't be had
         */
        public InMemoryMetadataService start() {
            return new InMemoryMetadataService(this);
        }
    }
}
