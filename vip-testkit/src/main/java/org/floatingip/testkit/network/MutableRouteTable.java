package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.CidrBlock;
import org.jspecify.annotations.Nullable;

/** The state of a route table. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableRouteTable {

    final String id;
    final MutableVpc vpc;
    final TagSet tags;
    final Map<CidrBlock, Target> routes = new LinkedHashMap<>();
    final List<Link> links = new ArrayList<>();

    /**
     * Where a route leads.
     *
     * @param eni an interface, which may be deleted by now; null for the VPC itself
     */
    record Target(@Nullable MutableInterface eni) {}

    /**
     * What the table is for.
     *
     * @param subnet null for all of the VPC that have no other table
     */
    record Link(String id, @Nullable MutableSubnet subnet) {

        VpcRouteTable.Association snapshot() {
            return new VpcRouteTable.Association(id, subnet == null ? null : subnet.id);
        }
    }

    MutableRouteTable(String id, MutableVpc vpc, Map<String, String> tags) {
        this.id = id;
        this.vpc = vpc;
        this.tags = new TagSet(tags);
    }
}
