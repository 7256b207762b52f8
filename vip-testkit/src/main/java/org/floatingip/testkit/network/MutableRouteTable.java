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
     * The target of a route.
     *
     * @param eni an interface, which may have been deleted; null for the VPC itself
     */
    record Target(@Nullable MutableInterface eni) {}

    /**
     * An association of the table.
     *
     * @param subnet null for the main table: all subnets of the VPC without a table of their own
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
