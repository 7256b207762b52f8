package org.floatingip.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.aws.internal.Ec2Calls;
import org.floatingip.aws.internal.OwnClient;
import org.floatingip.aws.internal.RouteChanges;
import org.floatingip.aws.internal.RouteDiagnosis;
import org.floatingip.aws.internal.RouteNetwork;
import org.floatingip.aws.internal.RouteSettings;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Moves an overlay address: an IPv4 address outside the VPC, with a route of its own ({@code /32}) in each route table, which leads
 * to the network interface of whoever holds it. It works across subnets and zones.
 *
 * <p>A target is an instance id ({@code i-...}) with one interface in the VPC of the tables, or an ENI id ({@code eni-...}). Its
 * interface must not check source and destination; a host has to accept the address though it is in none of its subnets.
 *
 * <p>Who holds the address is read from the tables. Tables that lead to different interfaces are several holders; so is a table
 * that has no route while others have one, by its own id ({@code rtb-...}). A blackhole is the holder that it leads to, which a
 * survey warns of.
 *
 * <p>EC2 changes one table a call, without any condition: the last writer wins. A change of some tables that failed for others has
 * an unknown effect; the engine looks, and makes the same change again, which brings the tables together. {@link #release} is not
 * conditional either: it deletes the routes that led to the holder a moment before, wherever they lead by then. Where two may move
 * the address at once, use a fence.
 *
 * <p>No call is retried by the SDK. Safe for use by several threads. {@link #close()} closes what this object created.
 */
public final class RouteIpAssigner extends SingleIpAssigner implements AutoCloseable {

    private final Ec2Calls calls;
    private final RouteSettings settings;
    private final Traits traits;
    private final @Nullable OwnClient<Ec2Client> owned;
    private volatile boolean closed;

    private RouteIpAssigner(Ec2AssignerBuilder.Connection connection, Builder builder) {
        this.calls = connection.calls();
        this.owned = connection.owned();
        this.settings = RouteSettings.of(builder.tables, builder.createMissing, builder.executor);
        this.traits = Traits.builder()
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

    /** One address a call, an atomic takeover of each route, no conditions. */
    @Override
    public Traits traits() {
        return traits;
    }

    /**
     * {@inheritDoc}
     *
     * <p>One DescribeRouteTables; a DescribeNetworkInterfaces beside it where a route is a blackhole.
     *
     * @throws org.floatingip.RefusedException NOT_ROUTABLE if a table that was named does not exist; AMBIGUOUS_ADDRESS if tables of
     *     several VPCs have the route, and no VPC was named
     */
    @Override
    public List<Holder> locate(IpAddress address) {
        return open().locate(Objects.requireNonNull(address, "address"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws org.floatingip.RefusedException NOT_ROUTABLE if the address lies in a range of the VPC, if a table lacks the route and
     *     creating it was not asked for, if a route leads to something that is no interface, or if the target's interface checks
     *     source and destination
     */
    @Override
    public Survey survey(IpAddress address, HostId target) {
        return open().survey(Objects.requireNonNull(address, "address"), Objects.requireNonNull(target, "target"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One ReplaceRoute a table, or CreateRoute where nobody was seen to hold the address: that one displaces nobody.
     *
     * @throws org.floatingip.failure.UnavailableException with an unknown effect, where some of the tables were changed
     */
    @Override
    public void assign(Transfer transfer) {
        new RouteChanges(open(), settings).assign(Objects.requireNonNull(transfer, "transfer"));
    }

    /**
     * Deletes the routes that lead to that holder: one reading, and one DeleteRoute a table. Not conditional: EC2's DeleteRoute names
     * no interface, so a route that somebody brings elsewhere between the reading and the call is deleted all the same.
     *
     * @throws org.floatingip.failure.HolderChangedException if no route leads to that holder; nothing was changed
     */
    @Override
    public void release(IpAddress address, Holder holder) {
        new RouteChanges(open(), settings)
                .release(Objects.requireNonNull(address, "address"), Objects.requireNonNull(holder, "holder"));
    }

    @Override
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        return open().ownAddresses(List.copyOf(hosts));
    }

    @Override
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        List<PlannedCall> all = new ArrayList<>();
        batch.forEach(transfer -> all.addAll(RouteChanges.explain(transfer, settings)));
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
     * <p>Where the routes lead, which tables of the VPC have none, and whether ReplaceRoute is allowed, by a dry run.
     */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return new RouteDiagnosis(open()).ofAddress(Objects.requireNonNull(address, "address"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Whether the interface checks source and destination, and whether the instance runs.
     */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return new RouteDiagnosis(open()).ofTarget(Objects.requireNonNull(survey, "survey"));
    }

    private RouteNetwork open() {
        if (closed) {
            throw new IllegalStateException("this RouteIpAssigner is closed");
        }
        return new RouteNetwork(calls.attempt(), settings);
    }

    /** Closes what this object created; a client, provider or executor that the caller brought stays open. May be called again. */
    @Override
    public void close() {
        closed = true;
        if (owned != null) {
            owned.close();
        }
    }

    /** Where it looks, for example {@code RouteIpAssigner(us-east-1, any VPC, attempts of PT3S, all tables that have the route)}. */
    @Override
    public String toString() {
        return "RouteIpAssigner(" + calls + ", "
                + (settings.tables().isEmpty()
                        ? "all tables that have the route"
                        : String.join(", ", settings.tables()))
                + (closed ? ", closed" : "") + ")";
    }

    /** The settings of a {@link RouteIpAssigner}. Not safe for use by several threads. */
    public static final class Builder extends Ec2AssignerBuilder<Builder> {

        private final List<String> tables = new ArrayList<>();
        private boolean createMissing;
        private @Nullable Executor executor;

        private Builder() {}

        /**
         * A route table that shall lead to the holder; may be called for several. Default: all of the VPC, or of the region where no
         * VPC is named, that have a route for exactly the address. Named tables are the surer way: one that has lost its route is
         * seen then.
         */
        public Builder routeTable(String id) {
            tables.add(Objects.requireNonNull(id, "id"));
            return this;
        }

        /** Like {@link #routeTable}, for each of them. */
        public Builder routeTables(List<String> ids) {
            ids.forEach(this::routeTable);
            return this;
        }

        /** Creates the route in those of the named tables that have none. Default: a move is refused then. */
        public Builder createMissingRoutes() {
            this.createMissing = true;
            return this;
        }

        /**
         * Who changes the tables side by side; it stays the caller's to shut down. The calling thread takes part, so that an executor
         * that is busy costs no more than time. Default: one table after the other.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Makes the assigner.
         *
         * @throws IllegalStateException if a client was given together with something that it has already, or missing routes shall be
         *     created and no table is named
         * @throws software.amazon.awssdk.core.exception.SdkClientException if no region was given and none is found
         */
        public RouteIpAssigner build() {
            if (createMissing && tables.isEmpty()) {
                throw new IllegalStateException(
                        "createMissingRoutes() needs routeTable(..): without it only tables that have the route are"
                                + " known");
            }
            return new RouteIpAssigner(connect(), this);
        }
    }
}
