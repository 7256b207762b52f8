package org.floatingip.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.floatingip.aws.internal.Ec2Calls;
import org.floatingip.aws.internal.RouteNetwork;
import org.floatingip.aws.internal.RouteSettings;
import org.floatingip.aws.internal.WayNetwork;
import org.jspecify.annotations.Nullable;

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
 * <p>A change goes to the tables that were read last: a standby's to those of its preparation. Tables that were added or deleted
 * since, and routes, are seen once it is refreshed. A route that is gone by then is created if missing routes are to be.
 *
 * <p>A look is one DescribeRouteTables, and a DescribeNetworkInterfaces beside it where a route is a blackhole. A change is one
 * ReplaceRoute a table, or CreateRoute where nobody was seen to hold the address: that one displaces nobody. Tables that lead to the target
 * already come last, so that attempts which are too short for all of them converge. A release is a look
 * and one DeleteRoute a table. The doctor is told where the routes lead, which tables of the VPC have none, whether ReplaceRoute is
 * allowed (by a dry run), and of each host whether it runs and its interface checks source and destination.
 *
 * <p>Refusals: NOT_ROUTABLE if a table that was named does not exist, the address lies in a range of the VPC, a table lacks the route
 * and creating it was not asked for, a route leads to something that is no interface, or the target's interface checks source and
 * destination. AMBIGUOUS_ADDRESS if tables of several VPCs have the route, and no VPC was named.
 *
 * <p>No call is retried by the SDK. Safe for use by several threads. {@link #close()} closes what this object created.
 */
public final class RouteIpAssigner extends SingleEc2Assigner {

    private final RouteSettings settings;

    private RouteIpAssigner(Builder builder) {
        super(
                builder.connect(RouteIpAssigner.class),
                builder.traits().knowsHosts().build());
        this.settings = RouteSettings.of(builder.tables, builder.createMissing, builder.executor);
    }

    /** Starts an assigner with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    WayNetwork network(Ec2Calls attempt) {
        return new RouteNetwork(attempt, settings);
    }

    @Override
    String settings() {
        return ", "
                + (settings.tables().isEmpty()
                        ? "all tables that have the route"
                        : String.join(", ", settings.tables()));
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
            return new RouteIpAssigner(this);
        }
    }
}
