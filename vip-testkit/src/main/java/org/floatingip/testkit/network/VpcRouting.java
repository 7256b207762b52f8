package org.floatingip.testkit.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatingip.CidrBlock;

/**
 * The route tables of an {@link InMemoryVpc}. An overlay address, outside the range of its VPC, floats by them. Each VPC comes
 * with a main table, and each table with a route for the VPC itself. Gateways are not modelled: routes lead to interfaces.
 *
 * <pre>{@code
 * VpcRouting routing = network.routing();
 * String table = routing.mainTable(vpc.id()).id();
 * CidrBlock overlay = CidrBlock.of("192.168.7.7/32");
 * routing.createRoute(table, overlay, RouteTarget.instance("i-0a"));
 * routing.replaceRoute(table, overlay, RouteTarget.instance("i-0b"));
 * }</pre>
 *
 * <p>Like the network, it is safe for use by several threads. It refuses requests with {@link Ec2RefusalException} and EC2's
 * texts, and then changes nothing. Readings show the current tables, whatever {@link InMemoryVpc#delayVisibility} says.
 */
public final class VpcRouting {

    private final InMemoryVpc network;
    private final VpcState state;
    private final RouteRules rules;

    VpcRouting(InMemoryVpc network, VpcState state, RouteRules rules) {
        this.network = network;
        this.state = state;
        this.rules = rules;
    }

    /** Returns all route tables, in the order of creation. */
    public List<VpcRouteTable> tables() {
        return network.read(
                () -> state.routeTables.values().stream().map(rules::snapshot).toList());
    }

    /** Returns the route table with the given id. */
    public Optional<VpcRouteTable> table(String id) {
        return network.read(() -> Optional.ofNullable(state.routeTables.get(id)).map(rules::snapshot));
    }

    /**
     * Returns the main table of a VPC, for subnets that are associated with no other.
     *
     * @throws IllegalArgumentException if there is no such VPC
     */
    public VpcRouteTable mainTable(String vpcId) {
        return tables().stream()
                .filter(table -> table.vpcId().equals(vpcId) && table.isMain())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no VPC " + vpcId));
    }

    /** Creates a route table without tags. */
    public VpcRouteTable createTable(String vpcId) {
        return createTable(vpcId, Map.of());
    }

    /** Creates a route table, which no subnet uses yet. */
    public VpcRouteTable createTable(String vpcId, Map<String, String> tags) {
        return network.change("CreateRouteTable in " + vpcId, () -> rules.snapshot(rules.createTable(vpcId, tags)));
    }

    /** Deletes a route table without associations. */
    public void deleteTable(String tableId) {
        network.change("DeleteRouteTable " + tableId, () -> rules.deleteTable(tableId));
    }

    /** Associates a subnet that uses the main table with another table. */
    public VpcRouteTable.Association associate(String tableId, String subnetId) {
        return network.change(
                "AssociateRouteTable " + tableId + " with " + subnetId,
                () -> rules.associate(tableId, subnetId).snapshot());
    }

    /** Makes a subnet use the main table again. */
    public void disassociate(String associationId) {
        network.change("DisassociateRouteTable " + associationId, () -> rules.disassociate(associationId));
    }

    /**
     * Replaces an association by one with another table, under a new id. The association is a subnet's, or the VPC's with its
     * main table.
     */
    public VpcRouteTable.Association replaceAssociation(String associationId, String tableId) {
        return network.change(
                "ReplaceRouteTableAssociation " + associationId + " by " + tableId,
                () -> rules.replaceAssociation(associationId, tableId).snapshot());
    }

    /** Creates a route. Refuses if the table has a route for that destination with another target. */
    public void createRoute(String tableId, CidrBlock destination, RouteTarget target) {
        network.change(
                "CreateRoute " + destination + " of " + tableId + " to " + target,
                () -> rules.create(tableId, destination, target));
    }

    /** Replaces the target of an existing route, whatever it was. */
    public void replaceRoute(String tableId, CidrBlock destination, RouteTarget target) {
        network.change(
                "ReplaceRoute " + destination + " of " + tableId + " to " + target,
                () -> rules.replace(tableId, destination, target));
    }

    /** Deletes a route, whatever its target. */
    public void deleteRoute(String tableId, CidrBlock destination) {
        network.change("DeleteRoute " + destination + " of " + tableId, () -> rules.delete(tableId, destination));
    }
}
