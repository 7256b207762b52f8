package org.floatingip.testkit.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The security groups of an {@link InMemoryVpc}. Each VPC comes with one, in which an interface is that names no other. Rules are not
 * modelled, and nothing is kept from anybody.
 *
 * <p>Like the network, it is safe for use by several threads, refuses in EC2's words with {@link Ec2RefusalException}, and changes
 * nothing then.
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

    /** All security groups, in the order of their creation. */
    public List<VpcSecurityGroup> all() {
        return network.read(() -> state.securityGroups.values().stream()
                .map(MutableSecurityGroup::snapshot)
                .toList());
    }

    /** The security group of that id. */
    public Optional<VpcSecurityGroup> group(String id) {
        return network.read(
                () -> Optional.ofNullable(state.securityGroups.get(id)).map(MutableSecurityGroup::snapshot));
    }

    /** Creates a security group without tags. */
    public VpcSecurityGroup create(String vpcId, String name, String description) {
        return create(vpcId, name, description, Map.of());
    }

    /** Creates a security group; its VPC may have no other of that name. */
    public VpcSecurityGroup create(String vpcId, String name, String description, Map<String, String> tags) {
        return network.change(
                "CreateSecurityGroup " + name + " in " + vpcId,
                () -> rules.create(vpcId, name, description, tags).snapshot());
    }

    /** Deletes a security group that no interface is in, and that its VPC did not come with. */
    public void delete(String groupId) {
        network.change("DeleteSecurityGroup " + groupId, () -> rules.delete(groupId));
    }

    /** Puts an interface into these groups instead of those that it is in. */
    public void replace(String interfaceId, List<String> groupIds) {
        network.change(
                "ModifyNetworkInterfaceAttribute " + interfaceId + " groups " + groupIds,
                () -> rules.replace(state.networkInterface(interfaceId), groupIds));
    }

    /** Like {@link #replace}, for the interface of an instance that has only one. */
    public void replaceOfInstance(String instanceId, List<String> groupIds) {
        network.change(
                "ModifyInstanceAttribute " + instanceId + " groups " + groupIds,
                () -> rules.replace(state.onlyInterfaceOf(instanceId), groupIds));
    }
}
