package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;

/** Decides which instances may be run, and runs all or none of a request. Guarded by the lock of its network. */
final class LaunchRules {

    private final VpcState state;
    private final InterfaceRules interfaces;
    private final AttachmentRules attachments;
    private final LifecycleRules lifecycle;

    LaunchRules(VpcState state, InterfaceRules interfaces, AttachmentRules attachments, LifecycleRules lifecycle) {
        this.state = state;
        this.interfaces = interfaces;
        this.attachments = attachments;
        this.lifecycle = lifecycle;
    }

    List<MutableInstance> run(InstanceSpec spec, int count) {
        InstanceType type = InstanceType.find(spec.type)
                .orElseThrow(
                        () -> Refusals.invalidParameterValue("Invalid value '" + spec.type + "' for InstanceType."));
        if (count < 1) {
            throw Refusals.invalidParameterValue("Invalid value '" + count + "' for count. Expected at least 1.");
        }
        String zone = zoneOf(spec, type, count);
        List<MutableInstance> started = new ArrayList<>();
        Map<MutableInterface, List<Holder>> existed = new HashMap<>();
        List<Runnable> undo = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                started.add(launch(spec, type, zone, started, existed, undo));
            }
        } catch (Ec2RefusalException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
        for (MutableInstance instance : started) {
            VpcInstance ran = instance.snapshot();
            state.history.resource("ran " + ran.id() + " (" + ran.name() + ", " + ran.type() + ")");
            for (MutableInterface eni : instance.interfaces.values()) {
                List<Holder> before = existed.get(eni);
                if (before == null) {
                    state.history.firstAddresses(eni);
                } else {
                    state.history.newHost(eni, before);
                }
                attachments.complete(eni);
            }
            lifecycle.boot(instance);
        }
        return started;
    }

    /** Checks the interfaces, and returns the zone of all of them. */
    private String zoneOf(InstanceSpec spec, InstanceType type, int count) {
        if (spec.slots.isEmpty()) {
            throw new Ec2RefusalException("MissingParameter", "The request must contain the parameter SubnetId");
        }
        AttachmentRules.checkCount(spec.slots.size(), type);
        Set<Integer> indexes = new HashSet<>();
        Set<String> zones = new HashSet<>();
        for (InstanceSpec.Slot slot : spec.slots) {
            AttachmentRules.checkDeviceIndex(slot.deviceIndex());
            if (!indexes.add(slot.deviceIndex())) {
                throw Refusals.invalidParameterValue(
                        "Each network interface requires a unique device index: " + slot.deviceIndex());
            }
            InterfaceSpec create = slot.create();
            boolean fixed = create == null
                    || create.id != null
                    || create.primary != null
                    || !create.secondaries.isEmpty()
                    || !create.ipv6Addresses.isEmpty()
                    || spec.id != null;
            if (fixed && count > 1) {
                throw new Ec2RefusalException(
                        "InvalidParameterCombination",
                        "Network interfaces and addresses cannot be specified for more than one instance");
            }
            zones.add(
                    create == null
                            ? state.networkInterface(Objects.requireNonNull(slot.existing())).subnet.zone
                            : state.subnet(create.subnetId).zone);
            if (create != null && create.secondaries.size() + create.secondaryCount >= type.addressesPerInterface()) {
                throw Refusals.tooManyAddresses();
            }
            if (create != null) {
                Ipv6Rules.checkRoom(create.ipv6Addresses.size() + create.ipv6Count, type);
            }
        }
        if (!indexes.contains(0)) {
            throw Refusals.invalidParameterValue(
                    "When specifying network interfaces, you must include a device at index 0.");
        }
        if (zones.size() > 1) {
            throw AttachmentRules.notInSameZone();
        }
        return zones.iterator().next();
    }

    /**
     * Launches one instance without an entry in the history.
     *
     * @param before the instances that the same request ran already
     * @param existed receives the existing interfaces that were attached, with the holders of their addresses
     * @param undo receives the actions that undo everything, also if this throws
     */
    private MutableInstance launch(
            InstanceSpec spec,
            InstanceType type,
            String zone,
            List<MutableInstance> before,
            Map<MutableInterface, List<Holder>> existed,
            List<Runnable> undo) {
        String id = spec.id == null ? state.ids.id("i") : spec.id;
        if (!id.startsWith("i-") || state.instances.containsKey(id)) {
            throw Refusals.malformedInstanceId(id);
        }
        VpcInstance.Launch launch = new VpcInstance.Launch(
                before.isEmpty()
                        ? "r-" + id.substring("i-".length())
                        : before.get(0).launch.reservationId(),
                before.size(),
                spec.keyName,
                spec.userData,
                spec.instanceProfile,
                spec.clientToken);
        MutableInstance instance =
                new MutableInstance(id, type, spec.imageId, zone, state.ticker.now(), launch, spec.tags);
        Set<IpAddress> named = new HashSet<>();
        for (InstanceSpec.Slot slot : spec.slots) {
            if (slot.create() != null) {
                named.addAll(InterfaceRules.addressesOf(slot.create()));
                named.addAll(slot.create().ipv6Addresses);
            }
        }
        for (InstanceSpec.Slot slot : spec.slots) {
            MutableInterface eni;
            InterfaceSpec create = slot.create();
            if (create != null) {
                eni = interfaces.add(create, named);
                undo.add(() -> interfaces.discard(eni));
            } else {
                eni = state.networkInterface(Objects.requireNonNull(slot.existing()));
                AttachmentRules.checkAttachable(eni, instance);
                existed.put(eni, AttachmentRules.holdersOf(eni));
                undo.add(() -> eni.attachment = null);
            }
            if (slot.deviceIndex() == 0 && eni.type == InterfaceType.EFA_ONLY) {
                throw Refusals.efaOnlyAsPrimary();
            }
            attachments.link(eni, instance, slot.deviceIndex(), slot.deleteOnTermination());
        }
        state.instances.put(id, instance);
        undo.add(() -> state.instances.remove(id));
        return instance;
    }
}
