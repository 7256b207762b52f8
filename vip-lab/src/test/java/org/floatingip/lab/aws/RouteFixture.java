package org.floatingip.lab.aws;

import java.util.List;
import java.util.Objects;
import org.floatingip.CidrBlock;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.RouteIpAssigner;
import org.floatingip.testkit.assigner.InMemoryRouteIpAssigner;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;

/** An overlay address with a table, which lacks the route of the other one. */
final class RouteFixture extends WayFixture {

    private final InMemoryVpc network = network();
    private final String table;

    private RouteFixture() {
        String vpc = network.vpcs().get(0).id();
        table = network.routing().mainTable(vpc).id();
        for (HostId host : List.of(holder(), target(), other())) {
            network.attributes().sourceDestCheck(eni(host), false);
        }
        route(held(), holder());
    }

    static RouteFixture overHttp() {
        RouteFixture fixture = new RouteFixture();
        fixture.overHttp(
                server -> settings(RouteIpAssigner.builder(), server)
                        .routeTable(fixture.table)
                        .createMissingRoutes()
                        .build(),
                List.of("DescribeRouteTables", "DescribeInstances", "DescribeNetworkInterfaces", "CreateRoute"),
                "ReplaceRoute",
                "DeleteRoute");
        return fixture;
    }

    static RouteFixture inMemory() {
        RouteFixture fixture = new RouteFixture();
        InMemoryRouteIpAssigner twin = InMemoryRouteIpAssigner.of(fixture.network, List.of(fixture.table));
        twin.createMissingRoutes();
        fixture.inMemory(twin, twin::inject, twin::mend);
        return fixture;
    }

    private void route(IpAddress address, HostId host) {
        CidrBlock destination = CidrBlock.of(address, 32);
        RouteTarget to = RouteTarget.networkInterface(eni(host));
        if (network.routing().table(table).orElseThrow().route(destination).isPresent()) {
            network.routing().replaceRoute(table, destination, to);
        } else {
            network.routing().createRoute(table, destination, to);
        }
    }

    @Override
    public IpAddress held() {
        return IpAddress.of("192.168.99.121");
    }

    @Override
    public IpAddress free() {
        return IpAddress.of("192.168.99.12");
    }

    @Override
    public List<HostId> truth(IpAddress address) {
        return network.routing().table(table).orElseThrow().route(CidrBlock.of(address, 32)).stream()
                .map(route -> HostId.of(Objects.requireNonNull(route.instanceId())))
                .toList();
    }

    @Override
    public void give(IpAddress address, HostId host) {
        route(address, host);
    }
}
