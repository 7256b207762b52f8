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
 * Assigns secondary private IPv4 addresses to EC2 network interfaces, by {@code AssignPrivateIpAddresses} with {@code
 * AllowReassignment}.
 *
 * <p>A target is an instance id ({@code i-...}) or an ENI id ({@code eni-...}). For an instance, its only interface in the subnet
 * of the address is used. An ENI and the instance that it is attached to are the same host.
 *
 * <p>{@link IamPolicy} says which permissions each feature needs.
 *
 * <p>The SDK retries no call, even with a client of the caller's: the engine decides what may be repeated, and first reads the
 * current state. Safe for use by several threads. {@link #close()} closes what this object created, never the caller's client.
 * Create one assigner and keep it: the first call of a new client is slow.
 */
public final class Ec2IpAssigner implements IpAssigner, AutoCloseable {

    /** The default time limit of one attempt: 3 seconds. */
    public static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    /** The default time limit of one HTTP request: 8 seconds. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(8);

    /**
     * The default time for which packets may still go to the old host: 1.5 seconds. EC2's API shows the new holder at once, and
     * remaps asynchronously (its documentation). Users report about 1.2 seconds on Nitro.
     */
    public static final Duration DEFAULT_DATA_PLANE_LAG = Duration.ofMillis(1500);

    /**
     * The default maximum age of EC2's answers: 1.5 seconds. A guess: EC2 documents that its answers are eventually consistent,
     * but no bound. In recorded replies the next read after a change shows the change.
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
     * Creates an assigner with the region of the SDK's default chain and the first configured identity.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if the chain finds no region
     */
    public static Ec2IpAssigner create() {
        return builder().build();
    }

    /** Creates an assigner for the given region, for example {@code us-east-1}, with the first configured identity. */
    public static Ec2IpAssigner create(String region) {
        return builder().region(region).build();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the traits: all of them, with as many addresses per call as an interface can have. */
    @Override
    public Traits traits() {
        return traits;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Makes one DescribeNetworkInterfaces request for up to 200 addresses.
     *
     * @throws org.floatingip.RefusedException AMBIGUOUS_ADDRESS if no VPC was set, and several VPCs of the region have an address
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
     * <p>Makes one AssignPrivateIpAddresses request.
     *
     * @throws IllegalArgumentException if the transfers do not fit into one request
     */
    @Override
    public void assign(List<Transfer> batch) {
        open().assign(List.copyOf(batch));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Makes one UnassignPrivateIpAddresses request.
     */
    @Override
    public void release(List<IpAddress> addresses, Holder holder) {
        open().release(List.copyOf(addresses), Objects.requireNonNull(holder, "holder"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Makes one {@code AssociateAddress} request with {@code AllowReassociation=false} for each Elastic IP, by its allocation
     * id.
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
     * <p>Checks whether a CIDR reservation keeps the address from being given to others, which Elastic IP is on it, and which
     * permissions can be proven. Permissions to read are proven by reading. AssociateAddress is proven by a dry run, if there is
     * an Elastic IP to put back. EC2 has no dry run for AssignPrivateIpAddresses and UnassignPrivateIpAddresses, so these are
     * reported as unproven.
     */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return open().diagnoseAddress(
                        Objects.requireNonNull(address, "address"), Objects.requireNonNull(survey, "survey"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Checks whether the interface has room, by the limit of the instance type, and whether the instance runs.
     */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        Objects.requireNonNull(address, "address");
        return open().diagnoseTarget(Objects.requireNonNull(survey, "survey"));
    }

    /** Opens the network for one attempt, whose requests share its time. */
    private Ec2Network open() {
        return new Ec2Network(connection.attempt());
    }

    /** Closes what this object created; never the caller's client or credentials provider. May be called again. */
    @Override
    public void close() {
        connection.close();
    }

    /**
     * Returns the region, the VPC and the attempt timeout, for example {@code Ec2IpAssigner(us-east-1, any VPC, attempts of
     * PT3S)}.
     */
    @Override
    public String toString() {
        return connection.toString();
    }

    /** Builds an {@link Ec2IpAssigner}. Not safe for use by several threads. */
    public static final class Builder extends Ec2AssignerBuilder<Builder> {

        private Builder() {}

        /**
         * Creates the assigner.
         *
         * @throws IllegalStateException if a client was set together with a setting that it has already
         * @throws software.amazon.awssdk.core.exception.SdkClientException if no region was set and none is found
         */
        public Ec2IpAssigner build() {
            return new Ec2IpAssigner(this);
        }
    }
}
