package org.floatingip.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.floatingip.CidrBlock;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.internal.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * An EC2 network in memory: one account, one region, usually one VPC, though more can be created. It has the real one's
 * rules about addresses, and refuses with EC2's codes and texts.
 *
 * <pre>{@code
 * InMemoryVpc network = InMemoryVpc.create();
 * Vpc vpc = network.createVpc("10.0.0.0/16");
 * VpcSubnet subnet = network.createSubnet(vpc.id(), "10.0.1.0/24", "us-east-1a");
 * network.run(InstanceSpec.with(InterfaceSpec.in(subnet.id()).primary("10.0.1.10").secondary("10.0.1.12")).id("i-0a"));
 * network.run(InstanceSpec.in(subnet.id()).id("i-0b"));
 * }</pre>
 *
 * <p>Every operation either happens whole or throws {@link Ec2RefusalException} and changes nothing. Safe for use by several
 * threads: operations happen one after the other. Nothing is eventually consistent unless asked for. Snapshots that it
 * returns do not change.
 *
 * <p>Where the real rule is not known, this takes the cautious one: an unattached interface has no limit of addresses until
 * it is attached; the primary address of the interface itself counts as assigned already.
 */
public final class InMemoryVpc {

    private final ReentrantLock lock = new ReentrantLock();
    private final Ticker ticker;
    private final Duration transitionTime;
    private final SplittableRandom ids;
    private final Map<String, Vpc> vpcs = new LinkedHashMap<>();
    private final Map<String, MutableSubnet> subnets = new LinkedHashMap<>();
    private final Map<String, MutableInterface> interfaces = new LinkedHashMap<>();
    private final Map<String, MutableInstance> instances = new LinkedHashMap<>();
    private final List<VpcEvent> history = new ArrayList<>();

    private InMemoryVpc(Builder builder) {
        this.ticker = builder.ticker;
        this.transitionTime = builder.transitionTime;
        this.ids = new SplittableRandom(builder.seed);
    }

    /** An empty network on virtual time, in which instances change state at once. */
    public static InMemoryVpc create() {
        return builder().build();
    }

    /** Starts an empty network with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    // ---- what there is

    /** All VPCs, in the order of their creation. */
    public List<Vpc> vpcs() {
        return read(() -> List.copyOf(vpcs.values()));
    }

    /** All subnets, in the order of their creation. */
    public List<VpcSubnet> subnets() {
        return read(() -> subnets.values().stream().map(MutableSubnet::snapshot).toList());
    }

    /** All interfaces, in the order of their creation. */
    public List<VpcInterface> interfaces() {
        return read(() ->
                interfaces.values().stream().map(MutableInterface::snapshot).toList());
    }

    /** All instances, in the order of their creation; terminated ones stay. */
    public List<VpcInstance> instances() {
        return read(
                () -> instances.values().stream().map(MutableInstance::snapshot).toList());
    }

    /** The interface of that id. */
    public Optional<VpcInterface> networkInterface(String id) {
        return read(() -> Optional.ofNullable(interfaces.get(id)).map(MutableInterface::snapshot));
    }

    /** The instance of that id. */
    public Optional<VpcInstance> instance(String id) {
        return read(() -> Optional.ofNullable(instances.get(id)).map(MutableInstance::snapshot));
    }

    /** The subnet of that id. */
    public Optional<VpcSubnet> subnet(String id) {
        return read(() -> Optional.ofNullable(subnets.get(id)).map(MutableSubnet::snapshot));
    }

    /** Who holds the address; one for each VPC that has it. */
    public List<Holder> holders(IpAddress address) {
        return read(() -> interfaces.values().stream()
                .filter(candidate -> candidate.addresses.contains(address))
                .map(candidate -> candidate.asHolderOf(address))
                .toList());
    }

    /** Like {@link #holders(IpAddress)}. */
    public List<Holder> holders(String address) {
        return holders(IpAddress.of(address));
    }

    /** Everything that happened so far, refusals included, in order. */
    public List<VpcEvent> history() {
        return read(() -> List.copyOf(history));
    }

    /** The clock of this network. */
    public Ticker ticker() {
        return ticker;
    }

    // ---- the network

    /** Creates a VPC. */
    public Vpc createVpc(String cidr) {
        return createVpc(CidrBlock.of(cidr), Map.of());
    }

    /** Creates a VPC with tags; its range is between /16 and /28. */
    public Vpc createVpc(CidrBlock cidr, Map<String, String> tags) {
        return change("CreateVpc " + cidr, () -> {
            checkSize(cidr, "InvalidVpc.Range");
            Vpc vpc = new Vpc(newId("vpc-0", 16), cidr, tags);
            vpcs.put(vpc.id(), vpc);
            record(VpcEvent.Kind.RESOURCE, "created " + vpc.id() + " " + cidr);
            return vpc;
        });
    }

    /** Creates a subnet. */
    public VpcSubnet createSubnet(String vpcId, String cidr, String zone) {
        return createSubnet(vpcId, CidrBlock.of(cidr), zone, Map.of());
    }

    /** Creates a subnet with tags; its range is between /16 and /28, within the VPC and apart from its other subnets. */
    public VpcSubnet createSubnet(String vpcId, CidrBlock cidr, String zone, Map<String, String> tags) {
        return change("CreateSubnet " + cidr + " in " + vpcId, () -> {
            Vpc vpc = vpcs.get(vpcId);
            if (vpc == null) {
                throw Refusals.noSuchVpc(vpcId);
            }
            checkSize(cidr, "InvalidSubnet.Range");
            if (!vpc.cidr().contains(cidr)) {
                throw new Ec2RefusalException("InvalidSubnet.Range", "The CIDR '" + cidr + "' is invalid.");
            }
            if (subnets.values().stream()
                    .anyMatch(other -> other.vpc.id().equals(vpcId) && other.cidr.overlaps(cidr))) {
                throw new Ec2RefusalException(
                        "InvalidSubnet.Conflict", "The CIDR '" + cidr + "' conflicts with another subnet");
            }
            MutableSubnet subnet = new MutableSubnet(newId("subnet-0", 16), vpc, cidr, zone, tags);
            subnets.put(subnet.id, subnet);
            record(VpcEvent.Kind.RESOURCE, "created " + subnet.id + " " + cidr + " in " + zone);
            return subnet.snapshot();
        });
    }

    /** Keeps EC2 from choosing addresses of that range by itself; {@code type} is {@code explicit} or {@code prefix}. */
    public VpcReservation createCidrReservation(String subnetId, CidrBlock cidr, String type, String description) {
        return change("CreateSubnetCidrReservation " + cidr + " in " + subnetId, () -> {
            MutableSubnet subnet = mutableSubnet(subnetId);
            if (!type.equals("explicit") && !type.equals("prefix")) {
                throw Refusals.invalidParameterValue("Value (" + type
                        + ") for parameter reservationType is invalid. Valid values: prefix, explicit");
            }
            if (!subnet.cidr.contains(cidr)) {
                throw Refusals.invalidParameterValue(
                        "The CIDR '" + cidr + "' does not fall within the subnet's address range");
            }
            if (subnet.reservations.stream().anyMatch(other -> other.cidr().overlaps(cidr))) {
                throw new Ec2RefusalException(
                        "InvalidSubnetCidrReservation.Conflict",
                        "The CIDR '" + cidr + "' conflicts with another subnet CIDR reservation");
            }
            VpcReservation reservation = new VpcReservation(newId("scr-0", 16), subnetId, cidr, type, description);
            subnet.reservations.add(reservation);
            record(VpcEvent.Kind.RESOURCE, "reserved " + cidr + " in " + subnetId + " (" + type + ")");
            return reservation;
        });
    }

    /** The CIDR reservations of a subnet. */
    public List<VpcReservation> cidrReservations(String subnetId) {
        return read(() -> List.copyOf(mutableSubnet(subnetId).reservations));
    }

    /** Deletes a CIDR reservation. */
    public VpcReservation deleteCidrReservation(String reservationId) {
        return change("DeleteSubnetCidrReservation " + reservationId, () -> {
            for (MutableSubnet subnet : subnets.values()) {
                for (VpcReservation reservation : subnet.reservations) {
                    if (reservation.id().equals(reservationId)) {
                        subnet.reservations.remove(reservation);
                        record(VpcEvent.Kind.RESOURCE, "deleted reservation " + reservationId);
                        return reservation;
                    }
                }
            }
            throw Refusals.noSuchReservation(reservationId);
        });
    }

    // ---- instances

    /** Runs an instance. */
    public VpcInstance run(InstanceSpec spec) {
        return run(spec, 1).get(0);
    }

    /** Runs several alike, all or none; with addresses or an id given, only one can be run. */
    public List<VpcInstance> run(InstanceSpec spec, int count) {
        return change("RunInstances " + count + " " + spec.type, () -> {
            InstanceType type = InstanceType.find(spec.type)
                    .orElseThrow(() ->
                            Refusals.invalidParameterValue("Invalid value '" + spec.type + "' for InstanceType."));
            checkSlots(spec, type, count);
            List<MutableInstance> started = new ArrayList<>();
            Map<MutableInterface, List<Holder>> existed = new HashMap<>();
            List<Runnable> undo = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    started.add(launch(spec, type, existed, undo));
                }
            } catch (Ec2RefusalException e) {
                undo.forEach(Runnable::run);
                throw e;
            }
            for (MutableInstance instance : started) {
                VpcInstance ran = instance.snapshot();
                record(VpcEvent.Kind.RESOURCE, "ran " + ran.id() + " (" + ran.name() + ", " + ran.type() + ")");
                for (MutableInterface eni : instance.interfaces.values()) {
                    List<Holder> before = existed.get(eni);
                    if (before == null) {
                        recordFirstAddresses(eni.snapshot());
                    } else {
                        recordNewHost(eni, before);
                    }
                }
                transition(instance, InstanceState.PENDING, InstanceState.RUNNING);
            }
            return started.stream().map(MutableInstance::snapshot).toList();
        });
    }

    private void checkSlots(InstanceSpec spec, InstanceType type, int count) {
        if (spec.slots.isEmpty()) {
            throw new Ec2RefusalException("MissingParameter", "The request must contain the parameter SubnetId");
        }
        if (spec.slots.size() > type.maximumInterfaces()) {
            throw new Ec2RefusalException(
                    "AttachmentLimitExceeded",
                    "Interface count " + spec.slots.size() + " exceeds the limit for " + type.name());
        }
        Set<Integer> indexes = new HashSet<>();
        Set<String> zones = new HashSet<>();
        for (InstanceSpec.Slot slot : spec.slots) {
            checkDeviceIndex(slot.deviceIndex());
            if (!indexes.add(slot.deviceIndex())) {
                throw Refusals.invalidParameterValue(
                        "Each network interface requires a unique device index: " + slot.deviceIndex());
            }
            InterfaceSpec create = slot.create();
            boolean fixed = create == null
                    || create.id != null
                    || create.primary != null
                    || !create.secondaries.isEmpty()
                    || spec.id != null;
            if (fixed && count > 1) {
                throw new Ec2RefusalException(
                        "InvalidParameterCombination",
                        "Network interfaces and addresses cannot be specified for more than one instance");
            }
            zones.add(
                    create == null
                            ? mutableInterface(Objects.requireNonNull(slot.existing())).subnet.zone
                            : mutableSubnet(create.subnetId).zone);
            if (create != null && create.secondaries.size() + 1 > type.addressesPerInterface()) {
                throw Refusals.tooManyAddresses();
            }
        }
        if (!indexes.contains(0)) {
            throw Refusals.invalidParameterValue(
                    "When specifying network interfaces, you must include a device at index 0.");
        }
        if (zones.size() > 1) {
            throw new Ec2RefusalException(
                    "InvalidParameterCombination",
                    "You may not attach a network interface to an instance if they are not in the same availability zone");
        }
    }

    private MutableInstance launch(
            InstanceSpec spec, InstanceType type, Map<MutableInterface, List<Holder>> existed, List<Runnable> undo) {
        String id = spec.id == null ? newId("i-0", 16) : spec.id;
        if (!id.startsWith("i-") || instances.containsKey(id)) {
            throw Refusals.malformedInstanceId(id);
        }
        MutableInstance instance = new MutableInstance(id, type, spec.imageId, ticker.now(), spec.tags);
        Set<IpAddress> named = new HashSet<>();
        for (InstanceSpec.Slot slot : spec.slots) {
            if (slot.create() != null) {
                named.addAll(addressesOf(slot.create()));
            }
        }
        for (InstanceSpec.Slot slot : spec.slots) {
            MutableInterface eni;
            InterfaceSpec create = slot.create();
            if (create != null) {
                eni = newInterface(create, named);
                undo.add(() -> discard(eni));
            } else {
                eni = mutableInterface(Objects.requireNonNull(slot.existing()));
                checkAttachable(eni, instance);
                existed.put(eni, holdersOf(eni));
                undo.add(() -> eni.attachment = null);
            }
            attach(eni, instance, slot.deviceIndex(), slot.deleteOnTermination());
        }
        instances.put(id, instance);
        undo.add(() -> instances.remove(id));
        return instance;
    }

    /** Stops instances, all or none; their interfaces keep their addresses. */
    public List<VpcInstance> stop(List<String> instanceIds) {
        return changeStates(
                "StopInstances",
                instanceIds,
                "stopped",
                InstanceState.STOPPING,
                InstanceState.STOPPED,
                Set.of(InstanceState.PENDING, InstanceState.RUNNING, InstanceState.STOPPING, InstanceState.STOPPED));
    }

    /** Starts stopped instances, all or none. */
    public List<VpcInstance> start(List<String> instanceIds) {
        return changeStates(
                "StartInstances",
                instanceIds,
                "started",
                InstanceState.PENDING,
                InstanceState.RUNNING,
                Set.of(InstanceState.STOPPED, InstanceState.PENDING, InstanceState.RUNNING));
    }

    /** Terminates instances, all or none; interfaces that go with them free their addresses, others are detached. */
    public List<VpcInstance> terminate(List<String> instanceIds) {
        return changeStates(
                "TerminateInstances",
                instanceIds,
                "terminated",
                InstanceState.SHUTTING_DOWN,
                InstanceState.TERMINATED,
                Set.of(InstanceState.values()));
    }

    private List<VpcInstance> changeStates(
            String action,
            List<String> instanceIds,
            String participle,
            InstanceState through,
            InstanceState to,
            Set<InstanceState> from) {
        return change(action + " " + String.join(" ", instanceIds), () -> {
            Set<MutableInstance> chosen = new LinkedHashSet<>();
            for (String id : instanceIds) {
                chosen.add(mutableInstance(id));
            }
            for (MutableInstance instance : chosen) {
                if (!from.contains(instance.state)) {
                    throw Refusals.incorrectState(instance.id, participle);
                }
            }
            for (MutableInstance instance : chosen) {
                if (instance.state != to && instance.state != through) {
                    transition(instance, through, to);
                }
            }
            return chosen.stream().map(MutableInstance::snapshot).toList();
        });
    }

    private void transition(MutableInstance instance, InstanceState through, InstanceState to) {
        instance.state = through;
        instance.next = to;
        instance.nextAtNanos = ticker.nanoTime() + transitionTime.toNanos();
        record(VpcEvent.Kind.RESOURCE, instance.id + " is " + through.ec2Name());
        settle();
    }

    /** Completes what is due; called at the start of each operation, so no thread has to. */
    private void settle() {
        long now = ticker.nanoTime();
        for (MutableInstance instance : instances.values()) {
            InstanceState next = instance.next;
            if (next != null && now - instance.nextAtNanos >= 0) {
                instance.state = next;
                instance.next = null;
                record(VpcEvent.Kind.RESOURCE, instance.id + " is " + next.ec2Name());
                if (next == InstanceState.TERMINATED) {
                    dropInterfaces(instance);
                }
            }
        }
    }

    private void dropInterfaces(MutableInstance instance) {
        for (MutableInterface eni : List.copyOf(instance.interfaces.values())) {
            VpcInterface.Attachment attachment = Objects.requireNonNull(eni.attachment);
            if (attachment.deleteOnTermination()) {
                delete(eni);
            } else {
                detach(eni);
            }
        }
    }

    // ---- interfaces

    /** Creates an interface that is attached to nothing. */
    public VpcInterface createInterface(InterfaceSpec spec) {
        return change("CreateNetworkInterface in " + spec.subnetId, () -> {
            VpcInterface created =
                    newInterface(spec, new HashSet<>(addressesOf(spec))).snapshot();
            recordFirstAddresses(created);
            return created;
        });
    }

    /** Attaches an interface to an instance of the same zone. */
    public VpcInterface attachInterface(String interfaceId, String instanceId, int deviceIndex) {
        return change("AttachNetworkInterface " + interfaceId + " to " + instanceId, () -> {
            MutableInterface eni = mutableInterface(interfaceId);
            MutableInstance instance = mutableInstance(instanceId);
            if (instance.state == InstanceState.TERMINATED || instance.state == InstanceState.SHUTTING_DOWN) {
                throw new Ec2RefusalException(
                        "IncorrectState",
                        "Instance '" + instanceId + "' is not 'running' or 'stopped'; it is '"
                                + instance.state.ec2Name() + "'.");
            }
            checkAttachable(eni, instance);
            checkDeviceIndex(deviceIndex);
            if (instance.interfaces.containsKey(deviceIndex)) {
                throw Refusals.invalidParameterValue("Instance '" + instanceId
                        + "' already has an interface attached at device index '" + deviceIndex + "'.");
            }
            if (instance.interfaces.size() >= instance.type.maximumInterfaces()) {
                throw new Ec2RefusalException(
                        "AttachmentLimitExceeded",
                        "Interface count " + (instance.interfaces.size() + 1) + " exceeds the limit for "
                                + instance.type.name());
            }
            List<Holder> before = holdersOf(eni);
            attach(eni, instance, deviceIndex, false);
            record(VpcEvent.Kind.RESOURCE, "attached " + interfaceId + " to " + instanceId + " at " + deviceIndex);
            recordNewHost(eni, before);
            return eni.snapshot();
        });
    }

    /** Detaches an interface by the id of its attachment; the one at device index 0 stays. */
    public void detachInterface(String attachmentId) {
        change("DetachNetworkInterface " + attachmentId, () -> {
            for (MutableInterface eni : interfaces.values()) {
                VpcInterface.Attachment attachment = eni.attachment;
                if (attachment != null && attachment.id().equals(attachmentId)) {
                    if (attachment.deviceIndex() == 0) {
                        throw new Ec2RefusalException(
                                "OperationNotPermitted", "The network interface at device index 0 cannot be detached.");
                    }
                    detach(eni);
                    return eni;
                }
            }
            throw Refusals.noSuchAttachment(attachmentId);
        });
    }

    /** Deletes an interface that is attached to nothing; its addresses are free then. */
    public void deleteInterface(String interfaceId) {
        change("DeleteNetworkInterface " + interfaceId, () -> {
            MutableInterface eni = mutableInterface(interfaceId);
            if (eni.attachment != null) {
                throw Refusals.invalidParameterValue("Network interface '" + interfaceId + "' is currently in use.");
            }
            delete(eni);
            return eni;
        });
    }

    private static List<IpAddress> addressesOf(InterfaceSpec spec) {
        List<IpAddress> addresses = new ArrayList<>();
        if (spec.primary != null) {
            addresses.add(spec.primary);
        }
        addresses.addAll(spec.secondaries);
        return addresses;
    }

    /** {@code named} are all addresses that the request names, so that none of them is chosen for another interface. */
    private MutableInterface newInterface(InterfaceSpec spec, Set<IpAddress> named) {
        MutableSubnet subnet = mutableSubnet(spec.subnetId);
        List<IpAddress> wanted = addressesOf(spec);
        for (IpAddress address : wanted) {
            subnet.checkUsable(address);
            if (subnet.holder(address) != null) {
                throw Refusals.addressInUse(address);
            }
        }
        if (new HashSet<>(wanted).size() != wanted.size()) {
            throw Refusals.invalidParameterValue("The same address was specified more than once.");
        }
        if (spec.primary == null) {
            wanted.add(0, subnet.choose(1, named).get(0));
        }
        String id = spec.id == null ? newId("eni-0", 16) : spec.id;
        if (!id.startsWith("eni-") || interfaces.containsKey(id)) {
            throw Refusals.malformedInterfaceId(id);
        }
        MutableInterface eni = new MutableInterface(id, subnet, newMac(), spec.description, spec.tags);
        subnet.give(wanted, eni);
        interfaces.put(id, eni);
        return eni;
    }

    private static void checkDeviceIndex(int deviceIndex) {
        if (deviceIndex < 0) {
            throw Refusals.invalidParameterValue("Invalid value '" + deviceIndex + "' for deviceIndex.");
        }
    }

    private void checkAttachable(MutableInterface eni, MutableInstance instance) {
        if (eni.attachment != null) {
            throw new Ec2RefusalException("InvalidNetworkInterface.InUse", "Interface: [" + eni.id + "] in use.");
        }
        if (instance.interfaces.values().stream().anyMatch(other -> !other.subnet.zone.equals(eni.subnet.zone))) {
            throw new Ec2RefusalException(
                    "InvalidParameterCombination",
                    "You may not attach a network interface to an instance if they are not in the same availability zone");
        }
        if (eni.addresses.size() > instance.type.addressesPerInterface()) {
            throw Refusals.tooManyAddresses();
        }
    }

    private void attach(MutableInterface eni, MutableInstance instance, int deviceIndex, boolean deleteOnTermination) {
        eni.attachment =
                new VpcInterface.Attachment(newId("eni-attach-0", 16), instance.id, deviceIndex, deleteOnTermination);
        instance.interfaces.put(deviceIndex, eni);
    }

    private void detach(MutableInterface eni) {
        VpcInterface.Attachment attachment = Objects.requireNonNull(eni.attachment);
        MutableInstance instance = mutableInstance(attachment.instanceId());
        List<Holder> before = holdersOf(eni);
        instance.interfaces.remove(attachment.deviceIndex());
        eni.attachment = null;
        record(VpcEvent.Kind.RESOURCE, "detached " + eni.id + " from " + instance.id);
        recordNewHost(eni, before);
    }

    private static List<Holder> holdersOf(MutableInterface eni) {
        return eni.addresses.stream().map(eni::asHolderOf).toList();
    }

    /** The host is part of a holder: whoever attaches or detaches an interface changes the holder of its addresses. */
    private void recordNewHost(MutableInterface eni, List<Holder> before) {
        for (int i = 0; i < before.size(); i++) {
            IpAddress address = eni.addresses.get(i);
            recordAddress(
                    address,
                    before.get(i),
                    eni.asHolderOf(address),
                    address + " went with " + eni.id + " to " + describe(eni));
        }
    }

    private void delete(MutableInterface eni) {
        for (IpAddress address : List.copyOf(eni.addresses)) {
            recordAddress(address, eni.asHolderOf(address), null, "freed " + address + " of " + eni.id);
        }
        discard(eni);
        record(VpcEvent.Kind.RESOURCE, "deleted " + eni.id);
    }

    private void discard(MutableInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment;
        MutableInstance instance = attachment == null ? null : instances.get(attachment.instanceId());
        if (attachment != null && instance != null) {
            instance.interfaces.remove(attachment.deviceIndex());
        }
        eni.subnet.free(List.copyOf(eni.addresses), eni);
        interfaces.remove(eni.id);
    }

    // ---- addresses

    /**
     * Assigns secondary addresses to an interface, all or none.
     *
     * @param allowReassignment whether addresses that are secondary ones of other interfaces are taken from there
     * @return the addresses that were asked for
     */
    public List<IpAddress> assignAddresses(String interfaceId, List<IpAddress> addresses, boolean allowReassignment) {
        String what = "AssignPrivateIpAddresses " + addresses + " to " + interfaceId
                + (allowReassignment ? ", reassignment allowed" : "");
        return change(what, () -> {
            if (addresses.isEmpty()) {
                throw Refusals.neitherAddressesNorCount();
            }
            MutableInterface eni = mutableInterface(interfaceId);
            Set<IpAddress> taken = new LinkedHashSet<>();
            for (IpAddress address : addresses) {
                eni.subnet.checkUsable(address);
            }
            for (IpAddress address : addresses) {
                MutableInterface holder = eni.subnet.holder(address);
                if (holder != null && holder != eni) {
                    if (holder.hasPrimary(address)) {
                        throw Refusals.primaryOfAnother();
                    }
                    taken.add(address);
                }
            }
            if (!taken.isEmpty() && !allowReassignment) {
                throw Refusals.moveNotAllowed(taken);
            }
            give(List.copyOf(new LinkedHashSet<>(addresses)), eni);
            return List.copyOf(addresses);
        });
    }

    /** Assigns that many free addresses of the subnet, chosen by the VPC, to an interface. */
    public List<IpAddress> assignAddresses(String interfaceId, int count) {
        return change("AssignPrivateIpAddresses " + count + " to " + interfaceId, () -> {
            if (count < 1) {
                throw Refusals.countNotPositive(count);
            }
            MutableInterface eni = mutableInterface(interfaceId);
            checkRoom(eni, count);
            List<IpAddress> chosen = eni.subnet.choose(count, Set.of());
            give(chosen, eni);
            return chosen;
        });
    }

    /** Takes secondary addresses from an interface, all or none; nobody holds them then. */
    public void unassignAddresses(String interfaceId, List<IpAddress> addresses) {
        change("UnassignPrivateIpAddresses " + addresses + " from " + interfaceId, () -> {
            if (addresses.isEmpty()) {
                throw Refusals.noAddressToUnassign();
            }
            MutableInterface eni = mutableInterface(interfaceId);
            for (IpAddress address : addresses) {
                if (!eni.addresses.contains(address)) {
                    throw Refusals.notOnInterface(interfaceId);
                }
                if (eni.hasPrimary(address)) {
                    throw Refusals.primaryCantBeUnassigned(address);
                }
            }
            for (IpAddress address : new LinkedHashSet<>(addresses)) {
                recordAddress(
                        address, eni.asHolderOf(address), null, "unassigned " + address + " from " + describe(eni));
            }
            eni.subnet.free(addresses, eni);
            return eni;
        });
    }

    private void give(List<IpAddress> addresses, MutableInterface eni) {
        List<IpAddress> fresh = addresses.stream()
                .filter(address -> eni.subnet.holder(address) != eni)
                .toList();
        checkRoom(eni, fresh.size());
        List<@Nullable MutableInterface> before = new ArrayList<>();
        List<@Nullable Holder> displaced = new ArrayList<>();
        for (IpAddress address : fresh) {
            MutableInterface holder = eni.subnet.holder(address);
            before.add(holder);
            displaced.add(holder == null ? null : holder.asHolderOf(address));
        }
        eni.subnet.give(fresh, eni);
        for (int i = 0; i < fresh.size(); i++) {
            IpAddress address = fresh.get(i);
            MutableInterface from = before.get(i);
            recordAddress(
                    address,
                    displaced.get(i),
                    eni.asHolderOf(address),
                    from == null
                            ? "assigned " + address + " to " + describe(eni)
                            : "moved " + address + " from " + describe(from) + " to " + describe(eni));
        }
    }

    private void checkRoom(MutableInterface eni, int more) {
        VpcInterface.Attachment attachment = eni.attachment;
        if (attachment != null
                && more
                        > mutableInstance(attachment.instanceId()).type.addressesPerInterface()
                                - eni.addresses.size()) {
            throw Refusals.tooManyAddresses();
        }
    }

    // ---- shared

    private static void checkSize(CidrBlock cidr, String code) {
        if (!cidr.first().isIpv4() || cidr.prefixLength() < 16 || cidr.prefixLength() > 28) {
            throw new Ec2RefusalException(code, "The CIDR '" + cidr + "' is invalid.");
        }
    }

    private MutableSubnet mutableSubnet(String id) {
        MutableSubnet subnet = subnets.get(id);
        if (subnet == null) {
            throw Refusals.noSuchSubnet(id);
        }
        return subnet;
    }

    private MutableInterface mutableInterface(String id) {
        MutableInterface eni = interfaces.get(id);
        if (eni == null) {
            throw Refusals.noSuchInterface(id);
        }
        return eni;
    }

    private MutableInstance mutableInstance(String id) {
        MutableInstance instance = instances.get(id);
        if (instance == null) {
            throw Refusals.noSuchInstance(id);
        }
        return instance;
    }

    private String newId(String prefix, int digits) {
        String hex = String.format("%016x", ids.nextLong());
        return prefix + hex.substring(hex.length() - digits);
    }

    private String newMac() {
        long bits = ids.nextLong();
        return String.format(
                "02:%02x:%02x:%02x:%02x:%02x",
                bits & 0xff, bits >> 8 & 0xff, bits >> 16 & 0xff, bits >> 24 & 0xff, bits >> 32 & 0xff);
    }

    private static String describe(MutableInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment;
        return attachment == null ? eni.id : attachment.instanceId() + " (" + eni.id + ")";
    }

    private void recordFirstAddresses(VpcInterface eni) {
        MutableInterface state = mutableInterface(eni.id());
        for (IpAddress address : eni.addresses()) {
            recordAddress(
                    address,
                    null,
                    state.asHolderOf(address),
                    "created " + eni.id() + " with " + address + (state.hasPrimary(address) ? " (primary)" : ""));
        }
    }

    private void record(VpcEvent.Kind kind, String text) {
        history.add(new VpcEvent(history.size(), ticker.now(), kind, null, null, null, text));
    }

    private void recordAddress(IpAddress address, @Nullable Holder from, @Nullable Holder to, String text) {
        history.add(new VpcEvent(history.size(), ticker.now(), VpcEvent.Kind.ADDRESS, address, from, to, text));
    }

    private <T> T read(Supplier<T> read) {
        lock.lock();
        try {
            settle();
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    private <T> T change(String what, Supplier<T> change) {
        lock.lock();
        try {
            settle();
            return change.get();
        } catch (Ec2RefusalException e) {
            record(VpcEvent.Kind.REFUSED, "refused " + what + ": " + e.getMessage());
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** The settings of an {@link InMemoryVpc}. Not safe for use by several threads. */
    public static final class Builder {

        private Ticker ticker = VirtualTicker.create();
        private Duration transitionTime = Duration.ZERO;
        private long seed = 1;

        private Builder() {}

        /** The clock of history and state transitions; default a {@link VirtualTicker} of its own. */
        public Builder ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /** How long instances are pending, stopping and shutting down; default zero: it completes within the call. */
        public Builder transitionTime(Duration transitionTime) {
            this.transitionTime = Objects.requireNonNull(transitionTime, "transitionTime");
            return this;
        }

        /** What generated ids and MAC addresses are made from; default 1, so that every run has the same. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** The network, empty. */
        public InMemoryVpc build() {
            return new InMemoryVpc(this);
        }
    }
}
