package org.floatingip.aws.internal;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A client of the SDK that this library makes for itself, in one way for all services: no retries of the SDK's own, time
 * limits below ours, a named HTTP client, and credentials as the caller meant them.
 *
 * @param client the client
 * @param transmissions which of its calls were sent
 * @param credentials who signs; closed with the client, though not what the caller brought
 */
public record OwnClient<C extends SdkAutoCloseable>(C client, Transmissions transmissions, SdkAutoCloseable credentials)
        implements AutoCloseable {

    /**
     * Makes it.
     *
     * @param builder of the client, with its region if one is known
     * @param timeLimit the longest that a request of it may take
     * @param given who signs, if the caller brought a provider; null for the first configured identity
     * @param profile the profile that was named; null for the SDK's choice
     * @param region the region that was named; null for the SDK's choice
     * @param endpoint null for the SDK's choice
     */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable>
            OwnClient<C> make(
                    B builder,
                    Duration timeLimit,
                    @Nullable AwsCredentialsProvider given,
                    @Nullable String profile,
                    @Nullable String region,
                    @Nullable URI endpoint) {
        SigningIdentity credentials =
                given != null ? SigningIdentity.given(given) : SigningIdentity.configured(profile, region);
        Transmissions transmissions = new Transmissions();
        // Before the SDK's own timer, which interrupts the thread and then clears the flag, that of a caller included.
        Duration socketTimeout = timeLimit.multipliedBy(3).dividedBy(4);
        builder.credentialsProvider(credentials)
                // Always named: with several on the class path the SDK would pick one in silence.
                .httpClientBuilder(HttpClients.bySettings(socketTimeout))
                .overrideConfiguration(config -> {
                    config.retryStrategy(AwsRetryStrategy.doNotRetry()).addExecutionInterceptor(transmissions);
                    if (profile != null) {
                        config.defaultProfileName(profile);
                    }
                });
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return new OwnClient<>(builder.build(), transmissions, credentials);
    }

    @Override
    public void close() {
        client.close();
        credentials.close();
    }
}
