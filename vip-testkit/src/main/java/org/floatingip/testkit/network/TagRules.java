package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatingip.testkit.internal.Refusals;
import org.jspecify.annotations.Nullable;

/** Tags resources of every kind. Guarded by the lock of its network. */
final class TagRules {

    private final VpcState state;

    TagRules(VpcState state) {
        this.state = state;
    }

    List<String> create(List<String> resourceIds, Map<String, String> tags) {
        if (tags.isEmpty()) {
            throw Refusals.noTags();
        }
        List<TagSet> sets = sets(resourceIds);
        sets.forEach(set -> set.check(tags));
        sets.forEach(set -> set.put(tags));
        state.history.resource("tagged " + String.join(" ", resourceIds) + " " + tags.keySet());
        return resourceIds;
    }

    /** That EC2 refuses a resource that doesn't exist is a guess. */
    List<String> delete(List<String> resourceIds, Map<String, @Nullable String> tags) {
        sets(resourceIds).forEach(set -> set.remove(tags));
        state.history.resource(
                "untagged " + String.join(" ", resourceIds) + (tags.isEmpty() ? " completely" : " " + tags.keySet()));
        return resourceIds;
    }

    /** Finds all before any is changed. */
    private List<TagSet> sets(List<String> resourceIds) {
        if (resourceIds.isEmpty()) {
            throw Refusals.noResources();
        }
        return resourceIds.stream().map(state::tagsOf).toList();
    }

    List<VpcTag> all() {
        List<VpcTag> all = new ArrayList<>();
        state.vpcs.values().forEach(vpc -> add(all, vpc.id, "vpc", vpc.tags));
        for (MutableSubnet subnet : state.subnets.values()) {
            add(all, subnet.id, "subnet", subnet.tags);
            subnet.reservations.forEach(
                    reservation -> add(all, reservation.id, "subnet-cidr-reservation", reservation.tags));
        }
        state.routeTables.values().forEach(table -> add(all, table.id, "route-table", table.tags));
        state.securityGroups.values().forEach(group -> add(all, group.id, "security-group", group.tags));
        state.interfaces.values().forEach(eni -> add(all, eni.id, "network-interface", eni.tags));
        state.instances.values().forEach(instance -> add(all, instance.id, "instance", instance.tags));
        state.elasticIps.values().forEach(elasticIp -> add(all, elasticIp.allocationId, "elastic-ip", elasticIp.tags));
        return List.copyOf(all);
    }

    private static void add(List<VpcTag> all, String id, String type, TagSet tags) {
        tags.snapshot().forEach((key, value) -> all.add(new VpcTag(id, type, key, value)));
    }
}
