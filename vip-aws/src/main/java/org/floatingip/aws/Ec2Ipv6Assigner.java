package org.floatingip.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.aws.internal.Ec2Calls;
import org.floatingip.aws.internal.Ipv6Network;
import org.floatingip.aws.internal.OwnClient;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Moves an IPv6 address between the interfaces of one subnet, by {@code UnassignIpv6Addresses} and {@code AssignIpv6Addresses}. EC2
 * has no takeover of IPv6 addresses: a held one moves by a handover alone, and nobody holds it <b>for about one call</b>, which plans
 * warn of.
 *
 * <p>A target is an instance id ({@code i-...}), whose one interface in the subnet of the address is taken, or an ENI id
 * ({@code eni-...}). An interface's primary IPv6 address is refused; prefixes that an interface has are left alone, and an address out
 * of one is not this assigner's to move.
 *
 * <p>No refusal of EC2's for IPv6 was ever seen, so nothing here relies on its words: after a refusal it is looked who holds the
 * address. Should EC2 answer with success when an address is unassigned that the interface does not have, a release that came too
 * late is told as one that was made; nobody is displaced by that.
 *
 * <p>No call is retried by the SDK. Safe for use by several threads. {@link #close()} closes what this object created.
 */
public final class Ec2Ipv6Assigner extends SingleIpAssigner implements AutoCloseable {

    private final Ec2Calls calls;
    private final Traits traits;
    private final @Nullable OwnClient<Ec2Client> owned;
    private volatile boolean closed;

    private Ec2Ipv6Assigner(Ec2AssignerBuilder.Connection connection, Builder builder) {
        this.calls = connection.calls();
        this.owned = connection.owned();
        this.traits = Traits.builder()
                .takeover(Traits.Takeover.NONE)
                .conditional()
                .diagnoses()
                .dataPlaneLag(builder.dataPlaneLag())
                .readLag(builder.readLag())
                .build();
    }

    /** Starts an assigner with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /** One address a call, no takeover, conditions. */
    @Override
    public Traits traits() {
        return traits;
    }

    /**
     * {@inheritDoc}
     *
     * <p>One DescribeNetworkInterfaces.
     */
    @Override
    public List<Holder> locate(IpAddress address) {
        return open().locate(Objects.requireNonNull(address, "address"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws org.floatingip.RefusedException PRIMARY_ADDRESS if it is an interface's primary IPv6 address; SUBNET_MISMATCH if the target
     *     has no interface in the subnet of the address
     */
    @Override
    public Survey survey(IpAddress address, HostId target) {
        return open().survey(Objects.requireNonNull(address, "address"), Objects.requireNonNull(target, "target"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One AssignIpv6Addresses, which takes the address from nobody.
     */
    @Override
    public void assign(Transfer transfer) {
        open().assign(Objects.requireNonNull(transfer, "transfer"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One UnassignIpv6Addresses.
     */
    @Override
    public void release(IpAddress address, Holder holder) {
        open().release(Objects.requireNonNull(address, "address"), Objects.requireNonNull(holder, "holder"));
    }

    @Override
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        List<PlannedCall> all = new ArrayList<>();
        batch.forEach(transfer -> all.addAll(Ipv6Network.explain(transfer)));
        return Collections.unmodifiableList(all);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Among them the gap of a move.
     */
    @Override
    public List<String> warnings(List<Transfer> batch) {
        return open().warnings(List.copyOf(batch));
    }

    /**
     * {@inheritDoc}
     *
     * <p>By which ways it can float. Asks nobody.
     */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return open().diagnoseAddress(
                        Objects.requireNonNull(address, "address"), Objects.requireNonNull(survey, "survey"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>By which ways its interface can have an address, and whether the instance runs.
     */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        Objects.requireNonNull(address, "address");
        return open().diagnoseTarget(Objects.requireNonNull(survey, "survey"));
    }

    private Ipv6Network open() {
        if (closed) {
            throw new IllegalStateException("this Ec2Ipv6Assigner is closed");
        }
        return new Ipv6Network(calls.attempt());
    }

    /** Closes what this object created; a client or provider that the caller brought stays open. May be called again. */
    @Override
    public void close() {
        closed = true;
        if (owned != null) {
            owned.close();
        }
    }

    /** Where it looks, for example {@code Ec2Ipv6Assigner(us-east-1, any VPC, attempts of PT3S)}. */
    @Override
    public String toString() {
        return "Ec2Ipv6Assigner(" + calls + (closed ? ", closed" : "") + ")";
    }

    /** The settings of an {@link Ec2Ipv6Assigner}. Not safe for use by several threads. */
    public static final class Builder extends Ec2AssignerBuilder<Builder> {

        private Builder() {}

        /**
         * Makes the assigner.
         *
         * @throws IllegalStateException if a client was given together with something that it has already
         * @throws software.amazon.awssdk.core.exception.SdkClientException if no region was given and none is found
         */
        public Ec2Ipv6Assigner build() {
            return new Ec2Ipv6Assigner(connect(), this);
        }
    }
}
