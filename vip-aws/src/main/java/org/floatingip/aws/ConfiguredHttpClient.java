package org.floatingip.aws;

import java.time.Duration;
import org.floatingip.aws.internal.HttpClients;
import org.floatingip.aws.internal.Times;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The HTTP client of {@link Ec2IpAssigner} and {@link Route53DnsRegistrar}. It uses the proxy that the environment ({@code
 * HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY}) or the JVM's properties ({@code https.proxyHost}, {@code
 * http.proxyHost}, {@code http.nonProxyHosts}) name for the endpoint of a request. It reads them as other programs do, not as the
 * SDK's HTTP clients do. Use it for other clients beside them, such as the client of a ledger of epochs, or of STS. To have other
 * proxies, or none, use HTTP clients of your own.
 */
public final class ConfiguredHttpClient {

    private ConfiguredHttpClient() {}

    /**
     * Returns a builder for {@code httpClientBuilder(..)} of a client of the SDK, which then closes what it builds. The settings
     * are read now. What it builds is safe for use by several threads.
     *
     * @param timeout how long to wait for a connection, and how long a service may be silent
     * @throws IllegalArgumentException unless it is positive, and at most 292 years
     */
    public static SdkHttpClient.Builder<?> builder(Duration timeout) {
        return HttpClients.bySettings(Times.positive(timeout, "timeout"));
    }
}
