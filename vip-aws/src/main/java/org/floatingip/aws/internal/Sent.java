package org.floatingip.aws.internal;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Whether one call came as far as the wire, on whatever thread its client makes it: before that it can't have had an effect,
 * whatever went wrong.
 */
final class Sent implements ExecutionInterceptor {

    private volatile @Nullable String signer;

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
        signer = Renewal.signer(context.httpRequest());
    }

    /** The access key id that it was signed with, maybe empty; null if it was not sent. */
    @Nullable
    String signer() {
        return signer;
    }

    /** What the request has to bring, where the client may be set otherwise. */
    SdkPlugin plugin() {
        return config -> {
            config.overrideConfiguration(config.overrideConfiguration().toBuilder()
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .addExecutionInterceptor(this)
                    .build());
            SigningIdentity.tellApart(config);
        };
    }
}
