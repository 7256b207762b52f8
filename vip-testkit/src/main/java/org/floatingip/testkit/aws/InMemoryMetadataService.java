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
 * The instance metadata service (IMDSv2) of one instance of an {@link InMemoryVpc}. On a real instance, programs reach it at
 * {@code 169.254.169.254}. Here it listens on a free port of 127.0.0.1, or at a {@linkplain Builder#at given address}.
 *
 * <p>Requests need a session token, as on new instances. A {@code PUT} of {@code /latest/api/token} returns one for 1 to 21600
 * seconds of the network's clock; requests through a proxy get none. The service shows the network's current state, or a late
 * one, see {@link InMemoryVpc#delayMetadata}. If the instance has a profile, the service has keys of a role of that name. Their
 * times are those of the machine, since clients compare them with its clock; an {@link InMemoryAwsServer} recognises their owner.
 * While the instance isn't running, connections break. docs/in-memory-aws.md lists the paths; others are 404.
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
     * Starts a service for the given instance on a free port.
     *
     * @throws IllegalArgumentException if the network has no such instance
     */
    public static InMemoryMetadataService start(InMemoryVpc network, String instanceId) {
        return builder(network, instanceId).start();
    }

    /**
     * Returns a builder.
     *
     * @throws IllegalArgumentException if the network has no such instance
     */
    public static Builder builder(InMemoryVpc network, String instanceId) {
        if (network.instance(instanceId).isEmpty()) {
            throw new IllegalArgumentException("the network has no instance " + instanceId);
        }
        return new Builder(network, instanceId);
    }

    /** Returns the endpoint URL for clients, for example {@code http://127.0.0.1:40123}. */
    public URI endpointUrl() {
        String host = at.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port());
    }

    /** Returns all requests so far, like {@link InMemoryAwsServer#requests()}; their action is the path. */
    public List<RecordedRequest> requests() {
        return script.requests();
    }

    /**
     * Injects a fault into future requests, for example {@code WireFault.error(401, "Unauthorized", "")} or {@code
     * WireFault.body(200, "<html>...")}. {@link WireFault#onAction} takes the path. {@code Fault.loseRequest().onAction(path)}
     * loses a request for that path.
     */
    public void inject(WireFault fault) {
        script.inject(fault);
    }

    /** Removes all faults that are still pending. Requests that are held stay held. */
    public void mend() {
        script.mend();
    }

    /** Returns the faults that came less often than their scripts say, in words. */
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

    /** Builds an {@link InMemoryMetadataService}. Not safe for use by several threads. */
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
         * Sets the address and port to listen on. Default: a free port of 127.0.0.1. Programs without a configurable endpoint ask
         * at 169.254.169.254 port 80. That address must be given to an interface first, best in a network namespace, and that
         * port needs root.
         *
         * @param address an IP address of this machine
         * @param port a port; 0 means a free one
         * @throws IllegalArgumentException if the address isn't an IP address, or the port isn't a port number
         */
        public Builder at(String address, int port) {
            this.at = new InetSocketAddress(IpAddress.of(address).toInetAddress(), port);
            return this;
        }

        /**
         * Also answers requests without a token, as version 1 of the service does, and as instances with optional tokens do.
         * Default: off.
         */
        public Builder tokensOptional() {
            this.tokensOptional = true;
            return this;
        }

        /**
         * Sets how many of the last {@linkplain InMemoryMetadataService#requests() requests} are kept. Default: all of them.
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

        /**
         * Starts the service.
         *
         * @throws UncheckedIOException if it can't listen there
         */
        public InMemoryMetadataService start() {
            return new InMemoryMetadataService(this);
        }
    }
}
