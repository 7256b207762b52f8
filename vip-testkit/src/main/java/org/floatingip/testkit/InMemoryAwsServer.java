package org.floatingip.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
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

    private final InMemoryVpc network;
    private final Ec2QueryApi ec2;
    private final WireScript script;
    private final HttpEndpoint http;

    private InMemoryAwsServer(InMemoryVpc network, boolean sparsePages, int port) {
        this.network = Objects.requireNonNull(network, "network");
        this.ec2 = new Ec2QueryApi(network, sparsePages);
        this.script = new WireScript(network, ec2);
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
        return script.requests();
    }

    /** How many requests for that action came so far. */
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
        inject(fault.onWire());
    }

    /** Lets something go wrong with requests to come, as the fault says. */
    public void inject(WireFault fault) {
        script.inject(fault);
    }

    /** Drops all faults that are still to come; calls that are held stay so. */
    public void mend() {
        script.mend();
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
            if (!request.path().equals("/")) {
                return error(404, "InvalidAction", "No service answers at " + request.path() + ".");
            }
            // Clients send their parameters in the body; people with a browser, in the URL.
            String form = request.query() == null ? body : request.query() + "&" + body;
            return script.answer(ec2.read(form), caller);
        } catch (RuntimeException e) {
            LOG.warn("request failed", e);
            return error(500, "InternalError", "An internal error has occurred");
        }
    }

    private static HttpEndpoint.Response error(int status, String code, String text) {
        return new HttpEndpoint.Response(
                status, Ec2QueryApi.error(status, code, text).body());
    }
}
