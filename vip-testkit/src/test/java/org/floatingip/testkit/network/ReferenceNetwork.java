package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * EC2's rules about addresses a second time, as plain maps of strings and numbers. Written from what the real service does
 * and from nothing of the model, with which it shares no code, so that a mistake in one of them shows as a difference.
 *
 * <p>Each operation is a pair: {@code whyNot...} gives every refusal that fits, of which EC2 may answer any (which one comes
 * first is not known), and an empty set if the operation succeeds; the other method then does it. Where the network chooses
 * something (ids, addresses), that method takes the choice and throws unless the choice keeps the rule.
 */
final class ReferenceNetwork {

    /** What EC2 answers instead of doing it. */
    record Refusal(String code, String text) {}

    /** An interface to create; an empty primary is left to the network. */
    record Wish(String subnet, String primary, List<String> secondaries) {}

    /** An interface as the network made it; an empty attachment for none. */
    record Made(String eni, String attachment, List<String> addresses) {}

    private static final Map<String, Integer> ADDRESSES_PER_INTERFACE = Map.of("t2.micro", 2, "m5.large", 10);
    private static final Map<String, Integer> INTERFACES = Map.of("t2.micro", 2, "m5.large", 3);

    private final long transitionMillis;
    private long now;

    private final Map<String, String> vpcOfSubnet = new TreeMap<>();
    private final Map<String, String> zoneOfSubnet = new HashMap<>();
    private final Map<String, Long> startOfSubnet = new HashMap<>();
    private final Map<String, Integer> sizeOfSubnet = new HashMap<>();

    /** From VPC and address, parted by a space, to the interface that has it. */
    private final Map<String, String> eniOfAddress = new TreeMap<>();

    private final Map<String, String> subnetOfEni = new TreeMap<>();
    private final Map<String, String> primaryOfEni = new HashMap<>();
    private final Map<String, String> instanceOfEni = new HashMap<>();
    private final Map<String, Integer> deviceIndexOfEni = new HashMap<>();
    private final Map<String, String> eniOfAttachment = new TreeMap<>();
    private final Set<String> enisThatGoWithTheirInstance = new HashSet<>();

    private final Map<String, String> typeOfInstance = new TreeMap<>();
    private final Map<String, String> stateOfInstance = new HashMap<>();
    private final Map<String, Long> changeDueOfInstance = new HashMap<>();
    private final Set<String> instancesThatRanOnce = new HashSet<>();

    /** {@code pending}, {@code attaching}, {@code attached} or {@code detaching}; nothing of what is there and unattached. */
    private final Map<String, String> stateOfEni = new HashMap<>();

    private final Map<String, Long> changeDueOfEni = new HashMap<>();

    private final Map<String, String> subnetOfReservation = new TreeMap<>();
    private final Map<String, Long> startOfReservation = new HashMap<>();
    private final Map<String, Integer> sizeOfReservation = new HashMap<>();

    /** Nothing is ever taken out, so that the history of interfaces that are gone can still be read. */
    private final Map<String, String> vpcOfEveryEni = new HashMap<>();

    ReferenceNetwork(long transitionMillis) {
        this.transitionMillis = transitionMillis;
    }

    void addSubnet(String id, String vpc, String zone, String firstAddress, int size) {
        vpcOfSubnet.put(id, vpc);
        zoneOfSubnet.put(id, zone);
        startOfSubnet.put(id, number(firstAddress));
        sizeOfSubnet.put(id, size);
    }

    // ---- AssignPrivateIpAddresses, UnassignPrivateIpAddresses

    Set<Refusal> whyNotAssign(String eni, List<String> addresses, boolean reassign) {
        Set<Refusal> why = whyNoInterface(eni);
        if (addresses.isEmpty()) {
            why.add(
                    new Refusal(
                            "InvalidParameter",
                            "One of privateIpAddressSet or privateIpAddressCount or ipv4PrefixSet or ipv4PrefixCount must be specified."));
        }
        if (!subnetOfEni.containsKey(eni)) {
            return why;
        }
        String subnet = known(subnetOfEni, eni);
        Set<String> coming = new LinkedHashSet<>();
        Set<String> taken = new LinkedHashSet<>();
        for (String address : addresses) {
            why.addAll(whyNotInSubnet(subnet, address));
            String owner = eniOfAddress.getOrDefault(key(subnet, address), "");
            if (owner.equals(eni)) {
                continue;
            }
            coming.add(address);
            if (!owner.isEmpty() && known(primaryOfEni, owner).equals(address)) {
                why.add(invalid("secondary-addresses"));
            } else if (!owner.isEmpty() && !reassign) {
                taken.add(address);
            }
        }
        if (!taken.isEmpty()) {
            why.add(invalid("[" + String.join(", ", taken) + "] assigned, but move is not allowed."));
        }
        why.addAll(whyNotRoom(eni, coming.size()));
        return why;
    }

    void assign(String eni, List<String> addresses) {
        for (String address : addresses) {
            eniOfAddress.put(key(known(subnetOfEni, eni), address), eni);
        }
    }

    Set<Refusal> whyNotAssignCount(String eni, int count) {
        Set<Refusal> why = whyNoInterface(eni);
        if (count <= 0) {
            why.add(invalid("Value (" + count
                    + ") for parameter secondaryPrivateIpAddressCount is invalid. Value must be a positive number."));
        }
        if (subnetOfEni.containsKey(eni) && count > 0) {
            if (count > choosable(known(subnetOfEni, eni)).size()) {
                why.add(noFreeAddresses());
            }
            why.addAll(whyNotRoom(eni, count));
        }
        return why;
    }

    void assignCount(String eni, int count, List<String> chosen) {
        check(chosen.size() == count, "asked for " + count + " addresses, got " + chosen);
        check(new HashSet<>(chosen).size() == count, "chose an address twice: " + chosen);
        checkChoice(known(subnetOfEni, eni), chosen);
        assign(eni, chosen);
    }

    Set<Refusal> whyNotUnassign(String eni, List<String> addresses) {
        Set<Refusal> why = whyNoInterface(eni);
        if (addresses.isEmpty()) {
            why.add(new Refusal("MissingParameter", "One of privateIpAddresses or ipv4Prefixes must be specified."));
        }
        if (!subnetOfEni.containsKey(eni)) {
            return why;
        }
        for (String address : addresses) {
            if (!addressesOf(eni).contains(address)) {
                why.add(invalid("Some of the specified addresses are not assigned to interface " + eni));
            } else if (address.equals(primaryOfEni.get(eni))) {
                why.add(
                        invalid(
                                "Value (" + address
                                        + ") for parameter privateIpAddress is invalid. The primary IP address of an interface cannot be unassigned."));
            }
        }
        return why;
    }

    void unassign(String eni, List<String> addresses) {
        for (String address : addresses) {
            eniOfAddress.remove(key(known(subnetOfEni, eni), address));
        }
    }

    // ---- instances

    Set<Refusal> whyNotRun(String type, List<Wish> wishes, int count) {
        Set<Refusal> why = whyNotCreate(wishes, count);
        for (Wish wish : wishes) {
            if (1 + wish.secondaries().size() > addressLimit(type)) {
                why.add(addressLimitExceeded());
            }
        }
        if (wishes.size() > interfaceLimit(type)) {
            why.add(interfaceLimitExceeded(wishes.size(), type));
        }
        return why;
    }

    void run(String instance, String type, List<Wish> wishes, List<Made> made) {
        check(!typeOfInstance.containsKey(instance), "instance id used twice: " + instance);
        check(made.size() == wishes.size(), "asked for " + wishes + ", got " + made);
        typeOfInstance.put(instance, type);
        stateOfInstance.put(instance, "pending");
        changeDueOfInstance.put(instance, now + transitionMillis);
        for (int index = 0; index < made.size(); index++) {
            createInterface(wishes.get(index), made.get(index));
            attach(made.get(index).eni(), instance, index, made.get(index).attachment());
            enisThatGoWithTheirInstance.add(made.get(index).eni());
        }
        settle(now);
    }

    /** With an interface that exists already as the first and only one. */
    Set<Refusal> whyNotRunOn(String type, String eni) {
        Set<Refusal> why = whyNoInterface(eni);
        if (!why.isEmpty()) {
            return why;
        }
        if (instanceOfEni.containsKey(eni)) {
            why.add(inUse(eni));
        }
        if (addressesOf(eni).size() > addressLimit(type)) {
            why.add(addressLimitExceeded());
        }
        return why;
    }

    void runOn(String instance, String type, String eni, String attachment) {
        run(instance, type, List.of(), List.of());
        attach(eni, instance, 0, attachment);
    }

    Set<Refusal> whyNotStop(List<String> instances) {
        Set<Refusal> why = new LinkedHashSet<>();
        for (String instance : instances) {
            why.addAll(whyNoInstance(instance));
            if (!typeOfInstance.containsKey(instance)) {
                continue;
            }
            if (Set.of("shutting-down", "terminated").contains(known(stateOfInstance, instance))) {
                why.add(new Refusal(
                        "IncorrectInstanceState",
                        "This instance '" + instance + "' is not in a state from which it can be stopped."));
            } else if (!instancesThatRanOnce.contains(instance)) {
                why.add(new Refusal(
                        "IncorrectInstanceState",
                        "Instance '" + instance + "' cannot be stopped as it has never reached the 'running' state."));
            }
        }
        return why;
    }

    void stop(List<String> instances) {
        change(instances, Set.of("pending", "running"), "stopping");
    }

    Set<Refusal> whyNotStart(List<String> instances) {
        return whyNotChange(instances, Set.of("stopped", "pending", "running"), "started");
    }

    void start(List<String> instances) {
        change(instances, Set.of("stopped"), "pending");
    }

    Set<Refusal> whyNotTerminate(List<String> instances) {
        return whyNotChange(
                instances,
                Set.of("pending", "running", "stopping", "stopped", "shutting-down", "terminated"),
                "terminated");
    }

    void terminate(List<String> instances) {
        change(instances, Set.of("pending", "running", "stopping", "stopped"), "shutting-down");
    }

    /** Lets every change of state happen that is due by then. */
    void settle(long millis) {
        now = millis;
        for (String eni : List.copyOf(changeDueOfEni.keySet())) {
            if (known(changeDueOfEni, eni) <= now) {
                changeDueOfEni.remove(eni);
                switch (known(stateOfEni, eni)) {
                    case "pending" -> stateOfEni.remove(eni);
                    case "attaching" -> stateOfEni.put(eni, "attached");
                    case "detaching" -> detachEni(eni);
                    default -> throw new AssertionError(eni + " can't be " + stateOfEni.get(eni));
                }
            }
        }
        for (String instance : List.copyOf(changeDueOfInstance.keySet())) {
            if (known(changeDueOfInstance, instance) > now) {
                continue;
            }
            changeDueOfInstance.remove(instance);
            switch (known(stateOfInstance, instance)) {
                case "pending" -> {
                    stateOfInstance.put(instance, "running");
                    instancesThatRanOnce.add(instance);
                }
                case "stopping" -> stateOfInstance.put(instance, "stopped");
                case "shutting-down" -> {
                    stateOfInstance.put(instance, "terminated");
                    for (String eni : interfacesOf(instance)) {
                        boolean goes = enisThatGoWithTheirInstance.contains(eni);
                        detachEni(eni);
                        if (goes) {
                            deleteInterface(eni);
                        }
                    }
                }
                default -> throw new AssertionError(instance + " can't be " + stateOfInstance.get(instance));
            }
        }
    }

    // ---- interfaces

    Set<Refusal> whyNotCreateInterface(Wish wish) {
        return whyNotCreate(List.of(wish), 1);
    }

    void createLoneInterface(Wish wish, Made made) {
        createInterface(wish, made);
        stateOfEni.put(made.eni(), "pending");
        changeDueOfEni.put(made.eni(), now + transitionMillis);
        settle(now);
    }

    private void createInterface(Wish wish, Made made) {
        String eni = made.eni();
        String subnet = wish.subnet();
        List<String> addresses = made.addresses();
        check(!vpcOfEveryEni.containsKey(eni), "interface id used twice: " + eni);
        check(addresses.size() == 1 + wish.secondaries().size(), "asked for " + wish + ", got " + addresses);
        String primary = addresses.get(0);
        if (wish.primary().isEmpty()) {
            checkChoice(subnet, List.of(primary));
        } else {
            check(primary.equals(wish.primary()), "asked for primary " + wish.primary() + ", got " + primary);
        }
        check(
                new HashSet<>(addresses.subList(1, addresses.size())).equals(new HashSet<>(wish.secondaries())),
                "asked for secondaries " + wish.secondaries() + ", got " + addresses);
        subnetOfEni.put(eni, subnet);
        primaryOfEni.put(eni, primary);
        vpcOfEveryEni.put(eni, vpcOf(subnet));
        assign(eni, addresses);
    }

    Set<Refusal> whyNotAttach(String eni, String instance, int deviceIndex) {
        Set<Refusal> why = whyNoInterface(eni);
        why.addAll(whyNoInstance(instance));
        if (!why.isEmpty()) {
            return why;
        }
        if (instanceOfEni.containsKey(eni)) {
            why.add(inUse(eni));
        }
        String state = known(stateOfInstance, instance);
        if (!Set.of("running", "stopped").contains(state)) {
            why.add(new Refusal("IncorrectState", "Instance '" + instance + "' is not 'running' or 'stopped'."));
        }
        List<String> there = interfacesOf(instance);
        String type = known(typeOfInstance, instance);
        if (there.stream().anyMatch(other -> known(deviceIndexOfEni, other) == deviceIndex)) {
            why.add(invalid("Instance '" + instance + "' already has an interface attached at device index '"
                    + deviceIndex + "'."));
        }
        if (there.size() + 1 > interfaceLimit(type)) {
            why.add(interfaceLimitExceeded(there.size() + 1, type));
        }
        if (there.stream().anyMatch(other -> !zoneOf(other).equals(zoneOf(eni)))) {
            why.add(
                    new Refusal(
                            "InvalidParameterCombination",
                            "You may not attach a network interface to an instance if they are not in the same availability zone"));
        }
        if (addressesOf(eni).size() > addressLimit(type)) {
            why.add(addressLimitExceeded());
        }
        return why;
    }

    void attach(String eni, String instance, int deviceIndex, String attachment) {
        check(!attachment.isEmpty(), eni + " was not attached");
        check(!eniOfAttachment.containsKey(attachment), "attachment id used twice: " + attachment);
        eniOfAttachment.put(attachment, eni);
        instanceOfEni.put(eni, instance);
        deviceIndexOfEni.put(eni, deviceIndex);
        stateOfEni.put(eni, "attaching");
        changeDueOfEni.put(eni, now + transitionMillis);
        settle(now);
    }

    Set<Refusal> whyNotDetach(String attachment) {
        if (!eniOfAttachment.containsKey(attachment)) {
            return Set.of(notFound("InvalidAttachmentID.NotFound", "attachment", attachment));
        }
        if (known(deviceIndexOfEni, known(eniOfAttachment, attachment)) == 0) {
            return Set.of(new Refusal(
                    "OperationNotPermitted",
                    "The network interface at device index 0 and networkCard index 0 cannot be detached."));
        }
        return Set.of();
    }

    /** Again is no error, and does not put it off. */
    void detach(String attachment) {
        String eni = known(eniOfAttachment, attachment);
        if (!known(stateOfEni, eni).equals("detaching")) {
            stateOfEni.put(eni, "detaching");
            changeDueOfEni.put(eni, now + transitionMillis);
            settle(now);
        }
    }

    Set<Refusal> whyNotDelete(String eni) {
        Set<Refusal> why = whyNoInterface(eni);
        if (instanceOfEni.containsKey(eni)) {
            why.add(invalid("Network interface '" + eni + "' is currently in use."));
        }
        return why;
    }

    void deleteInterface(String eni) {
        eniOfAddress.values().removeIf(eni::equals);
        subnetOfEni.remove(eni);
        primaryOfEni.remove(eni);
        stateOfEni.remove(eni);
        changeDueOfEni.remove(eni);
    }

    // ---- reservations

    Set<Refusal> whyNotReserve(String subnet, String firstAddress, int prefixLength) {
        if (!vpcOfSubnet.containsKey(subnet)) {
            return Set.of(notFound("InvalidSubnetID.NotFound", "subnet", subnet));
        }
        Set<Refusal> why = new LinkedHashSet<>();
        String cidr = firstAddress + "/" + prefixLength;
        long start = number(firstAddress);
        long end = start + (1L << (32 - prefixLength));
        if (start < known(startOfSubnet, subnet) || end > endOf(subnet)) {
            why.add(invalid("The CIDR '" + cidr + "' does not fall within the subnet's address range"));
        }
        for (Map.Entry<String, String> other : subnetOfReservation.entrySet()) {
            long otherStart = known(startOfReservation, other.getKey());
            long otherEnd = otherStart + known(sizeOfReservation, other.getKey());
            if (other.getValue().equals(subnet) && start < otherEnd && otherStart < end) {
                why.add(new Refusal(
                        "InvalidSubnetCidrReservation.Conflict",
                        "The CIDR '" + cidr + "' conflicts with another subnet CIDR reservation"));
            }
        }
        return why;
    }

    void reserve(String reservation, String subnet, String firstAddress, int prefixLength) {
        check(!subnetOfReservation.containsKey(reservation), "reservation id used twice: " + reservation);
        subnetOfReservation.put(reservation, subnet);
        startOfReservation.put(reservation, number(firstAddress));
        sizeOfReservation.put(reservation, 1 << (32 - prefixLength));
    }

    Set<Refusal> whyNotUnreserve(String reservation) {
        return subnetOfReservation.containsKey(reservation)
                ? Set.of()
                : Set.of(notFound("InvalidSubnetCidrReservationID.NotFound", "subnet CIDR reservation", reservation));
    }

    void unreserve(String reservation) {
        subnetOfReservation.remove(reservation);
    }

    // ---- what there is

    /** Everything that can be seen: a line for each subnet, interface, instance and held address. */
    Map<String, String> picture() {
        Map<String, String> picture = new TreeMap<>();
        for (String subnet : vpcOfSubnet.keySet()) {
            picture.put(subnet, "free " + free(subnet));
        }
        for (String eni : subnetOfEni.keySet()) {
            String subnet = known(subnetOfEni, eni);
            String primary = known(primaryOfEni, eni);
            Set<String> secondaries = addressesOf(eni);
            secondaries.remove(primary);
            picture.put(
                    eni,
                    "in " + subnet + " of " + vpcOf(subnet) + ", " + zoneOf(eni) + ", primary " + primary
                            + ", secondaries " + secondaries + ", "
                            + (instanceOfEni.containsKey(eni)
                                    ? instanceOfEni.get(eni) + " at " + deviceIndexOfEni.get(eni)
                                            + (enisThatGoWithTheirInstance.contains(eni) ? ", goes with it" : ", stays")
                                    : "unattached")
                            + ", " + stateOfEni.getOrDefault(eni, "available"));
        }
        for (String instance : typeOfInstance.keySet()) {
            picture.put(
                    instance,
                    typeOfInstance.get(instance) + " " + stateOfInstance.get(instance) + " " + interfacesOf(instance));
        }
        Map<String, Set<String>> holders = new TreeMap<>();
        for (Map.Entry<String, String> held : eniOfAddress.entrySet()) {
            String address = held.getKey().substring(held.getKey().indexOf(' ') + 1);
            String eni = held.getValue();
            holders.computeIfAbsent(address, any -> new TreeSet<>()).add(holder(eni, address));
        }
        holders.forEach((address, all) -> picture.put(address, "held by " + all));
        return picture;
    }

    /** From VPC and address, parted by a space, to who holds it. */
    Map<String, String> holders() {
        Map<String, String> holders = new LinkedHashMap<>();
        for (Map.Entry<String, String> held : eniOfAddress.entrySet()) {
            String address = held.getKey().substring(held.getKey().indexOf(' ') + 1);
            holders.put(held.getKey(), holder(held.getValue(), address));
        }
        return holders;
    }

    List<String> interfaces() {
        return List.copyOf(subnetOfEni.keySet());
    }

    List<String> attachments() {
        return List.copyOf(eniOfAttachment.keySet());
    }

    List<String> instances() {
        return List.copyOf(typeOfInstance.keySet());
    }

    List<String> reservations() {
        return List.copyOf(subnetOfReservation.keySet());
    }

    List<String> subnets() {
        return List.copyOf(vpcOfSubnet.keySet());
    }

    List<String> heldAddresses(String eni) {
        return List.copyOf(addressesOf(eni));
    }

    /** Every address of the subnet of that interface, the reserved ones included. */
    List<String> range(String subnet) {
        List<String> range = new ArrayList<>();
        for (long each = known(startOfSubnet, subnet); each < endOf(subnet); each++) {
            range.add(text(each));
        }
        return range;
    }

    String subnetOf(String eni) {
        return known(subnetOfEni, eni);
    }

    /** The VPC that an interface belongs to, or belonged to before it was deleted. */
    String vpcOfInterface(String eni) {
        return known(vpcOfEveryEni, eni);
    }

    boolean terminated(String instance) {
        return known(stateOfInstance, instance).equals("terminated");
    }

    // ---- rules

    private Set<Refusal> whyNotCreate(List<Wish> wishes, int count) {
        Set<Refusal> why = new LinkedHashSet<>();
        Map<String, Integer> toChoose = new TreeMap<>();
        Set<String> asked = new HashSet<>();
        for (Wish wish : wishes) {
            String subnet = wish.subnet();
            if (!vpcOfSubnet.containsKey(subnet)) {
                why.add(notFound("InvalidSubnetID.NotFound", "subnet", subnet));
                continue;
            }
            List<String> named = new ArrayList<>(wish.secondaries());
            if (wish.primary().isEmpty()) {
                toChoose.merge(subnet, count, Integer::sum);
            } else {
                named.add(wish.primary());
            }
            Set<String> askedBefore = Set.copyOf(asked);
            for (String address : named) {
                why.addAll(whyNotInSubnet(subnet, address));
                // An interface that the same request creates first is in the way of the next one.
                if (eniOfAddress.containsKey(key(subnet, address)) || askedBefore.contains(key(subnet, address))) {
                    why.add(new Refusal("InvalidIPAddress.InUse", "Address " + address + " is in use."));
                }
                if (!asked.add(key(subnet, address))) {
                    why.add(invalid("The same address was specified more than once."));
                }
            }
        }
        toChoose.forEach((subnet, needed) -> {
            Set<String> left = choosable(subnet);
            left.removeIf(address -> asked.contains(key(subnet, address)));
            if (needed > left.size()) {
                why.add(noFreeAddresses());
            }
        });
        return why;
    }

    private Set<Refusal> whyNotChange(List<String> instances, Set<String> states, String participle) {
        Set<Refusal> why = new LinkedHashSet<>();
        for (String instance : instances) {
            why.addAll(whyNoInstance(instance));
            if (typeOfInstance.containsKey(instance) && !states.contains(known(stateOfInstance, instance))) {
                why.add(new Refusal(
                        "IncorrectInstanceState",
                        "The instance '" + instance + "' is not in a state from which it can be " + participle + "."));
            }
        }
        return why;
    }

    private void change(List<String> instances, Set<String> from, String through) {
        for (String instance : instances) {
            if (from.contains(known(stateOfInstance, instance))) {
                stateOfInstance.put(instance, through);
                changeDueOfInstance.put(instance, now + transitionMillis);
            }
        }
        settle(now);
    }

    private void detachEni(String eni) {
        eniOfAttachment.values().removeIf(eni::equals);
        instanceOfEni.remove(eni);
        deviceIndexOfEni.remove(eni);
        enisThatGoWithTheirInstance.remove(eni);
        stateOfEni.remove(eni);
        changeDueOfEni.remove(eni);
    }

    /** The first four addresses and the last are the network's own. */
    private Set<Refusal> whyNotInSubnet(String subnet, String address) {
        long value = number(address);
        long start = known(startOfSubnet, subnet);
        if (value < start || value >= endOf(subnet)) {
            return Set.of(invalid("Address does not fall within the subnet's address range"));
        }
        if (value < start + 4 || value == endOf(subnet) - 1) {
            return Set.of(invalid("Address " + address + " is in subnet's reserved range."));
        }
        return Set.of();
    }

    /** Only an attached interface has a limit. */
    private Set<Refusal> whyNotRoom(String eni, int more) {
        String instance = instanceOfEni.get(eni);
        if (instance == null || addressesOf(eni).size() + more <= addressLimit(known(typeOfInstance, instance))) {
            return Set.of();
        }
        return Set.of(addressLimitExceeded());
    }

    private Set<Refusal> whyNoInterface(String eni) {
        Set<Refusal> why = new LinkedHashSet<>();
        if (!eni.startsWith("eni-")) {
            why.add(new Refusal(
                    "InvalidNetworkInterfaceId.Malformed", "Invalid id: \"" + eni + "\" (expecting \"eni-...\")"));
        } else if (!subnetOfEni.containsKey(eni)) {
            why.add(notFound("InvalidNetworkInterfaceID.NotFound", "networkInterface", eni));
        }
        return why;
    }

    private Set<Refusal> whyNoInstance(String instance) {
        if (!instance.startsWith("i-")) {
            return Set.of(new Refusal("InvalidInstanceID.Malformed", "Invalid id: \"" + instance + "\""));
        }
        return typeOfInstance.containsKey(instance)
                ? Set.of()
                : Set.of(notFound("InvalidInstanceID.NotFound", "instance", instance));
    }

    /** The addresses that the network may choose by itself. */
    private Set<String> choosable(String subnet) {
        Set<String> choosable = new TreeSet<>();
        for (String address : range(subnet)) {
            if (whyNotInSubnet(subnet, address).isEmpty()
                    && !eniOfAddress.containsKey(key(subnet, address))
                    && !explicitlyReserved(subnet, address)) {
                choosable.add(address);
            }
        }
        return choosable;
    }

    private boolean explicitlyReserved(String subnet, String address) {
        for (Map.Entry<String, String> reservation : subnetOfReservation.entrySet()) {
            long offset = number(address) - known(startOfReservation, reservation.getKey());
            if (reservation.getValue().equals(subnet)
                    && offset >= 0
                    && offset < known(sizeOfReservation, reservation.getKey())) {
                return true;
            }
        }
        return false;
    }

    private void checkChoice(String subnet, List<String> chosen) {
        Set<String> choosable = choosable(subnet);
        check(
                choosable.containsAll(chosen),
                "the network chose " + chosen + " in " + subnet + ", it may choose from " + choosable);
    }

    private int free(String subnet) {
        int taken = 0;
        for (String eni : eniOfAddress.values()) {
            if (known(subnetOfEni, eni).equals(subnet)) {
                taken++;
            }
        }
        return known(sizeOfSubnet, subnet) - 5 - taken;
    }

    private Set<String> addressesOf(String eni) {
        Set<String> addresses = new TreeSet<>();
        for (Map.Entry<String, String> held : eniOfAddress.entrySet()) {
            if (held.getValue().equals(eni)) {
                addresses.add(held.getKey().substring(held.getKey().indexOf(' ') + 1));
            }
        }
        return addresses;
    }

    private List<String> interfacesOf(String instance) {
        List<String> interfaces = new ArrayList<>();
        instanceOfEni.forEach((eni, owner) -> {
            if (owner.equals(instance)) {
                interfaces.add(eni);
            }
        });
        interfaces.sort(Comparator.comparing(deviceIndexOfEni::get));
        return interfaces;
    }

    private String holder(String eni, String address) {
        String host = instanceOfEni.getOrDefault(eni, eni);
        return host + " " + eni + (address.equals(primaryOfEni.get(eni)) ? " primary" : "");
    }

    private String vpcOf(String subnet) {
        return known(vpcOfSubnet, subnet);
    }

    private String zoneOf(String eni) {
        return known(zoneOfSubnet, known(subnetOfEni, eni));
    }

    private long endOf(String subnet) {
        return known(startOfSubnet, subnet) + known(sizeOfSubnet, subnet);
    }

    private String key(String subnet, String address) {
        return vpcOf(subnet) + " " + address;
    }

    private static int addressLimit(String type) {
        return known(ADDRESSES_PER_INTERFACE, type);
    }

    private static int interfaceLimit(String type) {
        return known(INTERFACES, type);
    }

    private static Refusal invalid(String text) {
        return new Refusal("InvalidParameterValue", text);
    }

    private static Refusal notFound(String code, String kind, String id) {
        return new Refusal(code, "The " + kind + " ID '" + id + "' does not exist");
    }

    private static Refusal inUse(String eni) {
        return new Refusal("InvalidNetworkInterface.InUse", "Interface: [" + eni + "] in use.");
    }

    private static Refusal addressLimitExceeded() {
        return new Refusal("PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.");
    }

    private static Refusal interfaceLimitExceeded(int count, String type) {
        return new Refusal("AttachmentLimitExceeded", "Interface count " + count + " exceeds the limit for " + type);
    }

    private static Refusal noFreeAddresses() {
        return new Refusal(
                "InsufficientFreeAddressesInSubnet",
                "The specified subnet does not have enough free addresses to satisfy the request.");
    }

    private static long number(String address) {
        long value = 0;
        for (String part : address.split("\\.", -1)) {
            value = value * 256 + Integer.parseInt(part);
        }
        return value;
    }

    private static String text(long value) {
        return value / 16777216 + "." + value / 65536 % 256 + "." + value / 256 % 256 + "." + value % 256;
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> "nothing known of " + key);
    }

    private static void check(boolean rule, String otherwise) {
        if (!rule) {
            throw new AssertionError(otherwise);
        }
    }
}
