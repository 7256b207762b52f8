package org.floatingip.testkit.internal.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.floatingip.CidrBlock;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcRoute;
import org.floatingip.testkit.network.VpcRouteTable;
import org.floatingip.testkit.network.VpcRouting;
import org.jspecify.annotations.Nullable;

/** Route tables, their associations and their routes. There are no gateways that a route could lead to. */
final class RouteActions {

    private static final String[] DESTINATION = {"DestinationCidrBlock", "DestinationIpv6CidrBlock"};

    private static final String TARGETS = "The request must contain exactly one of gatewayId, localGatewayId,"
            + " carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId,"
            + " transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId";

    private static final Selection<VpcRouteTable> FILTERS = new Selection<VpcRouteTable>()
            .on("route-table-id", VpcRouteTable::id)
            .on("vpc-id", VpcRouteTable::vpcId)
            .on("owner-id", table -> Ec2QueryApi.OWNER)
            .filter("association.main", associations(association -> "" + association.main()))
            .filter("association.route-table-association-id", associations(VpcRouteTable.Association::id))
            .filter(
                    "association.route-table-id",
                    table -> table.associations().isEmpty() ? List.of() : List.of(table.id()))
            .filter("association.subnet-id", associations(VpcRouteTable.Association::subnetId))
            .filter("route.destination-cidr-block", routes(route -> destination(route, true)))
            .filter("route.destination-ipv6-cidr-block", routes(route -> destination(route, false)))
            .filter("route.gateway-id", routes(RouteActions::gateway))
            .filter("route.instance-id", routes(VpcRoute::instanceId))
            .filter("route.origin", routes(RouteActions::origin))
            .filter("route.state", routes(RouteActions::state))
            .tags(VpcRouteTable::tags);

    private final VpcRouting routing;
    private final ClientTokens tokens;
    private final Describer<VpcRouteTable> tables;

    /** What becomes of a route. */
    @FunctionalInterface
    private interface Change {
        void make(String tableId, CidrBlock destination, RouteTarget target);
    }

    RouteActions(InMemoryVpc network, ClientTokens tokens, boolean sparsePages) {
        this.routing = network.routing();
        this.tokens = tokens;
        this.tables =
                new Describer<>("RouteTableId", VpcRouteTable::id, Refusals::noSuchRouteTable, FILTERS, sparsePages);
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("CreateRouteTable", this::createTable)
                        .dryRun()
                        .takes("VpcId", "ClientToken")
                        .tagged(),
                new Ec2Action("DeleteRouteTable", this::deleteTable).dryRun().takes("RouteTableId"),
                tables.action("DescribeRouteTables", this::describe),
                new Ec2Action("AssociateRouteTable", this::associate).dryRun().takes("RouteTableId", "SubnetId"),
                new Ec2Action("DisassociateRouteTable", this::disassociate)
                        .dryRun()
                        .takes("AssociationId"),
                new Ec2Action("ReplaceRouteTableAssociation", this::replaceAssociation)
                        .dryRun()
                        .takes("AssociationId", "RouteTableId"),
                route("CreateRoute", routing::createRoute, TARGETS),
                route("ReplaceRoute", routing::replaceRoute, TARGETS + ", or must have localTarget set to true")
                        .takes("LocalTarget"),
                new Ec2Action("DeleteRoute", this::deleteRoute)
                        .dryRun()
                        .takes("RouteTableId")
                        .takes(DESTINATION));
    }

    private void createTable(QueryRequest request, Xml reply) {
        Map<String, String> parameters = request.visible();
        String vpcId = request.required("VpcId");
        String token = request.optional("ClientToken");
        Map<String, String> tags = request.tags("route-table");
        request.finish();
        List<String> ids = tokens.once(
                "CreateRouteTable",
                token,
                parameters,
                () -> List.of(routing.createTable(vpcId, tags).id()));
        VpcRouteTable created = routing.table(ids.get(0)).orElseThrow(() -> Refusals.noSuchRouteTable(ids.get(0)));
        reply.element("routeTable", xml -> table(xml, created))
                .leaf("clientToken", token == null ? UUID.randomUUID() : token);
    }

    private void deleteTable(QueryRequest request, Xml reply) {
        String id = request.required("RouteTableId");
        request.finish();
        routing.deleteTable(id);
        reply.leaf("return", true);
    }

    private void describe(QueryRequest request, Xml reply) {
        tables.describe(request, reply, routing.tables(), "routeTableSet", RouteActions::table);
    }

    private void associate(QueryRequest request, Xml reply) {
        String tableId = request.required("RouteTableId");
        String subnetId = request.required("SubnetId");
        request.finish();
        reply.leaf("associationId", routing.associate(tableId, subnetId).id());
        associated(reply);
    }

    private void disassociate(QueryRequest request, Xml reply) {
        String id = request.required("AssociationId");
        request.finish();
        routing.disassociate(id);
        reply.leaf("return", true);
    }

    private void replaceAssociation(QueryRequest request, Xml reply) {
        String id = request.required("AssociationId");
        String tableId = request.required("RouteTableId");
        request.finish();
        reply.leaf("newAssociationId", routing.replaceAssociation(id, tableId).id());
        associated(reply);
    }

    private static Ec2Action route(String name, Change change, String targets) {
        Ec2Action.Body body = (request, reply) -> {
            String tableId = request.required("RouteTableId");
            CidrBlock destination = destination(request);
            RouteTarget target = target(request, targets);
            request.finish();
            change.make(tableId, destination, target);
            reply.leaf("return", true);
        };
        return new Ec2Action(name, body)
                .dryRun()
                .takes("RouteTableId", "NetworkInterfaceId", "InstanceId")
                .takes(DESTINATION);
    }

    private void deleteRoute(QueryRequest request, Xml reply) {
        String tableId = request.required("RouteTableId");
        CidrBlock destination = destination(request);
        request.finish();
        routing.deleteRoute(tableId, destination);
        reply.leaf("return", true);
    }

    private static CidrBlock destination(QueryRequest request) {
        List<CidrBlock> given = new ArrayList<>();
        for (String parameter : DESTINATION) {
            CidrBlock destination = request.cidr(parameter);
            if (destination != null && destination.first().isIpv4() != parameter.equals(DESTINATION[0])) {
                throw QueryRequest.invalidCidr(parameter, destination.toString());
            }
            if (destination != null) {
                given.add(destination);
            }
        }
        return one(
                given,
                "The request must contain exactly one of: destinationCidrBlock, destinationIpv6CidrBlock,"
                        + " destinationPrefixListId");
    }

    private static RouteTarget target(QueryRequest request, String targets) {
        List<RouteTarget> given = new ArrayList<>();
        String interfaceId = request.optional("NetworkInterfaceId");
        if (interfaceId != null) {
            given.add(RouteTarget.networkInterface(interfaceId));
        }
        String instanceId = request.optional("InstanceId");
        if (instanceId != null) {
            given.add(RouteTarget.instance(instanceId));
        }
        if (request.bool("LocalTarget", false)) {
            given.add(RouteTarget.local());
        }
        return one(given, targets);
    }

    private static <T> T one(List<T> given, String otherwise) {
        if (given.size() != 1) {
            throw new QueryError(400, given.isEmpty() ? "MissingParameter" : "InvalidParameterCombination", otherwise);
        }
        return given.get(0);
    }

    private static void table(Xml xml, VpcRouteTable table) {
        xml.leaf("routeTableId", table.id())
                .leaf("vpcId", table.vpcId())
                .leaf("ownerId", Ec2QueryApi.OWNER)
                .items("routeSet", table.routes(), route -> route(xml, route))
                .items("associationSet", table.associations(), association -> {
                    xml.leaf("routeTableAssociationId", association.id())
                            .leaf("routeTableId", table.id())
                            .leaf("subnetId", association.subnetId())
                            .leaf("main", association.main());
                    associated(xml);
                })
                .items("propagatingVgwSet", List.of(), ignored -> {});
        Shapes.tagSet(xml, table.tags());
    }

    private static void associated(Xml xml) {
        xml.element("associationState", state -> state.leaf("state", "associated"));
    }

    private static void route(Xml xml, VpcRoute route) {
        xml.leaf("destinationCidrBlock", destination(route, true))
                .leaf("destinationIpv6CidrBlock", destination(route, false))
                .leaf("gatewayId", gateway(route))
                .leaf("instanceId", route.instanceId())
                .leaf("instanceOwnerId", route.instanceId() == null ? null : Ec2QueryApi.OWNER)
                .leaf("networkInterfaceId", route.interfaceId())
                .leaf("state", state(route))
                .leaf("origin", origin(route));
    }

    private static @Nullable String destination(VpcRoute route, boolean ipv4) {
        return route.destination().first().isIpv4() == ipv4
                ? route.destination().toString()
                : null;
    }

    private static @Nullable String gateway(VpcRoute route) {
        return route.interfaceId() == null ? "local" : null;
    }

    private static String state(VpcRoute route) {
        return route.active() ? "active" : "blackhole";
    }

    private static String origin(VpcRoute route) {
        return route.cameWithTable() ? "CreateRouteTable" : "CreateRoute";
    }

    private static Function<VpcRouteTable, Collection<String>> associations(
            Function<VpcRouteTable.Association, @Nullable String> value) {
        return table -> table.associations().stream()
                .flatMap(association -> Stream.ofNullable(value.apply(association)))
                .toList();
    }

    private static Function<VpcRouteTable, Collection<String>> routes(Function<VpcRoute, @Nullable String> value) {
        return table -> table.routes().stream()
                .flatMap(route -> Stream.ofNullable(value.apply(route)))
                .toList();
    }
}
