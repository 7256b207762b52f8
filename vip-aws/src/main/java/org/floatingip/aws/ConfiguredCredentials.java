package org.floatingip.aws;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.floatingip.aws.internal.SigningIdentity;
import org.jspecify.annotations.Nullable;
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
        return builder().build();
    }

    /**
     * Creates a provider of the given profile in the AWS configuration files. The profile is used even if the environment has
     * credentials too.
     */
    public static ConfiguredCredentials create(String profile) {
        return builder().profile(profile).build();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
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

    /** Builds a {@link ConfiguredCredentials}. Not safe for use by several threads. */
    public static final class Builder {

        private @Nullable String profile;
        private @Nullable String region;

        private Builder() {}

        /** Sets the profile, as in {@link #create(String)}. Default: the first configured identity. */
        public Builder profile(String profile) {
            this.profile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /**
         * Sets the region of the client, for example {@code us-east-1}. It is the region of STS for a profile that has a role and no
         * region. Default: the region of the environment, or else of the profile, or else the SDK's default, which is in the
         * commercial partition.
         */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** Creates the provider. */
        public ConfiguredCredentials build() {
            return new ConfiguredCredentials(SigningIdentity.configured(profile, region));
        }
    }
}
