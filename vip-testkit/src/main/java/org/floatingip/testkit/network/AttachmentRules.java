package org.floatingip.testkit.network;

import java.util.List;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.testkit.internal.Refusals;

/** Decides which interface may be attached to which instance, and at which device index. Guarded by the lock of its network. */
final class AttachmentRules {

    private final VpcState state;
    private final Transitions transitions;

    AttachmentRules(VpcState state, Transitions transitions) {
        this.state = state;
        this.transitions = transitions;
    }

    MutableInterface attach(String interfaceId, String instanceId, int deviceIndex) {
        MutableInterface eni = state.networkInterface(interfaceId);
        MutableInstance instance = state.instance(instanceId);
        if (instance.state != InstanceState.RUNNING && instance.state != InstanceState.STOPPED) {
            throw Refusals.notAttachable(instanceId);
        }
        checkAttachable(eni, instance);
        checkDeviceIndex(deviceIndex);
        if (instance.interfaces.containsKey(deviceIndex)) {
            throw Refusals.invalidParameterValue("Instance '" + instanceId
                    + "' already has an interface attached at device index '" + deviceIndex + "'.");
        }
        checkCount(instance.interfaces.size() + 1, instance.type);
        List<Holder> before = holdersOf(eni);
        link(eni, instance, deviceIndex, false);
        complete(eni);
        state.history.resource("attached " + interfaceId + " to " + instanceId + " at " + deviceIndex);
        state.history.newHost(eni, before);
        return eni;
    }

    /** Begins detaching; repeating it is no error. The interface keeps its instance until it is detached. */
    MutableInterface detach(String attachmentId) {
        for (MutableInterface eni : state.interfaces.values()) {
            VpcInterface.Attachment attachment = eni.attachment;
            if (attachment != null && attachment.id().equals(attachmentId)) {
                if (attachment.deviceIndex() == 0) {
                    throw Refusals.primaryCantBeDetached();
                }
                if (attachment.status() != AttachmentStatus.DETACHING) {
                    eni.attachment = attachment.with(AttachmentStatus.DETACHING);
                    transitions.begin(eni, () -> detach(eni));
                }
                return eni;
            }
        }
        throw Refusals.noSuchAttachment(attachmentId);
    }

    /** Detaches an attached interface at once, whatever its device index. */
    void detach(MutableInterface eni) {
        transitions.cancel(eni);
        VpcInterface.Attachment attachment = Objects.requireNonNull(eni.attachment);
        MutableInstance instance = state.instance(attachment.instanceId());
        List<Holder> before = holdersOf(eni);
        instance.interfaces.remove(attachment.deviceIndex());
        eni.attachment = null;
        state.history.resource("detached " + eni.id + " from " + instance.id);
        state.history.newHost(eni, before);
    }

    static void checkDeviceIndex(int deviceIndex) {
        if (deviceIndex < 0) {
            throw Refusals.invalidParameterValue("Invalid value '" + deviceIndex + "' for deviceIndex.");
        }
    }

    static void checkCount(int interfaces, InstanceType type) {
        if (interfaces > type.maximumInterfaces()) {
            throw new Ec2RefusalException(
                    "AttachmentLimitExceeded",
                    "Interface count " + interfaces + " exceeds the limit for " + type.name());
        }
    }

    static Ec2RefusalException notInSameZone() {
        return new Ec2RefusalException(
                "InvalidParameterCombination",
                "You may not attach a network interface to an instance if they are not in the same availability zone");
    }

    static void checkAttachable(MutableInterface eni, MutableInstance instance) {
        if (eni.attachment != null) {
            throw new Ec2RefusalException("InvalidNetworkInterface.InUse", "Interface: [" + eni.id + "] in use.");
        }
        if (instance.interfaces.values().stream().anyMatch(other -> !other.subnet.zone.equals(eni.subnet.zone))) {
            throw notInSameZone();
        }
        if (eni.addresses.size() > instance.type.addressesPerInterface()) {
            throw Refusals.tooManyAddresses();
        }
        Ipv6Rules.checkRoom(eni.ipv6Addresses.size(), instance.type);
    }

    /** Attaches without an entry in the history, since the request may still be refused. */
    void link(MutableInterface eni, MutableInstance instance, int deviceIndex, boolean deleteOnTermination) {
        eni.attachment = new VpcInterface.Attachment(
                state.ids.id("eni-attach"),
                instance.id,
                deviceIndex,
                deleteOnTermination,
                AttachmentStatus.ATTACHING,
                state.ticker.now());
        instance.interfaces.put(deviceIndex, eni);
    }

    /** Completes the attachments that were {@linkplain #link linked}, once the request can't be refused any more. */
    void complete(MutableInterface eni) {
        eni.pending = false;
        transitions.begin(
                eni,
                () -> eni.attachment = Objects.requireNonNull(eni.attachment).with(AttachmentStatus.ATTACHED));
    }

    /** Returns the holders of all addresses of an interface, in the order of the addresses. */
    static List<Holder> holdersOf(MutableInterface eni) {
        return eni.allAddresses().stream().map(eni::asHolderOf).toList();
    }
}
