package org.floatingip.aws;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.aws.internal.Ec2Network;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;

/**
 * Assigns secondary private IPv4 addresses to EC2 network interfaces, by {@code AssignPrivateIpAddresses} with
 * {@code AllowReassignment}.
 *
 * <p>A target is an instance id ({@code i-...}), whose one interface in the subnet of the address is taken, or an ENI id
 * ({@code eni-...}). An ENI and the instance that it is attached to are the same host.
 *
 * <p>What it has to be allowed for which feature: {@link IamPolicy}.
 *
 * <p>No call is retried by the SDK, also where the caller brought the client: the engine decides what may be repeated, and
 * looks first. Safe for use by several threads. {@link #close()} closes what this object created, never a client that the
 * caller brought. Create it once and keep it: the first call of a new client is the slow one.
 */
public final class Ec2IpAssigner implements IpAssigner, AutoCloseable {

    /** The time of one attempt unless another is set: 3 seconds. */
    public static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    /** The time of one HTTP request at the most, unless another is set: 8 seconds. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(8);

    /**
     * For how long an old host goes on accepting an address unless another time is set: 1.5 seconds. EC2's interface shows
     * the new holder at once, and remaps asynchronously (its documentation); users state about 1.2 seconds on Nitro.
     */
    public static final Duration DEFAULT_DATA_PLANE_LAG = Duration.ofMillis(1500);

    /**
     * How old an answer of EC2 is taken to be at the most, unless the builder is told otherwise. A guess: EC2 documents that
     * its answers are eventually consistent, and no bound; in replies that were recorded the next look after a change shows it.
     */
    public static final Duration DEFAULT_READ_LAG = Duration.ofMillis(1500);

    private final Ec2Connection connection;
    private final Traits traits;

    private Ec2IpAssigner(Builder builder) {
        this.connection = builder.connect(Ec2IpAssigner.class);
        this.traits = builder.traits()
                .mostPerCall(Integer.MAX_VALUE)
                .conditional()
                .putsBack()
                .knowsHosts()
                .build();
    }

    /**
     * An assigner for the region of the SDK's default chain and the first identity that is configured.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if it finds no region
     */
    public static Ec2IpAssigner create() {
        return builder().build();
    }

    /** An assigner for that region, for example {@code us-east-1}, and the first identity that is configured. */
    public static Ec2IpAssigner create(String region) {
        return builder().region(region).build();
    }

    /** Starts an assigner with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Everything; as many addresses a call as an interface can have. */
    @Override
    public Traits traits() {
        return traits;
    }

    /**
     * {@inheritDoc}
     *
     * <p>One DescribeNetworkInterfaces for up to 200 addresses.
     *
     * @throws org.floatingip.RefusedException AMBIGUOUS_ADDRESS if several VPCs of the region have an address and none was named
     */
    @Override
    public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        return open().locate(List.copyOf(addresses));
    }

    @Override
    public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        return open().survey(List.copyOf(addresses), Objects.requireNonNull(target, "target"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One AssignPrivateIpAddresses.
     *
     * @throws IllegalArgumentException if the transfers do not fit into one call
     */
    @Override
    public void assign(List<Transfer> batch) {
        open().assign(List.copyOf(batch));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One UnassignPrivateIpAddresses.
     */
    @Override
    public void release(List<IpAddress> addresses, Holder holder) {
        open().release(List.copyOf(addresses), Objects.requireNonNull(holder, "holder"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One {@code AssociateAddress} with {@code AllowReassociation=false} for each Elastic IP, by its allocation id.
     */
    @Override
    public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
        open().putBack(
                        Objects.requireNonNull(address, "address"),
                        Objects.requireNonNull(placement, "placement"),
                        List.copyOf(dependents));
    }

    @Override
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        return open().ownAddresses(List.copyOf(hosts));
    }

    @Override
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        return open().explain(List.copyOf(batch), Objects.requireNonNull(strategy, "strategy"), List.copyOf(cutOff));
    }

    @Override
    public List<String> warnings(List<Transfer> batch) {
        return open().warnings(List.copyOf(batch));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Whether a CIDR reservation keeps the address from others, what Elastic IP hangs on it, and what can be proven of
     * permissions: a reading by reading, AssociateAddress by a dry run, which is tried where an Elastic IP is there to be put
     * back. EC2 has none for AssignPrivateIpAddresses and UnassignPrivateIpAddresses: these are said to be unproven.
     */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return open().diagnoseAddress(
                        Objects.requireNonNull(address, "address"), Objects.requireNonNull(survey, "survey"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The room on the interface by the limit of the instance's type, and whether the instance runs.
     */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        Objects.requireNonNull(address, "address");
        return open().diagnoseTarget(Objects.requireNonNull(survey, "survey"));
    }

    /** The network as one attempt of this assigner sees it: its requests share the attempt's time. */
    private Ec2Network open() {
        return new Ec2Network(connection.attempt());
    }

    /** Closes what this object created; a client or provider that the caller brought stays open. May be called again. */
    @Override
    public void close() {
        connection.close();
    }

    /** Where it looks and for how long, for example {@code Ec2IpAssigner(us-east-1, any VPC, attempts of PT3S)}. */
    @Override
    public String toString() {
        return connection.toString();
    }

    /** The settings of an {@link Ec2IpAssigner}. Not safe for use by several threads. */
    public static final class Builder extends Ec2AssignerBuilder<Builder> {

        private Builder() {}

        /**
         * Makes the assigner.
         *
         * @throws IllegalStateException if a client was given together with something that it has already
         * @throws software.amazon.awssdk.core.exception.SdkClientException if no region was given and none is found
         */
        public Ec2IpAssigner build() {
            return new Ec2IpAssigner(this);
        }
    }
}
