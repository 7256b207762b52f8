package org.floatingip.aws.internal;

import java.util.Collection;
import java.util.List;
import org.floatingip.CidrBlock;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** The calls to EC2 about routes, within the time of one attempt. Safe for use by several threads. */
final class RouteCalls {

    /** The most that DescribeRouteTables takes. */
    private static final int PAGE = 100;

    private final Ec2Calls calls;
    private final Ec2Client client;

    RouteCalls(Ec2Calls calls) {
        this.calls = calls;
        this.client = calls.client();
    }

    /** Those tables; refused by EC2 if one of them is not there. */
    List<RouteTable> tables(Collection<String> ids) {
        DescribeRouteTablesResponse answer = calls.call(
                "DescribeRouteTables",
                own -> client.describeRouteTables(
                        request -> request.routeTableIds(ids).overrideConfiguration(own)));
        Answers.check(answer.hasRouteTables(), "ec2:DescribeRouteTables", "routeTableSet");
        return answer.routeTables();
    }

    /** All tables that have a route for exactly that, read to the last page. */
    List<RouteTable> tablesWith(CidrBlock destination) {
        return filtered("route.destination-cidr-block", destination.toString());
    }

    /** All tables of that VPC, read to the last page. */
    List<RouteTable> tablesOf(String vpc) {
        return filtered("vpc-id", vpc);
    }

    private List<RouteTable> filtered(String name, String value) {
        return calls.pages("DescribeRouteTables", token -> {
            DescribeRouteTablesResponse page = calls.call(
                    "DescribeRouteTables",
                    own -> client.describeRouteTables(request -> request.filters(Ec2Calls.filter(name, value))
                            .maxResults(PAGE)
                            .nextToken(token)
                            .overrideConfiguration(own)));
            Answers.check(page.hasRouteTables(), "ec2:DescribeRouteTables", "routeTableSet");
            return new Ec2Calls.Page<>(page.routeTables(), page.nextToken());
        });
    }

    /** ReplaceRoute: one HTTP request, never repeated. Whoever has the route by now loses it. */
    void replace(String tableId, CidrBlock destination, String interfaceId, Ec2Calls.Meaning known) {
        calls.call(
                "ReplaceRoute",
                true,
                known,
                own -> client.replaceRoute(request -> request.routeTableId(tableId)
                        .destinationCidrBlock(destination.toString())
                        .networkInterfaceId(interfaceId)
                        .overrideConfiguration(own)));
    }

    /** CreateRoute: one HTTP request, never repeated. Refused where there is a route that leads elsewhere. */
    void create(String tableId, CidrBlock destination, String interfaceId, Ec2Calls.Meaning known) {
        calls.call(
                "CreateRoute",
                true,
                known,
                own -> client.createRoute(request -> request.routeTableId(tableId)
                        .destinationCidrBlock(destination.toString())
                        .networkInterfaceId(interfaceId)
                        .overrideConfiguration(own)));
    }

    /** DeleteRoute: one HTTP request, never repeated. It names no interface: it deletes the route, wherever that leads. */
    void delete(String tableId, CidrBlock destination, Ec2Calls.Meaning known) {
        calls.call(
                "DeleteRoute",
                true,
                known,
                own -> client.deleteRoute(request -> request.routeTableId(tableId)
                        .destinationCidrBlock(destination.toString())
                        .overrideConfiguration(own)));
    }

    /** Tries ReplaceRoute as a dry run. Should that be ignored, nothing changes: the route leads there already. */
    void tryReplace(String tableId, CidrBlock destination, String interfaceId) {
        calls.dryRun(
                "ReplaceRoute",
                own -> client.replaceRoute(request -> request.dryRun(true)
                        .routeTableId(tableId)
                        .destinationCidrBlock(destination.toString())
                        .networkInterfaceId(interfaceId)
                        .overrideConfiguration(own)));
    }
}
