package org.floatingip.aws.internal;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.floatingip.CidrBlock;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/**
 * Where one route table sends an address.
 *
 * @param destination the address, as a route has it
 * @param leadsTo the id of what its route leads to; null if it has none for exactly this address
 * @param toInterface whether that is a network interface
 * @param instanceId the instance that EC2 shows behind it; null if it shows none
 * @param blackhole whether it leads nowhere: the interface is gone, or nothing that runs has it
 * @param local the ranges that came with the table, which are the VPC's own
 */
record TableRoute(
        String tableId,
        CidrBlock destination,
        String vpcId,
        @Nullable String leadsTo,
        boolean toInterface,
        @Nullable String instanceId,
        boolean blackhole,
        List<CidrBlock> local) {

    private static final String ACTION = "ec2:DescribeRouteTables";

    /** What that table, as EC2 shows it, has for the address. */
    static TableRoute of(RouteTable table, IpAddress address) {
        String id = Answers.part(table.routeTableId(), ACTION, "routeTableId");
        String vpc = Answers.part(table.vpcId(), ACTION, "vpcId");
        Answers.check(table.hasRoutes(), ACTION, "routeSet of " + id);
        CidrBlock destination = destination(address);
        List<CidrBlock> local = table.routes().stream()
                .filter(route -> route.destinationCidrBlock() != null && isOfVpc(route))
                .map(route -> CidrBlock.of(route.destinationCidrBlock()))
                .toList();
        return table.routes().stream()
                .filter(route -> route.destinationCidrBlock() != null
                        && CidrBlock.of(route.destinationCidrBlock()).equals(destination))
                .findFirst()
                .map(route -> new TableRoute(
                        id,
                        destination,
                        vpc,
                        target(route),
                        route.networkInterfaceId() != null,
                        route.instanceId(),
                        route.state() == RouteState.BLACKHOLE,
                        local))
                .orElseGet(() -> new TableRoute(id, destination, vpc, null, false, null, false, local));
    }

    /** It came with the table: whatever leads elsewhere since, a local route can be made to lead to an interface. */
    private static boolean isOfVpc(Route route) {
        return route.origin() == RouteOrigin.CREATE_ROUTE_TABLE || "local".equals(route.gatewayId());
    }

    /** The route that is for one address and no other. */
    static CidrBlock destination(IpAddress address) {
        return CidrBlock.of(address, 32);
    }

    private static String target(Route route) {
        return Stream.of(
                        route.networkInterfaceId(),
                        route.gatewayId(),
                        route.natGatewayId(),
                        route.transitGatewayId(),
                        route.vpcPeeringConnectionId(),
                        route.localGatewayId(),
                        route.carrierGatewayId(),
                        route.coreNetworkArn())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("a target of another kind");
    }

    boolean isThere() {
        return leadsTo != null;
    }

    /** The id of where it leads, as a host's: of a kind that this library does not know, the table's. */
    HostId end() {
        String id = leadsTo == null || !leadsTo.matches("[A-Za-z0-9][A-Za-z0-9._:-]*") ? tableId : leadsTo;
        return HostId.of(id);
    }

    boolean leadsTo(String id) {
        return id.equals(leadsTo);
    }
}
