package org.floatingip.lab.aws;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.CidrBlock;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.RouteIpAssigner;
import org.floatingip.testkit.assigner.InMemoryRouteIpAssigner;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcRoute;

/** An overlay address with some tables, which lack the route of the other address. */
final class RouteFixture extends WayFixture {

    private final InMemoryVpc network = network();
    private final List<String> tables = new ArrayList<>();

    private RouteFixture(int many) {
        String vpc = network.vpcs().get(0).id();
        tables.add(network.routing().mainTable(vpc).id());
        while (tables.size() < many) {
            tables.add(network.routing().createTable(vpc).id());
        }
        for (HostId host : List.of(holder(), target(), other())) {
            network.attributes().sourceDestCheck(eni(host), false);
        }
        route(held(), holder());
    }

    static RouteFixture overHttp(int tables) {
        RouteFixture fixture = new RouteFixture(tables);
        fixture.overHttp(
                server -> settings(RouteIpAssigner.builder(), server)
                        .routeTables(fixture.tables)
                        .createMissingRoutes()
                        .build(),
                List.of("DescribeRouteTables", "DescribeInstances", "DescribeNetworkInterfaces", "CreateRoute"),
                "ReplaceRoute",
                "DeleteRoute");
        return fixture;
    }

    static RouteFixture inMemory(int tables) {
        RouteFixture fixture = new RouteFixture(tables);
        InMemoryRouteIpAssigner twin = InMemoryRouteIpAssigner.of(fixture.network, fixture.tables);
        twin.createMissingRoutes();
        twin.readLag(Ec2IpAssigner.DEFAULT_READ_LAG);
        fixture.inMemory(twin, twin::inject, twin::mend, twin::calls);
        return fixture;
    }

    private void route(IpAddress address, HostId host) {
        tables.forEach(table -> route(table, address, host));
    }

    private void route(String table, IpAddress address, HostId host) {
        CidrBlock destination = CidrBlock.of(address, 32);
        RouteTarget to = RouteTarget.networkInterface(eni(host));
        if (network.routing().table(table).orElseThrow().route(destination).isPresent()) {
            network.routing().replaceRoute(table, destination, to);
        } else {
            network.routing().createRoute(table, destination, to);
        }
    }

    /** One of the tables alone is brought elsewhere. */
    void routeOfOne(HostId host) {
        route(tables.get(1), held(), host);
    }

    void deleteRouteOfOne() {
        network.routing().deleteRoute(tables.get(1), CidrBlock.of(held(), 32));
    }

    void deleteOne() {
        network.routing().deleteTable(tables.get(1));
    }

    @Override
    int callsOfAChange() {
        return tables.size();
    }

    @Override
    public IpAddress held() {
        return IpAddress.of("192.168.99.121");
    }

    @Override
    public IpAddress free() {
        return IpAddress.of("192.168.99.12");
    }

    /** The tables that have no route, where others have one, by their ids. */
    @Override
    public List<HostId> truth(IpAddress address) {
        List<HostId> ends = tables.stream()
                .flatMap(table -> network.routing().table(table).stream())
                .map(table -> table.route(CidrBlock.of(address, 32))
                        .map(RouteFixture::end)
                        .orElse(HostId.of(table.id())))
                .distinct()
                .toList();
        return ends.stream().allMatch(end -> end.value().startsWith("rtb-")) ? List.of() : ends;
    }

    private static HostId end(VpcRoute route) {
        String instance = route.instanceId();
        return HostId.of(instance == null ? String.valueOf(route.interfaceId()) : instance);
    }

    @Override
    public void give(IpAddress address, HostId host) {
        route(address, host);
    }
}
