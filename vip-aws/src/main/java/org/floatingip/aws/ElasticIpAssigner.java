package org.floatingip.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.aws.internal.Ec2Calls;
import org.floatingip.aws.internal.ElasticIpDiagnosis;
import org.floatingip.aws.internal.ElasticIpNetwork;
import org.floatingip.aws.internal.ElasticIpSettings;
import org.floatingip.aws.internal.OwnClient;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Moves an Elastic IP, a public IPv4 address, between private addresses of hosts by {@code AssociateAddress}. It works across subnets
 * and zones; no host ever sees the address, so {@code hosts(..)} is refused beside it.
 *
 * <p>The floating IP is the public address; {@link #addressOf} tells that of an allocation id. A target is an instance id
 * ({@code i-...}) with one interface, or an ENI id ({@code eni-...}); the Elastic IP is put on the primary private address of the
 * interface, unless the builder is told another one.
 *
 * <p>A private address has one Elastic IP at the most, and EC2 lets another one <b>displace</b> it without a word, whatever the flags of
 * the call. What is there is refused when it is seen: by the survey, and again right before the call. What comes between that
 * look and the call is displaced, which nobody tells: whoever moved it finds it when it is looked for, and is told the name of
 * what is in its place.
 *
 * <p>A handover is conditional as far as EC2's replies prove it: each association has an id of its own, and a release names that, so
 * it never ends another association; where nobody was seen, EC2 refuses to take the Elastic IP from somebody. What EC2 answers to
 * the id of an association that has ended by then was never seen (its documentation calls the call idempotent): should it
 * answer with success, a release that came too late is told as one that was made.
 *
 * <p>No call is retried by the SDK. Safe for use by several threads. {@link #close()} closes what this object created.
 */
public final class ElasticIpAssigner extends SingleIpAssigner implements AutoCloseable {

    private final Ec2Calls calls;
    private final ElasticIpSettings settings;
    private final Traits traits;
    private final @Nullable OwnClient<Ec2Client> owned;
    private volatile boolean closed;

    private ElasticIpAssigner(Ec2AssignerBuilder.Connection connection, Builder builder) {
        this.calls = connection.calls();
        this.owned = connection.owned();
        this.settings = ElasticIpSettings.of(builder.privateAddresses);
        this.traits = Traits.builder()
                .conditional()
                .hostSide(Traits.HostSide.NONE)
                .knowsHosts()
                .diagnoses()
                .dataPlaneLag(builder.dataPlaneLag())
                .readLag(builder.readLag())
                .build();
    }

    /** Starts an assigner with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /** One address a call, an atomic takeover, conditions, no host side. */
    @Override
    public Traits traits() {
        return traits;
    }

    /**
     * The public address of an Elastic IP, for {@link org.floatingip.FloatingIp#at(IpAddress)}.
     *
     * @param allocationId for example {@code eipalloc-0123456789abcdef0}
     * @throws org.floatingip.RefusedException REJECTED if EC2 knows none, in its words
     */
    public IpAddress addressOf(String allocationId) {
        return open().addressOf(Objects.requireNonNull(allocationId, "allocationId"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One DescribeAddresses.
     *
     * @throws org.floatingip.RefusedException UNKNOWN_ADDRESS if no Elastic IP of this account and region has the address; OCCUPIED, once,
     *     if this assigner has put it somewhere and another Elastic IP has displaced it there
     */
    @Override
    public List<Holder> locate(IpAddress address) {
        return open().locate(Objects.requireNonNull(address, "address"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws org.floatingip.RefusedException OCCUPIED if another Elastic IP is where it would come to
     */
    @Override
    public Survey survey(IpAddress address, HostId target) {
        return open().survey(Objects.requireNonNull(address, "address"), Objects.requireNonNull(target, "target"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A look at the target's interface, then one AssociateAddress; with {@code AllowReassociation=false} where nobody was seen.
     */
    @Override
    public void assign(Transfer transfer) {
        open().assign(Objects.requireNonNull(transfer, "transfer"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A look for the id of the association, then one DisassociateAddress of exactly that.
     */
    @Override
    public void release(IpAddress address, Holder holder) {
        open().release(Objects.requireNonNull(address, "address"), Objects.requireNonNull(holder, "holder"));
    }

    @Override
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        return open().ownAddresses(List.copyOf(hosts));
    }

    @Override
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        List<PlannedCall> all = new ArrayList<>();
        batch.forEach(transfer -> all.addAll(ElasticIpNetwork.explain(transfer, strategy == MoveStrategy.HANDOVER)));
        return Collections.unmodifiableList(all);
    }

    @Override
    public List<String> warnings(List<Transfer> batch) {
        return open().warnings(batch.stream()
                .flatMap(transfer -> transfer.seen().stream())
                .toList());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Whether AssociateAddress is allowed, by a dry run.
     */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return new ElasticIpDiagnosis(open())
                .ofAddress(Objects.requireNonNull(address, "address"), Objects.requireNonNull(survey, "survey"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Whether the instance runs.
     */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return new ElasticIpDiagnosis(open()).ofTarget(Objects.requireNonNull(survey, "survey"));
    }

    private ElasticIpNetwork open() {
        if (closed) {
            throw new IllegalStateException("this ElasticIpAssigner is closed");
        }
        return new ElasticIpNetwork(calls.attempt(), settings);
    }

    /** Closes what this object created; a client or provider that the caller brought stays open. May be called again. */
    @Override
    public void close() {
        closed = true;
        if (owned != null) {
            owned.close();
        }
    }

    /** Where it looks, for example {@code ElasticIpAssigner(us-east-1, any VPC, attempts of PT3S)}. */
    @Override
    public String toString() {
        return "ElasticIpAssigner(" + calls + (closed ? ", closed" : "") + ")";
    }

    /** The settings of an {@link ElasticIpAssigner}. Not safe for use by several threads. */
    public static final class Builder extends Ec2AssignerBuilder<Builder> {

        private final Map<String, IpAddress> privateAddresses = new HashMap<>();

        private Builder() {}

        /**
         * On which private address of a host the Elastic IP is put. Default: the primary one of its interface.
         *
         * @param host an instance id or an ENI id, as targets are named
         * @param privateAddress one that the interface has when the Elastic IP is moved
         * @throws IllegalArgumentException if the host is no id, or the address no address
         */
        public Builder privateAddress(String host, String privateAddress) {
            privateAddresses.put(HostId.of(host).value(), IpAddress.of(privateAddress));
            return this;
        }

        /**
         * Makes the assigner.
         *
         * @throws IllegalStateException if a client was given together with something that it has already
         * @throws software.amazon.awssdk.core.exception.SdkClientException if no region was given and none is found
         */
        public ElasticIpAssigner build() {
            return new ElasticIpAssigner(connect(), this);
        }
    }
}
