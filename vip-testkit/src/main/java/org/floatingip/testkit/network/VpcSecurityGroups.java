package org.floatingip.testkit.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The security groups of an {@link InMemoryVpc}. Each VPC has a default one, for interfaces that name no other. Rules are not
 * modelled: no traffic is blocked.
 *
 * <p>Like the network, it is safe for use by several threads. It refuses requests with {@link Ec2RefusalException} and EC2's
 * texts, and then changes nothing.
 */
public final class VpcSecurityGroups {

    private final InMemoryVpc network;
    private final VpcState state;
    private final SecurityGroupRules rules;

    VpcSecurityGroups(InMemoryVpc network, VpcState state, SecurityGroupRules rules) {
        this.network = network;
        this.state = state;
        this.rules = rules;
    }

    /** Returns all security groups, in the order of creation. */
    public List<VpcSecurityGroup> all() {
        return network.read(() -> state.securityGroups.values().stream()
                .map(MutableSecurityGroup::snapshot)
                .toList());
    }

    /** Returns the security group with the given id. */
    public Optional<VpcSecurityGroup> group(String id) {
        return network.read(
                () -> Optional.ofNullable(state.securityGroups.get(id)).map(MutableSecurityGroup::snapshot));
    }

    /** Creates a security group without tags. */
    public VpcSecurityGroup create(String vpcId, String name, String description) {
        return create(vpcId, name, description, Map.of());
    }

    /** Creates a security group, whose name must be unique in its VPC. */
    public VpcSecurityGroup create(String vpcId, String name, String description, Map<String, String> tags) {
        return network.change(
                "CreateSecurityGroup " + name + " in " + vpcId,
                () -> rules.create(vpcId, name, description, tags).snapshot());
    }

    /** Deletes a security group that has no interfaces and isn't the default one of its VPC. */
    public void delete(String groupId) {
        network.change("DeleteSecurityGroup " + groupId, () -> rules.delete(groupId));
    }

    /** Replaces the groups of an interface. */
    public void replace(String interfaceId, List<String> groupIds) {
        network.change(
                "ModifyNetworkInterfaceAttribute " + interfaceId + " groups " + groupIds,
                () -> rules.replace(state.networkInterface(interfaceId), groupIds));
    }

    /** Like {@link #replace}, for the only interface of an instance. */
    public void replaceOfInstance(String instanceId, List<String> groupIds) {
        network.change(
                "ModifyInstanceAttribute " + instanceId + " groups " + groupIds,
                () -> rules.replace(state.onlyInterfaceOf(instanceId), groupIds));
    }
}
