package org.floatingip.lab.aws;

import java.util.List;
import java.util.Objects;
import org.floatingip.CidrBlock;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.RouteIpAssigner;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;

/** The assigner of overlay routes keeps the contract, with a table: the real SDK, over HTTP. */
class RouteIpAssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return new Routes();
    }

    private static final class Routes extends WayFixture {

        private final InMemoryVpc network = network();
        private final String table;

        private Routes() {
            String vpc = network.vpcs().get(0).id();
            table = network.routing().mainTable(vpc).id();
            for (HostId host : List.of(holder(), target(), other())) {
                network.attributes().sourceDestCheck(eni(host), false);
            }
            route(held(), holder());
            RouteIpAssigner unused = opened(server -> settings(RouteIpAssigner.builder(), server)
                    .routeTable(table)
                    .createMissingRoutes()
                    .build());
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
        List<String> actions() {
            return List.of(
                    "DescribeRouteTables",
                    "DescribeInstances",
                    "DescribeNetworkInterfaces",
                    "ReplaceRoute",
                    "CreateRoute",
                    "DeleteRoute");
        }

        @Override
        String giving() {
            return "ReplaceRoute";
        }

        @Override
        String taking() {
            return "DeleteRoute";
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
}
