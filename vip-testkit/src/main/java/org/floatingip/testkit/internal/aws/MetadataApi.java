package org.floatingip.testkit.internal.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.VpcInstance;

/** The metadata service of one instance: its tokens in front of its {@link MetadataTree}. Safe for use by several threads. */
public final class MetadataApi {

    /** The type of most values. */
    public static final String PLAIN = "text/plain";

    private static final String TOKEN_PATH = "/latest/api/token";
    private static final String TTL = "X-Aws-Ec2-Metadata-Token-Ttl-Seconds";
    private static final int LONGEST_SECONDS = 21_600;

    private final InMemoryVpc network;
    private final String instanceId;
    private final boolean tokensOptional;
    private final MetadataTokens tokens;

    private record Call(MetadataApi api, HttpEndpoint.Request request) implements AwsCall {

        @Override
        public String action() {
            return request.path();
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of("method", request.method());
        }

        @Override
        public AwsReply answer() {
            return api.answer(request);
        }

        @Override
        public AwsReply error(int status, String code, String text) {
            return MetadataApi.error(status, code);
        }
    }

    /** @param tokensOptional whether it also answers who shows no token, as version 1 did */
    public MetadataApi(InMemoryVpc network, String instanceId, boolean tokensOptional) {
        this.network = network;
        this.instanceId = instanceId;
        this.tokensOptional = tokensOptional;
        this.tokens = new MetadataTokens(network.ticker());
    }

    /** Whether there is anybody who could ask: who does not run has no metadata service. */
    public boolean runs() {
        InstanceState state = instance().map(VpcInstance::state).orElse(InstanceState.TERMINATED);
        return switch (state) {
            case RUNNING, STOPPING, SHUTTING_DOWN -> true;
            case PENDING, STOPPED, TERMINATED -> false;
        };
    }

    /** Reads a request without acting on it. */
    public AwsCall read(HttpEndpoint.Request request) {
        return new Call(this, request);
    }

    /** A page that says what is wrong, as the service writes it. */
    public static AwsReply error(int status, String code) {
        String title = status + " - " + code;
        String body = """
                <?xml version="1.0" encoding="iso-8859-1"?>
                <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
                \t"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
                <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
                 <head>
                  <title>%s</title>
                 </head>
                 <body>
                  <h1>%s</h1>
                 </body>
                </html>
                """.formatted(title, title);
        return new AwsReply(status, body, code, headers("text/html", Map.of()));
    }

    private Optional<VpcInstance> instance() {
        return network.instance(instanceId);
    }

    private AwsReply answer(HttpEndpoint.Request request) {
        if (request.path().equals(TOKEN_PATH)) {
            return request.method().equals("PUT") ? token(request) : notAllowed("OPTIONS, PUT");
        }
        if (!request.method().equals("GET")) {
            return notAllowed("OPTIONS, GET"); // a guess
        }
        String token = request.headers().get("x-aws-ec2-metadata-token");
        OptionalLong left = token == null ? OptionalLong.empty() : tokens.secondsLeft(token);
        if (left.isEmpty() && !(token == null && tokensOptional)) {
            return error(401, "Unauthorized");
        }
        return instance()
                .flatMap(instance -> MetadataTree.of(network, instance).at(request.path()))
                .map(reply -> left.isEmpty() ? reply : with(reply, Map.of(TTL, Long.toString(left.getAsLong()))))
                .map(reply -> with(reply, Map.of("Server", "EC2ws")))
                .orElseGet(() -> error(404, "Not Found"));
    }

    private AwsReply token(HttpEndpoint.Request request) {
        if (request.headers().containsKey("x-forwarded-for")) {
            return error(403, "Forbidden"); // through a proxy
        }
        String seconds = request.headers().getOrDefault("x-aws-ec2-metadata-token-ttl-seconds", "");
        if (!seconds.matches("[0-9]{1,5}")
                || Integer.parseInt(seconds) < 1
                || Integer.parseInt(seconds) > LONGEST_SECONDS) {
            return error(400, "Bad Request");
        }
        return new AwsReply(200, tokens.issue(Integer.parseInt(seconds)), null, headers(PLAIN, Map.of(TTL, seconds)));
    }

    private static AwsReply notAllowed(String allowed) {
        return new AwsReply(405, "", "Not Allowed", headers(PLAIN, Map.of("Allow", allowed)));
    }

    private static AwsReply with(AwsReply reply, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(reply.headers());
        all.putAll(more);
        return new AwsReply(reply.status(), reply.body(), reply.errorCode(), all);
    }

    private static Map<String, String> headers(String type, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put(HttpEndpoint.CONTENT_TYPE, type);
        all.put("Server", "EC2ws");
        return all;
    }
}
