package org.floatingip.aws.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.AttributeMap;

/** Makes the HTTP clients of everything that this library asks by itself; nothing else does. */
public final class HttpClients {

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private HttpClients() {}

    /**
     * For what is asked about this machine itself: never goes through a proxy, whatever the settings say.
     *
     * @param timeout to wait for a connection, and for an answer
     */
    static SdkHttpClient direct(Duration timeout) {
        return make(timeout, AttributeMap.empty(), null);
    }

    /** For services: goes through the proxy that the settings of the process name for the endpoint of a request. */
    public static SdkHttpClient.Builder<?> bySettings(Duration timeout) {
        return new Builder(timeout, ProxySettings.ofProcess());
    }

    private static SdkHttpClient make(Duration timeout, AttributeMap defaults, @Nullable ProxyServer proxy) {
        // What the SDK would read is read by us: docs/decisions/0087.
        ProxyConfiguration.Builder through =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        if (proxy != null) {
            through.endpoint(proxy.endpoint());
            if (proxy.user() != null) {
                through.username(proxy.user()).password(proxy.password());
            }
        }
        return Apache5HttpClient.builder()
                .connectionTimeout(timeout)
                .socketTimeout(timeout)
                .tcpKeepAlive(true)
                .proxyConfiguration(through.build())
                .buildWithDefaults(defaults);
    }

    private static final class Builder implements SdkHttpClient.Builder<Builder> {

        private final Duration timeout;
        private final ProxySettings settings;

        Builder(Duration timeout, ProxySettings settings) {
            this.timeout = timeout;
            this.settings = settings;
        }

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap serviceDefaults) {
            return new Routed(timeout, serviceDefaults, settings);
        }
    }

    /** Chooses by the endpoint of each request, which the SDK alone knows. Safe for use by several threads. */
    private static final class Routed implements SdkHttpClient {

        private final Duration timeout;
        private final AttributeMap defaults;
        private final ProxySettings settings;
        private final Map<Optional<ProxyServer>, SdkHttpClient> clients = new HashMap<>();
        private boolean closed;

        Routed(Duration timeout, AttributeMap defaults, ProxySettings settings) {
            this.timeout = timeout;
            this.defaults = defaults;
            this.settings = settings;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            SdkHttpRequest http = request.httpRequest();
            ProxyServer proxy = settings.of(http.protocol(), http.host(), http.port());
            ExecutableHttpRequest prepared = client(proxy).prepareRequest(request);
            return proxy == null ? prepared : new Proxied(prepared, proxy);
        }

        private synchronized SdkHttpClient client(@Nullable ProxyServer proxy) {
            if (closed) {
                throw new IllegalStateException(ClientFaults.CLOSED_POOL);
            }
            return clients.computeIfAbsent(Optional.ofNullable(proxy), key -> make(timeout, defaults, proxy));
        }

        @Override
        public String clientName() {
            return "Apache5"; // as the one behind it says
        }

        @Override
        public synchronized void close() {
            closed = true;
            clients.values().forEach(SdkHttpClient::close);
        }
    }

    /** A service never answers with the status by which a proxy asks who it is for. */
    private record Proxied(ExecutableHttpRequest request, ProxyServer proxy) implements ExecutableHttpRequest {

        @Override
        public HttpExecuteResponse call() throws IOException {
            HttpExecuteResponse response = request.call();
            if (response.httpResponse().statusCode() == PROXY_AUTHENTICATION_REQUIRED) {
                response.responseBody().ifPresent(Abortable::abort);
                throw ProxyException.unauthenticated(proxy);
            }
            return response;
        }

        @Override
        public void abort() {
            request.abort();
        }
    }
}
