package org.floatingip.testkit.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatingip.CidrBlock;

/**
 * The route tables of an {@link InMemoryVpc}: what an overlay address, outside the range of its VPC, floats by. Each VPC comes with a
 * main table, and each table with a route for the VPC itself. Gateways are not modelled: routes lead to interfaces.
 *
 * <pre>{@code
 * VpcRouting routing = network.routing();
 * String table = routing.mainTable(vpc.id()).id();
 * CidrBlock overlay = CidrBlock.of("192.168.7.7/32");
 * routing.createRoute(table, overlay, RouteTarget.instance("i-0a"));
 * routing.replaceRoute(table, overlay, RouteTarget.instance("i-0b"));
 * }</pre>
 *
 * <p>Like the network, it is safe for use by several threads, refuses in EC2's words with {@link Ec2RefusalException}, and changes
 * nothing then. Tables are shown as they are, whatever {@link InMemoryVpc#delayVisibility} says.
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

    /** All route tables, in the order of their creation. */
    public List<VpcRouteTable> tables() {
        return network.read(
                () -> state.routeTables.values().stream().map(rules::snapshot).toList());
    }

    /** The route table of that id. */
    public Optional<VpcRouteTable> table(String id) {
        return network.read(() -> Optional.ofNullable(state.routeTables.get(id)).map(rules::snapshot));
    }

    /**
     * The table for the subnets of that VPC that are associated with no other.
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

    /** Creates a route table, which no subnet follows yet. */
    public VpcRouteTable createTable(String vpcId, Map<String, String> tags) {
        return network.change("CreateRouteTable in " + vpcId, () -> rules.snapshot(rules.createTable(vpcId, tags)));
    }

    /** Deletes a route table that is associated with nothing. */
    public void deleteTable(String tableId) {
        network.change("DeleteRouteTable " + tableId, () -> rules.deleteTable(tableId));
    }

    /** Lets a subnet that follows the main table follow that one. */
    public VpcRouteTable.Association associate(String tableId, String subnetId) {
        return network.change(
                "AssociateRouteTable " + tableId + " with " + subnetId,
                () -> rules.associate(tableId, subnetId).snapshot());
    }

    /** Lets a subnet follow the main table again. */
    public void disassociate(String associationId) {
        network.change("DisassociateRouteTable " + associationId, () -> rules.disassociate(associationId));
    }

    /** Lets what is associated with one table, a subnet or as its main table the VPC, follow another; under a new id. */
    public VpcRouteTable.Association replaceAssociation(String associationId, String tableId) {
        return network.change(
                "ReplaceRouteTableAssociation " + associationId + " by " + tableId,
                () -> rules.replaceAssociation(associationId, tableId).snapshot());
    }

    /** Creates a route; refuses if the table has one for that destination that leads elsewhere. */
    public void createRoute(String tableId, CidrBlock destination, RouteTarget target) {
        network.change(
                "CreateRoute " + destination + " of " + tableId + " to " + target,
                () -> rules.create(tableId, destination, target));
    }

    /** Lets a route that there is lead elsewhere, wherever it led. */
    public void replaceRoute(String tableId, CidrBlock destination, RouteTarget target) {
        network.change(
                "ReplaceRoute " + destination + " of " + tableId + " to " + target,
                () -> rules.replace(tableId, destination, target));
    }

    /** Deletes a route, wherever it leads. */
    public void deleteRoute(String tableId, CidrBlock destination) {
        network.change("DeleteRoute " + destination + " of " + tableId, () -> rules.delete(tableId, destination));
    }
}
