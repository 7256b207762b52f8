package org.floatingip.aws;

import java.util.ArrayList;
import java.util.Collections;
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
import org.floatingip.aws.internal.WayNetwork;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;

/**
 * The assigners of EC2 that take one address a call: each is a way for an address to float, and all that it does is done by the
 * network as one attempt sees it. What is said here is said of each of them.
 */
abstract class SingleEc2Assigner extends SingleIpAssigner implements AutoCloseable {

    private final Ec2Connection connection;
    private final Traits traits;

    SingleEc2Assigner(Ec2Connection connection, Traits traits) {
        this.connection = connection;
        this.traits = traits;
    }

    /** The network by this way, through the calls of one attempt. */
    abstract WayNetwork network(Ec2Calls attempt);

    /** The calls of one attempt that begins now. */
    final Ec2Calls attempt() {
        return connection.attempt();
    }

    private WayNetwork network() {
        return network(attempt());
    }

    /** What this way can do; always the same. */
    @Override
    public final Traits traits() {
        return traits;
    }

    /** {@inheritDoc} */
    @Override
    public final List<Holder> locate(IpAddress address) {
        return network().locate(Objects.requireNonNull(address, "address"));
    }

    /** {@inheritDoc} */
    @Override
    public final Survey survey(IpAddress address, HostId target) {
        return network().survey(Objects.requireNonNull(address, "address"), Objects.requireNonNull(target, "target"));
    }

    /** {@inheritDoc} */
    @Override
    public final void assign(Transfer transfer) {
        network().assign(Objects.requireNonNull(transfer, "transfer"));
    }

    /** {@inheritDoc} */
    @Override
    public final void release(IpAddress address, Holder holder) {
        network().release(Objects.requireNonNull(address, "address"), Objects.requireNonNull(holder, "holder"));
    }

    /** {@inheritDoc} */
    @Override
    public final Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        return traits.knowsHosts() ? network().ownAddresses(List.copyOf(hosts)) : super.ownAddresses(hosts);
    }

    /** {@inheritDoc} */
    @Override
    public final List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        WayNetwork network = network();
        List<PlannedCall> all = new ArrayList<>();
        batch.forEach(transfer -> all.addAll(network.explain(transfer, strategy == MoveStrategy.HANDOVER)));
        return Collections.unmodifiableList(all);
    }

    /** {@inheritDoc} */
    @Override
    public final List<String> warnings(List<Transfer> batch) {
        return network().warnings(List.copyOf(batch));
    }

    /** {@inheritDoc} */
    @Override
    public final List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return network()
                .diagnoseAddress(Objects.requireNonNull(address, "address"), Objects.requireNonNull(survey, "survey"));
    }

    /** {@inheritDoc} */
    @Override
    public final List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        Objects.requireNonNull(address, "address");
        return network().diagnoseTarget(Objects.requireNonNull(survey, "survey"));
    }

    /** Closes what this object created; what the caller brought stays open. May be called again. */
    @Override
    public final void close() {
        connection.close();
    }

    /** What else than the connection it is set to, beginning with a comma; empty for nothing. */
    String settings() {
        return "";
    }

    /** Where it looks, for example {@code ElasticIpAssigner(us-east-1, any VPC, attempts of PT3S)}. */
    @Override
    public final String toString() {
        return connection.toString(settings());
    }
}
