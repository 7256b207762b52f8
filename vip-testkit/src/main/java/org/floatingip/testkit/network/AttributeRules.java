package org.floatingip.testkit.network;

import org.floatingip.testkit.internal.Refusals;

/** Decides which attributes of an interface can be changed after its creation. Guarded by the lock of its network. */
final class AttributeRules {

    private final VpcState state;

    AttributeRules(VpcState state) {
        this.state = state;
    }

    MutableInterface sourceDestCheck(MutableInterface eni, boolean on) {
        eni.sourceDestCheck = on;
        state.history.resource("source/dest check of " + eni.id + " is " + (on ? "on" : "off"));
        return eni;
    }

    MutableInterface description(String interfaceId, String description) {
        MutableInterface eni = state.networkInterface(interfaceId);
        eni.description = description;
        state.history.resource("described " + interfaceId);
        return eni;
    }

    MutableInterface deleteOnTermination(String interfaceId, String attachmentId, boolean delete) {
        MutableInterface eni = state.networkInterface(interfaceId);
        VpcInterface.Attachment attachment = eni.attachment;
        if (attachment == null || !attachment.id().equals(attachmentId)) {
            throw Refusals.noSuchAttachment(attachmentId);
        }
        eni.attachment = attachment.withDeleteOnTermination(delete);
        state.history.resource(
                interfaceId + (delete ? " goes" : " stays") + " when " + attachment.instanceId() + " is terminated");
        return eni;
    }
}
