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
 * @param associations what it is for
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
     * What a route table is for.
     *
     * @param id for example {@code rtbassoc-0...}
     * @param subnetId a subnet; null for all of the VPC that are not associated with another table
     */
    public record Association(String id, @Nullable String subnetId) {

        /** Whether it makes its table the main one of the VPC. */
        public boolean main() {
            return subnetId == null;
        }
    }

    /** Whether it is the main table of its VPC. */
    public boolean isMain() {
        return associations.stream().anyMatch(Association::main);
    }

    /** The route for exactly that destination. */
    public Optional<VpcRoute> route(CidrBlock destination) {
        return routes.stream()
                .filter(route -> route.destination().equals(destination))
                .findFirst();
    }
}
