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
 * The settings that the assigners of EC2 share: how they reach it, and for how long they wait. Not safe for use by several threads.
 *
 * @param <B> the builder that this is
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

    /** The assigners of this package alone. */
    Ec2AssignerBuilder() {}

    @SuppressWarnings("unchecked") // each subclass names itself
    private B self() {
        return (B) this;
    }

    /**
     * The client to call through; it stays the caller's to close. Default: one made here. Excludes region, profile,
     * endpoint and credentials, which it has already. Its time limits and retries do not matter.
     */
    public B client(Ec2Client client) {
        this.client = Objects.requireNonNull(client, "client");
        return self();
    }

    /** The region, for example {@code us-east-1}. Default: the SDK's default chain. */
    public B region(String region) {
        return region(Region.of(region));
    }

    /** Like {@link #region(String)}. */
    public B region(Region region) {
        this.region = Objects.requireNonNull(region, "region");
        return self();
    }

    /**
     * The profile of the AWS configuration files for region and credentials: keys, a role, SSO, a program. Default: as for
     * {@link #credentialsProvider}. Once named, it is used even where the environment has credentials too.
     */
    public B profile(String profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        return self();
    }

    /** Where EC2 is, in place of the region's endpoint. Default: the SDK's default. */
    public B endpointOverride(URI endpoint) {
        this.endpointOverride = Objects.requireNonNull(endpoint, "endpoint");
        return self();
    }

    /**
     * What requests are signed with; it stays the caller's to close. Default: the first identity that is configured, in the
     * order of the SDK's default chain. Unlike there, one that is configured and can't be had is a
     * {@link org.floatingip.failure.CredentialsException}: nobody else signs in its place.
     */
    public B credentialsProvider(AwsCredentialsProvider credentialsProvider) {
        this.credentialsProvider = Objects.requireNonNull(credentialsProvider, "credentialsProvider");
        return self();
    }

    /**
     * The VPC that addresses belong to. Default: any of the region, and an address that several have is refused as
     * ambiguous. Name it in accounts with overlapping VPCs, and with very many interfaces, for speed.
     */
    public B vpcId(String vpcId) {
        this.vpcId = Objects.requireNonNull(vpcId, "vpcId");
        return self();
    }

    /**
     * The time of one attempt: a reading or a change, whose HTTP requests share it. Default
     * {@link Ec2IpAssigner#DEFAULT_ATTEMPT_TIMEOUT}. It is also the most by which a move can overrun its deadline, and what an
     * interrupt has to wait for: unless a client that the caller brought waits longer for its sockets, for the SDK then
     * takes the interrupt for its own. Three quarters of it are the time in which a service may be silent.
     *
     * @throws IllegalArgumentException unless it is positive, and at most 292 years
     */
    public B attemptTimeout(Duration attemptTimeout) {
        this.attemptTimeout = Times.positive(attemptTimeout, "attemptTimeout");
        return self();
    }

    /**
     * The time of one HTTP request at the most, where the attempt has more; default {@link Ec2IpAssigner#DEFAULT_CALL_TIMEOUT}. Finding credentials comes before it, in the time
     * that their provider takes: keep the assigner, so that they are found once, in peace.
     *
     * @throws IllegalArgumentException unless it is positive, and at most 292 years
     */
    public B callTimeout(Duration callTimeout) {
        this.callTimeout = Times.positive(callTimeout, "callTimeout");
        return self();
    }

    /**
     * How long packets may go to the old host after EC2 has shown the new one; for that time a move leaves the address
     * there, where it sees to hosts, and returns that much later. Default {@link Ec2IpAssigner#DEFAULT_DATA_PLANE_LAG}.
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
     * How old an answer of EC2 may be at the most: for that long after a change, a look that does not show it proves
     * nothing. Default {@link Ec2IpAssigner#DEFAULT_READ_LAG}.
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

    /** Makes the client for that assigner, unless the caller brought one. */
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
        OwnClient<Ec2Client> own =
                OwnClient.make(builder, attemptTimeout, credentialsProvider, profile, endpointOverride);
        return new Ec2Connection(assigner, Ec2Calls.through(own, vpcId, attemptTimeout, callTimeout), own);
    }
}
