package org.floatingip.aws;

import java.util.concurrent.CompletableFuture;
import org.floatingip.aws.internal.SigningIdentity;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The default credentials of {@link Ec2IpAssigner} and {@link Route53DnsRegistrar}: the first configured identity, in the order
 * of the SDK's default chain. Unlike in the SDK's chain, an identity that is configured but unavailable is a failure: no other
 * identity is used instead. Use it for other clients beside them, such as the client of a ledger of epochs: another account would
 * have another ledger. Safe for use by several threads.
 */
public final class ConfiguredCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    private final SigningIdentity identity;

    private ConfiguredCredentials(SigningIdentity identity) {
        this.identity = identity;
    }

    /** Creates a provider of the first configured identity, which is looked up when it is first needed. */
    public static ConfiguredCredentials create() {
        return new ConfiguredCredentials(SigningIdentity.byDefault());
    }

    /**
     * Creates a provider of the given profile in the AWS configuration files. The profile is used even if the environment has
     * credentials too.
     */
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

    /** Never contains a secret, since settings of clients are logged. */
    @Override
    public String toString() {
        return "ConfiguredCredentials";
    }
}
