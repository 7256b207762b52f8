package org.floatingip.testkit.network;

/**
 * What of the interfaces of an {@link InMemoryVpc} can be changed after they were created. How it is stands in {@link VpcInterface}.
 *
 * <p>Like the network, it is safe for use by several threads, refuses in EC2's words with {@link Ec2RefusalException}, and changes
 * nothing then.
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

    /** Lets an interface send and receive only under its own addresses (true, as it was created), or under any (false). */
    public void sourceDestCheck(String interfaceId, boolean on) {
        network.change(
                "ModifyNetworkInterfaceAttribute " + interfaceId + " sourceDestCheck " + on,
                () -> rules.sourceDestCheck(state.networkInterface(interfaceId), on));
    }

    /** Like {@link #sourceDestCheck}, for the interface of an instance that has only one. */
    public void sourceDestCheckOfInstance(String instanceId, boolean on) {
        network.change(
                "ModifyInstanceAttribute " + instanceId + " sourceDestCheck " + on,
                () -> rules.sourceDestCheck(state.onlyInterfaceOf(instanceId), on));
    }

    /** Describes an interface in other words. */
    public void description(String interfaceId, String description) {
        network.change(
                "ModifyNetworkInterfaceAttribute " + interfaceId + " description",
                () -> rules.description(interfaceId, description));
    }

    /** Lets an attached interface go with its instance, or stay when that is terminated. */
    public void deleteOnTermination(String interfaceId, String attachmentId, boolean delete) {
        network.change(
                "ModifyNetworkInterfaceAttribute " + interfaceId + " attachment " + attachmentId,
                () -> rules.deleteOnTermination(interfaceId, attachmentId, delete));
    }
}
