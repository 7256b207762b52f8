package org.floatingip.aws;

import java.util.concurrent.CompletableFuture;
import org.floatingip.aws.internal.SigningIdentity;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * What {@link Ec2IpAssigner} and {@link Route53DnsRegistrar} sign with by themselves: the first identity that is configured, in the order of
 * the SDK's default chain. Unlike there, one that is configured and can't be had is a failure: nobody else signs in its place. For clients
 * that work beside them, such as that of a ledger of epochs: another account would have another ledger. Safe for use by several threads.
 */
public final class ConfiguredCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    private final SigningIdentity identity;

    private ConfiguredCredentials(SigningIdentity identity) {
        this.identity = identity;
    }

    /** The first that is configured, once it is needed. */
    public static ConfiguredCredentials create() {
        return new ConfiguredCredentials(SigningIdentity.byDefault());
    }

    /** Those of that profile of the AWS configuration files, even where the environment has credentials too. */
    public static ConfiguredCredentials create(String profile) {
        return new ConfiguredCredentials(SigningIdentity.ofProfile(profile));
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return identity.resolveCredentials();
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return identity.resolveIdentity(request);
    }

    @Override
    public void close() {
        identity.close();
    }

    /** Never its content: for whoever logs a client's settings. */
    @Override
    public String toString() {
        return "ConfiguredCredentials";
    }
}
