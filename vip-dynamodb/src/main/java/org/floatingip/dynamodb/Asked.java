package org.floatingip.dynamodb;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * How far one request came: whether it was sent, for before that it is not DynamoDB that answers, and whether its credentials
 * could be had. The client is the caller's, so each request brings this along.
 */
final class Asked implements ExecutionInterceptor {

    private volatile boolean sent;

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
        sent = true;
    }

    /** Whether the request came as far as the wire. */
    boolean sent() {
        return sent;
    }

    /** What a request has to bring. */
    SdkPlugin plugin() {
        return config -> {
            config.overrideConfiguration(config.overrideConfiguration().toBuilder()
                    .addExecutionInterceptor(this)
                    .build());
            if (config instanceof AwsServiceClientConfiguration.Builder aws && aws.credentialsProvider() != null) {
                aws.credentialsProvider(new Marking(aws.credentialsProvider()));
            }
        };
    }

    /** The credentials can't be had. Never leaves this library. */
    static final class NoIdentityException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoIdentityException(Throwable cause) {
            super(cause);
        }
    }

    /** Marks what the caller's provider throws, whatever that is: a service of its own may have answered it. */
    private record Marking(IdentityProvider<? extends AwsCredentialsIdentity> provider)
            implements IdentityProvider<AwsCredentialsIdentity> {

        @Override
        public Class<AwsCredentialsIdentity> identityType() {
            return AwsCredentialsIdentity.class;
        }

        @Override
        public CompletableFuture<? extends AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
            CompletableFuture<AwsCredentialsIdentity> resolving;
            try {
                resolving = provider.resolveIdentity(request).thenApply(identity -> identity);
            } catch (RuntimeException e) {
                throw new NoIdentityException(e);
            }
            return resolving.exceptionally(e -> {
                throw new NoIdentityException(
                        e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
            });
        }

        /** Never its content: for whoever logs a client's settings. */
        @Override
        public String toString() {
            return "Marking";
        }
    }
}
