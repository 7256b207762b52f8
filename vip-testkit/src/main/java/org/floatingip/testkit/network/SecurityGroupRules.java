package org.floatingip.testkit.network;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.floatingip.testkit.internal.Refusals;

/** Decides which security groups there are, and which interfaces may be in them. Guarded by the lock of its network. */
final class SecurityGroupRules {

    private final VpcState state;

    SecurityGroupRules(VpcState state) {
        this.state = state;
    }

    /** Creates the default group of a new VPC; its id is made from the VPC's. */
    void createDefault(MutableVpc vpc) {
        add(new MutableSecurityGroup(
                "sg-" + vpc.id.substring("vpc-".length()),
                vpc,
                VpcSecurityGroup.DEFAULT,
                "default VPC security group",
                Map.of()));
    }

    boolean hasGroupsBesideTheDefaultOne(MutableVpc vpc) {
        return state.securityGroups.values().stream().anyMatch(group -> group.vpc == vpc && !group.isDefault());
    }

    /** Deletes the groups of a VPC that is deleted. */
    void forget(MutableVpc vpc) {
        state.securityGroups.values().removeIf(group -> group.vpc == vpc);
    }

    MutableSecurityGroup create(String vpcId, String name, String description, Map<String, String> tags) {
        MutableVpc vpc = state.vpc(vpcId);
        if (name.equals(VpcSecurityGroup.DEFAULT)) {
            throw Refusals.reservedGroupName();
        }
        if (name.startsWith("sg-")) {
            throw Refusals.groupNameLikeAnId(name);
        }
        if (state.securityGroups.values().stream().anyMatch(other -> other.vpc == vpc && other.name.equals(name))) {
            throw Refusals.groupExists(name, vpcId);
        }
        MutableSecurityGroup group = add(new MutableSecurityGroup(state.ids.id("sg"), vpc, name, description, tags));
        state.history.resource("created " + group.id + " (" + name + ") in " + vpcId);
        return group;
    }

    private MutableSecurityGroup add(MutableSecurityGroup group) {
        state.securityGroups.put(group.id, group);
        return group;
    }

    MutableSecurityGroup delete(String groupId) {
        MutableSecurityGroup group = state.securityGroup(groupId);
        if (group.isDefault()) {
            throw Refusals.defaultGroup(groupId);
        }
        if (state.interfaces.values().stream().anyMatch(eni -> eni.groups.contains(group))) {
            throw Refusals.groupInUse(groupId);
        }
        state.securityGroups.remove(groupId);
        state.history.resource("deleted " + groupId);
        return group;
    }

    /** Returns the groups of a new interface: the named ones, or the default one of its VPC. */
    Set<MutableSecurityGroup> ofNew(MutableSubnet subnet, List<String> ids) {
        Set<MutableSecurityGroup> groups = named(ids);
        for (MutableSecurityGroup group : groups) {
            if (group.vpc != subnet.vpc) {
                throw Refusals.groupOfAnotherNetwork(group.id, subnet.id);
            }
        }
        if (groups.isEmpty()) {
            state.securityGroups.values().stream()
                    .filter(group -> group.vpc == subnet.vpc && group.isDefault())
                    .forEach(groups::add);
        }
        return groups;
    }

    MutableInterface replace(MutableInterface eni, List<String> ids) {
        Set<MutableSecurityGroup> groups = named(ids);
        if (groups.stream().anyMatch(group -> group.vpc != eni.subnet.vpc)) {
            throw Refusals.twoNetworks();
        }
        eni.groups.clear();
        eni.groups.addAll(groups);
        state.history.resource(eni.id + " is in " + String.join(" ", ids));
        return eni;
    }

    private Set<MutableSecurityGroup> named(List<String> ids) {
        Set<MutableSecurityGroup> groups = new LinkedHashSet<>();
        ids.forEach(id -> groups.add(state.securityGroup(id)));
        return groups;
    }
}
