package org.floatingip.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.floatingip.aws.internal.Ec2Calls;
import org.floatingip.aws.internal.OwnClient;
import org.floatingip.aws.internal.Times;
import org.floatingip.spi.Traits;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/**
 * The settings that all EC2 assigners share: the connection, and the times to wait. Not safe for use by several threads.
 *
 * @param <B> the type of the builder
 */
public abstract class Ec2AssignerBuilder<B extends Ec2AssignerBuilder<B>> {

    private @Nullable Ec2Client client;
    private @Nullable Region region;
    private @Nullable String profile;
    private @Nullable URI endpointOverride;
    private @Nullable AwsCredentialsProvider credentialsProvider;
    private @Nullable String vpcId;
    private Duration attemptTimeout = Ec2IpAssigner.DEFAULT_ATTEMPT_TIMEOUT;
    private Duration callTimeout = Ec2IpAssigner.DEFAULT_CALL_TIMEOUT;
    private Duration dataPlaneLag = Ec2IpAssigner.DEFAULT_DATA_PLANE_LAG;
    private Duration readLag = Ec2IpAssigner.DEFAULT_READ_LAG;

    /** For the assigners of this package alone. */
    Ec2AssignerBuilder() {}

    @SuppressWarnings("unchecked") // each subclass names itself
    private B self() {
        return (B) this;
    }

    /**
     * Sets the client to call through. The caller closes it. It excludes region, profile, endpoint and credentials, which the
     * client has already. Its call timeouts and retries are overridden. Default: a client of the assigner's own.
     */
    public B client(Ec2Client client) {
        this.client = Objects.requireNonNull(client, "client");
        return self();
    }

    /**
     * Sets the region, for example {@code us-east-1}. Also the region of STS for a profile that has a role and no region. Default:
     * the region of the SDK's default chain.
     */
    public B region(String region) {
        return region(Region.of(region));
    }

    /** Like {@link #region(String)}. */
    public B region(Region region) {
        this.region = Objects.requireNonNull(region, "region");
        return self();
    }

    /**
     * Sets the profile of the AWS configuration files for region and credentials: keys, a role, SSO, or a program. The profile is
     * used even if the environment has credentials too. Default: as for {@link #credentialsProvider}.
     */
    public B profile(String profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        return self();
    }

    /** Sets the endpoint of EC2. Default: the SDK's default for the region. */
    public B endpointOverride(URI endpoint) {
        this.endpointOverride = Objects.requireNonNull(endpoint, "endpoint");
        return self();
    }

    /**
     * Sets the provider of the credentials that requests are signed with. The caller closes it. Default: the first configured
     * identity, in the order of the SDK's default chain. Unlike in the SDK's chain, an identity that is configured but
     * unavailable is a {@link org.floatingip.failure.CredentialsException}: no other identity is used instead.
     */
    public B credentialsProvider(AwsCredentialsProvider credentialsProvider) {
        this.credentialsProvider = Objects.requireNonNull(credentialsProvider, "credentialsProvider");
        return self();
    }

    /**
     * Sets the VPC of the addresses. Default: any VPC of the region; an address that several VPCs have is then refused as
     * ambiguous. Set it in accounts with overlapping VPCs, and for speed in accounts with very many interfaces.
     */
    public B vpcId(String vpcId) {
        this.vpcId = Objects.requireNonNull(vpcId, "vpcId");
        return self();
    }

    /**
     * Sets the time limit of one attempt, which is a read or a change; its HTTP requests share the time. A move can overrun its
     * deadline by at most three times this (see {@link org.floatingip.spi.IpAssigner}), and an interrupt can have to wait for as long. With a client of the caller's whose socket
     * timeout is longer, an interrupt can wait for that: the SDK takes the interrupt for its own. A service may be silent for
     * three quarters of this time. Default: {@link Ec2IpAssigner#DEFAULT_ATTEMPT_TIMEOUT}.
     *
     * @throws IllegalArgumentException unless it is positive, and at most 292 years
     */
    public B attemptTimeout(Duration attemptTimeout) {
        this.attemptTimeout = Times.positive(attemptTimeout, "attemptTimeout");
        return self();
    }

    /**
     * Sets the time limit of one HTTP request, within that of its attempt. Finding credentials isn't included: it comes first and
     * takes the time that the provider needs. Keep the assigner, so that credentials are found once, ahead of time. Default:
     * {@link Ec2IpAssigner#DEFAULT_CALL_TIMEOUT}.
     *
     * @throws IllegalArgumentException unless it is positive, and at most 292 years
     */
    public B callTimeout(Duration callTimeout) {
        this.callTimeout = Times.positive(callTimeout, "callTimeout");
        return self();
    }

    /**
     * Sets how long packets may go to the old host after EC2 shows the new one. If a move configures hosts, it lets the old host
     * accept the address for that time, and returns that much later. Default: {@link Ec2IpAssigner#DEFAULT_DATA_PLANE_LAG}.
     *
     * @throws IllegalArgumentException if it is negative, or more than 292 years
     */
    public B dataPlaneLag(Duration dataPlaneLag) {
        this.dataPlaneLag = Times.notNegative(dataPlaneLag, "dataPlaneLag");
        return self();
    }

    /** Like {@link #dataPlaneLag(Duration)}, in milliseconds. */
    public B dataPlaneLagMillis(long millis) {
        return dataPlaneLag(Duration.ofMillis(millis));
    }

    /**
     * Sets the maximum age of EC2's answers. For that time after a change, an answer that doesn't show the change proves nothing.
     * Default: {@link Ec2IpAssigner#DEFAULT_READ_LAG}.
     *
     * @throws IllegalArgumentException if it is negative, or more than 292 years
     */
    public B readLag(Duration readLag) {
        this.readLag = Times.notNegative(readLag, "readLag");
        return self();
    }

    /** What all assigners of EC2 promise. */
    Traits.Builder traits() {
        return Traits.builder().diagnoses().dataPlaneLag(dataPlaneLag).readLag(readLag);
    }

    /** Creates the client for that assigner, unless the caller set one. */
    Ec2Connection connect(Class<?> assigner) {
        if (client != null) {
            if (region != null || profile != null || endpointOverride != null || credentialsProvider != null) {
                throw new IllegalStateException(
                        "client(..) excludes region, profile, endpointOverride and credentialsProvider: set them on"
                                + " the client");
            }
            return new Ec2Connection(assigner, Ec2Calls.through(client, vpcId, attemptTimeout, callTimeout), null);
        }
        Ec2ClientBuilder builder = Ec2Client.builder();
        if (region != null) {
            builder.region(region);
        }
        String known = region == null ? null : region.id();
        OwnClient<Ec2Client> own =
                OwnClient.make(builder, attemptTimeout, credentialsProvider, profile, known, endpointOverride);
        return new Ec2Connection(assigner, Ec2Calls.through(own, vpcId, attemptTimeout, callTimeout), own);
    }
}
