package org.floatingip.testkit.network;

/**
 * The attributes of an {@link InMemoryVpc}'s interfaces that can be changed after their creation. {@link VpcInterface} has their
 * values.
 *
 * <p>Like the network, it is safe for use by several threads. It refuses requests with {@link Ec2RefusalException} and EC2's
 * texts, and then changes nothing.
 */
public final class VpcAttributes {

    private final InMemoryVpc network;
    private final VpcState state;
    private final AttributeRules rules;

    VpcAttributes(InMemoryVpc network, VpcState state, AttributeRules rules) {
        this.network = network;
        this.state = state;
        this.rules = rules;
    }

    /** Sets whether an interface sends and receives only under its own addresses (true, the default), or under any (false). */
    public void sourceDestCheck(String interfaceId, boolean on) {
        network.change(
                "ModifyNetworkInterfaceAttribute " + interfaceId + " sourceDestCheck " + on,
                () -> rules.sourceDestCheck(state.networkInterface(interfaceId), on));
    }

    /** Like {@link #sourceDestCheck}, for the only interface of an instance. */
    public void sourceDestCheckOfInstance(String instanceId, boolean on) {
        network.change(
                "ModifyInstanceAttribute " + instanceId + " sourceDestCheck " + on,
                () -> rules.sourceDestCheck(state.onlyInterfaceOf(instanceId), on));
    }

    /** Changes the description of an interface. */
    public void description(String interfaceId, String description) {
        network.change(
                "ModifyNetworkInterfaceAttribute " + interfaceId + " description",
                () -> rules.description(interfaceId, description));
    }

    /** Sets whether an attached interface is deleted when its instance is terminated. */
    public void deleteOnTermination(String interfaceId, String attachmentId, boolean delete) {
        network.change(
                "ModifyNetworkInterfaceAttribute " + interfaceId + " attachment " + attachmentId,
                () -> rules.deleteOnTermination(interfaceId, attachmentId, delete));
    }
}
