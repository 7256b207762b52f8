package org.floatingip.aws.internal;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.imds.Ec2MetadataClientException;
import software.amazon.awssdk.imds.Ec2MetadataRetryPolicy;

/**
 * What the metadata service says to one question, or why it did not say it. It is asked about this machine, so never through a
 * proxy. The SDK's client keeps the token; it is told apart here what a
 * silence means, and that a failure is none of the answers. Safe for use by several threads.
 */
public final class Metadata implements AutoCloseable {

    /** Of readings at the start of a program, which a lost packet should not end. */
    private static final int TRIES = 3;

    private final Asked asked;
    private final Ec2MetadataClient client;
    private final @Nullable URI endpoint;
    private final Duration timeout;

    /** @param endpoint null for that of the environment, else {@code 169.254.169.254} */
    public Metadata(@Nullable URI endpoint, Duration timeout) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.asked = new Asked(HttpClients.direct(timeout));
        Ec2MetadataClient.Builder builder =
                Ec2MetadataClient.builder().httpClient(asked).retryPolicy(Ec2MetadataRetryPolicy.none());
        this.client = (endpoint == null ? builder : builder.endpoint(endpoint)).build();
    }

    /**
     * One value, which has to look like that. Asked up to three times.
     *
     * @param path below {@code /latest/meta-data/}
     */
    public String value(String path, Pattern form) {
        return tried(path, () -> once(path, form));
    }

    /**
     * Like {@link #value}; null if there is no such key. For keys of what the service has just listed: which of them an interface has
     * hangs on what it is, and what it has at the moment.
     */
    public @Nullable String optional(String path, Pattern form) {
        List<String> lines = tried(path, () -> optionalValues(path, form));
        if (lines.size() > 1) {
            throw UnavailableException.notTheService(what(path), "it answers " + lines.size() + " lines", null);
        }
        return lines.isEmpty() ? null : lines.get(0);
    }

    private static <T> T tried(String path, Supplier<T> once) {
        UnavailableException failed = null;
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                return once.get();
            } catch (UnavailableException e) {
                if (!e.retryable() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failed = e;
            }
        }
        throw failed == null ? unanswered(path, "nobody asked", null) : failed;
    }

    /** Like {@link #value}, asked once: for who asks again anyway. */
    public String once(String path, Pattern form) {
        return checked(path, text(path), form);
    }

    /** Several values, a line each, at least one, each of which has to look like that. Asked once. */
    public List<String> values(String path, Pattern form) {
        List<String> lines = lines(path, text(path), form);
        if (lines.isEmpty()) {
            throw UnavailableException.notTheService(what(path), "the answer is empty", null);
        }
        return lines;
    }

    /** Like {@link #values}; none if there is no such key, as for {@link #optional}. Asked once. */
    public List<String> optionalValues(String path, Pattern form) {
        String text = text(path, true);
        return text == null ? List.of() : lines(path, text, form);
    }

    private static List<String> lines(String path, String text, Pattern form) {
        List<String> lines = text.strip().lines().map(String::strip).toList();
        lines.forEach(line -> checked(path, line, form));
        return lines;
    }

    private static String checked(String path, String value, Pattern form) {
        String text = value.strip();
        if (!form.matcher(text).matches()) {
            String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
            throw UnavailableException.notTheService(
                    what(path),
                    text.isEmpty() ? "the answer is empty" : "it answers \"" + shown.replaceAll("\\s+", " ") + "\"",
                    null);
        }
        return text;
    }

    private String text(String path) {
        return Objects.requireNonNull(text(path, false));
    }

    /** @param optional whether it is null if the service, which has just taken our token, has no such key */
    private @Nullable String text(String path, boolean optional) {
        asked.last.remove();
        try {
            return client.get("/latest/meta-data/" + path).asString();
        } catch (SdkClientException e) {
            Integer status = status(e);
            if (optional && status != null && status == 404 && !asked.forToken()) {
                return null;
            }
            throw failed(path, e);
        } catch (RuntimeException e) {
            throw UnavailableException.misconfigured(
                    what(path),
                    ClientFaults.isLasting(e) ? "it is closed" : Ec2Errors.deepest(e),
                    Ec2Errors.serialisable(e));
        }
    }

    private UnavailableException failed(String path, SdkClientException thrown) {
        if (Thread.currentThread().isInterrupted()) {
            return unanswered(path, Ec2Errors.INTERRUPTED, thrown);
        }
        boolean token = asked.forToken();
        Integer status = status(thrown);
        if (status != null) {
            return answered(path, token, status, thrown);
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause.getClass().getSimpleName().equals("ConnectTimeoutException")) {
                return unanswered(path, "nobody listens at " + where() + ": is this an EC2 instance?", thrown);
            }
            if (cause instanceof SocketTimeoutException) {
                return unanswered(
                        path, token ? silentToken() : "no answer within " + timeout.toMillis() + " ms", thrown);
            }
        }
        return unanswered(path, Ec2Errors.deepest(thrown), thrown);
    }

    /** A reply to a request for a token goes no further than the instance itself where the hop limit is 1. */
    private String silentToken() {
        return "no answer to the request for a token within " + timeout.toMillis()
                + " ms. In a container that is what a hop limit of 1 looks like: aws ec2 modify-instance-metadata-options"
                + " --instance-id ID --http-put-response-hop-limit 2, or use the host's network";
    }

    private UnavailableException answered(String path, boolean token, int status, SdkClientException thrown) {
        String said = "HTTP " + status + (token ? " to the request for a token" : "") + " from " + where();
        Throwable cause = Ec2Errors.serialisable(thrown);
        if (status == 403) {
            return UnavailableException.misconfigured(
                    what(path),
                    said + ": the metadata service is turned off for this instance, or for this caller",
                    cause);
        }
        if (status == 401) {
            return unanswered(path, said + ": it does not accept the token that it gave", thrown);
        }
        return status >= 500
                ? unanswered(path, said, thrown)
                : UnavailableException.notTheService(what(path), said, cause);
    }

    private static @Nullable Integer status(SdkClientException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Ec2MetadataClientException answer) {
                return answer.statusCode();
            }
        }
        return null;
    }

    private static UnavailableException unanswered(String path, String why, @Nullable Throwable cause) {
        return UnavailableException.withoutEffect(
                what(path), why, cause == null ? null : Ec2Errors.serialisable(cause));
    }

    private static String what(String path) {
        return "asking the metadata service for " + path;
    }

    /** What was asked last, for the SDK has settings of its own; before that, what will be asked if nothing else is set. */
    private String where() {
        String last = asked.endpoint;
        return last != null ? last : endpoint != null ? endpoint.toString() : "http://169.254.169.254";
    }

    @Override
    public void close() {
        client.close();
        asked.close();
    }

    /** Where it asks, for example {@code http://169.254.169.254}. */
    @Override
    public String toString() {
        return where();
    }

    /** Knows what was asked last, and where: the SDK does not say whether it was the token that it got no answer to. */
    private static final class Asked implements SdkHttpClient {

        private final SdkHttpClient http;
        private final ThreadLocal<@Nullable Boolean> last = new ThreadLocal<>();
        private volatile @Nullable String endpoint;

        Asked(SdkHttpClient http) {
            this.http = http;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            SdkHttpRequest asks = request.httpRequest();
            last.set(asks.method() == SdkHttpMethod.PUT);
            endpoint = asks.protocol() + "://" + asks.getUri().getRawAuthority();
            return http.prepareRequest(request);
        }

        boolean forToken() {
            return Boolean.TRUE.equals(last.get());
        }

        @Override
        public String clientName() {
            return http.clientName();
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
