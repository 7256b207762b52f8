package org.floatingip.testkit.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatingip.CidrBlock;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a route table.
 *
 * @param id for example {@code rtb-0...}
 * @param vpcId its VPC
 * @param routes its routes, those for the VPC itself first
 * @param associations its associations
 * @param tags its tags
 */
public record VpcRouteTable(
        String id, String vpcId, List<VpcRoute> routes, List<Association> associations, Map<String, String> tags) {

    public VpcRouteTable {
        routes = List.copyOf(routes);
        associations = List.copyOf(associations);
        tags = Map.copyOf(tags);
    }

    /**
     * An association of a route table.
     *
     * @param id for example {@code rtbassoc-0...}
     * @param subnetId a subnet; null for the main table: all subnets of the VPC without a table of their own
     */
    public record Association(String id, @Nullable String subnetId) {

        /** Returns whether it makes its table the main one of the VPC. */
        public boolean main() {
            return subnetId == null;
        }
    }

    /** Returns whether it is the main table of its VPC. */
    public boolean isMain() {
        return associations.stream().anyMatch(Association::main);
    }

    /** Returns the route for exactly the given destination. */
    public Optional<VpcRoute> route(CidrBlock destination) {
        return routes.stream()
                .filter(route -> route.destination().equals(destination))
                .findFirst();
    }
}
