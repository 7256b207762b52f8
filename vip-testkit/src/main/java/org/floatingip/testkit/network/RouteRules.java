package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.CidrBlock;
import org.floatingip.testkit.internal.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * Decides on route tables, the subnets that use them, and the targets of their routes. Guarded by the lock of its network.
 *
 * <p>A route keeps its interface whatever becomes of that. Each reading checks whether the route still leads anywhere.
 */
final class RouteRules {

    /** A stopping or terminating instance still has its routes: seen by users. */
    private static final Set<InstanceState> DOWN = Set.of(InstanceState.STOPPED, InstanceState.TERMINATED);

    private final VpcState state;

    RouteRules(VpcState state) {
        this.state = state;
    }

    /** Creates the main table of a new VPC; its ids are made from the VPC's. */
    void createMainTable(MutableVpc vpc) {
        String suffix = vpc.id.substring("vpc-".length());
        MutableRouteTable table = add("rtb-" + suffix, vpc, Map.of());
        table.links.add(new MutableRouteTable.Link("rtbassoc-" + suffix, null));
    }

    MutableRouteTable createTable(String vpcId, Map<String, String> tags) {
        MutableVpc vpc = state.vpc(vpcId);
        MutableRouteTable table = add(state.ids.id("rtb"), vpc, tags);
        state.history.resource("created " + table.id + " in " + vpcId);
        return table;
    }

    private MutableRouteTable add(String id, MutableVpc vpc, Map<String, String> tags) {
        MutableRouteTable table = new MutableRouteTable(id, vpc, tags);
        vpc.ranges().forEach(range -> table.routes.put(range, new MutableRouteTable.Target(null)));
        state.routeTables.put(id, table);
        return table;
    }

    boolean hasTablesBesideTheMainOne(MutableVpc vpc) {
        return state.routeTables.values().stream()
                        .filter(table -> table.vpc == vpc)
                        .count()
                > 1;
    }

    /** Deletes the parts of a VPC that is deleted. */
    void forget(MutableVpc vpc) {
        state.routeTables.values().removeIf(table -> table.vpc == vpc);
    }

    /** Deletes the parts of a subnet that is deleted. */
    void forget(MutableSubnet subnet) {
        state.routeTables.values().forEach(table -> table.links.removeIf(link -> link.subnet() == subnet));
    }

    /** Adds a route for a new range of the VPC to each of its tables. */
    void addRange(MutableVpc vpc, CidrBlock range) {
        state.routeTables.values().stream()
                .filter(table -> table.vpc == vpc)
                .forEach(table -> table.routes.put(range, new MutableRouteTable.Target(null)));
    }

    MutableRouteTable deleteTable(String tableId) {
        MutableRouteTable table = state.routeTable(tableId);
        if (!table.links.isEmpty()) {
            throw Refusals.hasDependencies("routeTable", tableId);
        }
        state.routeTables.remove(tableId);
        state.history.resource("deleted " + tableId);
        return table;
    }

    /** If there is such an association already, EC2 is assumed to return it: a guess. */
    MutableRouteTable.Link associate(String tableId, String subnetId) {
        MutableRouteTable table = state.routeTable(tableId);
        MutableSubnet subnet = state.subnet(subnetId);
        if (table.vpc != subnet.vpc) {
            throw Refusals.differentNetworks("route table " + tableId, "subnet " + subnetId);
        }
        for (MutableRouteTable other : state.routeTables.values()) {
            for (MutableRouteTable.Link link : other.links) {
                if (link.subnet() == subnet) {
                    if (other == table) {
                        return link;
                    }
                    throw Refusals.alreadyAssociatedTable(tableId);
                }
            }
        }
        return link(table, subnet);
    }

    private MutableRouteTable.Link link(MutableRouteTable table, @Nullable MutableSubnet subnet) {
        MutableRouteTable.Link link = new MutableRouteTable.Link(state.ids.id("rtbassoc"), subnet);
        table.links.add(link);
        state.history.resource("associated " + table.id + " with " + (subnet == null ? table.vpc.id : subnet.id));
        return link;
    }

    MutableRouteTable disassociate(String associationId) {
        MutableRouteTable table = tableOf(associationId);
        MutableRouteTable.Link link = linkOf(table, associationId);
        if (link.subnet() == null) {
            throw Refusals.mainAssociation(associationId);
        }
        table.links.remove(link);
        state.history.resource("disassociated " + table.id + " from " + link.subnet().id);
        return table;
    }

    /** Makes a subnet, or the VPC with its main table, use another table. */
    MutableRouteTable.Link replaceAssociation(String associationId, String tableId) {
        MutableRouteTable from = tableOf(associationId);
        MutableRouteTable to = state.routeTable(tableId);
        if (from.vpc != to.vpc) {
            throw Refusals.differentNetworks("route table " + tableId, "network " + from.vpc.id);
        }
        MutableRouteTable.Link link = linkOf(from, associationId);
        from.links.remove(link);
        return link(to, link.subnet());
    }

    private MutableRouteTable tableOf(String associationId) {
        return state.routeTables.values().stream()
                .filter(table -> table.links.stream().anyMatch(link -> link.id().equals(associationId)))
                .findFirst()
                .orElseThrow(() -> Refusals.noSuchAssociation(associationId));
    }

    private static MutableRouteTable.Link linkOf(MutableRouteTable table, String associationId) {
        return table.links.stream()
                .filter(link -> link.id().equals(associationId))
                .findFirst()
                .orElseThrow(() -> Refusals.noSuchAssociation(associationId));
    }

    /** Repeating an existing route changes nothing: seen in raw replies. */
    MutableRouteTable create(String tableId, CidrBlock destination, RouteTarget target) {
        MutableRouteTable table = state.routeTable(tableId);
        MutableRouteTable.Target wanted = resolve(table, target);
        MutableRouteTable.Target present = table.routes.get(destination);
        if (wanted.equals(present)) {
            return table;
        }
        if (present != null) {
            throw Refusals.routeExists(destination);
        }
        return put(table, destination, wanted);
    }

    MutableRouteTable replace(String tableId, CidrBlock destination, RouteTarget target) {
        MutableRouteTable table = state.routeTable(tableId);
        MutableRouteTable.Target wanted = resolve(table, target);
        if (!table.routes.containsKey(destination)) {
            throw Refusals.noRouteToReplace(destination);
        }
        return put(table, destination, wanted);
    }

    private MutableRouteTable.Target resolve(MutableRouteTable table, RouteTarget target) {
        MutableInterface eni = target.resolve(state);
        if (eni != null && eni.subnet.vpc != table.vpc) {
            throw Refusals.differentNetworks(
                    "route table " + table.id, "interface interface-" + eni.id.substring("eni-".length()));
        }
        return new MutableRouteTable.Target(eni);
    }

    private MutableRouteTable put(MutableRouteTable table, CidrBlock destination, MutableRouteTable.Target target) {
        if (target.eni() == null && !table.vpc.ranges().contains(destination)) {
            throw Refusals.localElsewhere();
        }
        if (table.vpc.ranges().stream().anyMatch(range -> range.contains(destination))
                && !isRange(table.vpc, destination)) {
            throw Refusals.noSubnetOf(destination);
        }
        table.routes.put(destination, target);
        state.history.resource("route " + destination + " of " + table.id + " leads to "
                + (target.eni() == null ? "local" : target.eni().id));
        return table;
    }

    /** By EC2's documentation, routes within a VPC are for the whole VPC or for whole subnets. */
    private boolean isRange(MutableVpc vpc, CidrBlock destination) {
        return vpc.ranges().contains(destination)
                || state.subnets.values().stream()
                        .anyMatch(subnet -> subnet.vpc == vpc
                                && (subnet.cidr.equals(destination) || destination.equals(subnet.ipv6Range())));
    }

    MutableRouteTable delete(String tableId, CidrBlock destination) {
        MutableRouteTable table = state.routeTable(tableId);
        if (!table.routes.containsKey(destination)) {
            throw Refusals.noRouteToDelete(destination, tableId);
        }
        if (table.vpc.ranges().contains(destination)) {
            throw Refusals.localRoute(destination, tableId);
        }
        table.routes.remove(destination);
        state.history.resource("deleted route " + destination + " of " + tableId);
        return table;
    }

    VpcRouteTable snapshot(MutableRouteTable table) {
        List<VpcRoute> routes = new ArrayList<>();
        table.routes.forEach((destination, target) -> routes.add(snapshot(table.vpc, destination, target.eni())));
        return new VpcRouteTable(
                table.id,
                table.vpc.id,
                routes,
                table.links.stream().map(MutableRouteTable.Link::snapshot).toList(),
                table.tags.snapshot());
    }

    private VpcRoute snapshot(MutableVpc vpc, CidrBlock destination, @Nullable MutableInterface eni) {
        boolean own = vpc.ranges().contains(destination);
        if (eni == null) {
            return new VpcRoute(destination, own, null, null, true);
        }
        MutableInstance host = runningHost(eni);
        return new VpcRoute(destination, own, eni.id, host == null ? null : host.id, host != null);
    }

    private @Nullable MutableInstance runningHost(MutableInterface eni) {
        if (state.interfaces.get(eni.id) != eni || eni.attachment == null) {
            return null;
        }
        MutableInstance host =
                state.instance(Objects.requireNonNull(eni.attachment).instanceId());
        return DOWN.contains(host.state) ? null : host;
    }
}
