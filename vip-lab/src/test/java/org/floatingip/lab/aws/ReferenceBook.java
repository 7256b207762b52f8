package org.floatingip.lab.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What there is, as plain maps: what the subjects of the reference know of each other. It shares no code with the model. */
final class ReferenceBook {

    static final long TRANSITION_MILLIS = 20_000;
    static final String UP = "running";

    private static final Map<String, Integer> ADDRESSES_PER_INTERFACE = Map.of("t2.micro", 2, "m5.large", 10);
    private static final Map<String, Integer> INTERFACES = Map.of("t2.micro", 2, "m5.large", 3);

    /** The subnets by what their addresses begin with, each a /24 in a zone of its own. */
    final Map<String, String> subnetOf = new TreeMap<>();

    /** The interfaces, each with what the addresses of its subnet begin with. */
    final Map<String, String> prefixOf = new TreeMap<>();

    final Map<String, String> primaryOf = new HashMap<>();
    final Map<String, String> instanceOf = new HashMap<>();
    final Map<String, Integer> indexOf = new HashMap<>();
    final Map<String, String> attachmentOf = new TreeMap<>();

    /** {@code attaching}, {@code attached} or {@code detaching}, of those that have an instance. */
    final Map<String, String> attachmentState = new HashMap<>();

    final Set<String> goesWithItsInstance = new HashSet<>();
    final Set<String> pendingInterfaces = new HashSet<>();

    /** From address to interface. */
    final Map<String, String> owner = new TreeMap<>();

    final Map<String, String> typeOf = new TreeMap<>();
    final Map<String, String> stateOf = new TreeMap<>();
    final Set<String> ranOnce = new HashSet<>();

    private final Map<String, Long> due = new TreeMap<>();
    private final List<Consumer<String>> whenGone = new ArrayList<>();
    private final List<Consumer<String>> whenAddressIsFree = new ArrayList<>();
    private long now;

    /** Has it told of each thing that is no more, by its id. */
    void whenGone(Consumer<String> told) {
        whenGone.add(told);
    }

    void gone(String id) {
        whenGone.forEach(told -> told.accept(id));
    }

    /** Has it told of each address that nobody has any more. */
    void whenAddressIsFree(Consumer<String> told) {
        whenAddressIsFree.add(told);
    }

    // ---- time

    /** An instance or an interface is in one transition at a time. */
    void begin(String id) {
        due.put(id, now + TRANSITION_MILLIS);
    }

    void pass(long millis) {
        now += millis;
        for (String id : List.copyOf(due.keySet())) {
            if (due.getOrDefault(id, Long.MAX_VALUE) <= now) {
                due.remove(id);
                if (id.startsWith("i-")) {
                    completeInstance(id);
                } else {
                    completeInterface(id);
                }
            }
        }
    }

    private void completeInstance(String id) {
        switch (state(id)) {
            case "pending" -> {
                stateOf.put(id, UP);
                ranOnce.add(id);
            }
            case "stopping" -> stateOf.put(id, "stopped");
            case "shutting-down" -> {
                stateOf.put(id, "terminated");
                for (String eni : interfacesOf(id)) {
                    boolean goes = goesWithItsInstance.contains(eni);
                    detached(eni);
                    if (goes) {
                        interfaceGoes(eni);
                    }
                }
            }
            default -> throw new AssertionError(id + " can't be " + state(id));
        }
    }

    private void completeInterface(String id) {
        if (pendingInterfaces.remove(id)) {
            return;
        }
        switch (String.valueOf(attachmentState.get(id))) {
            case "attaching" -> attachmentState.put(id, "attached");
            case "detaching" -> detached(id);
            default -> throw new AssertionError(id + " can't be " + attachmentState.get(id));
        }
    }

    // ---- changes

    void attached(String eni, String instance, int index, String attachment) {
        pendingInterfaces.remove(eni);
        instanceOf.put(eni, instance);
        indexOf.put(eni, index);
        attachmentOf.put(eni, attachment);
        attachmentState.put(eni, "attaching");
        begin(eni);
    }

    private void detached(String eni) {
        instanceOf.remove(eni);
        indexOf.remove(eni);
        attachmentOf.remove(eni);
        attachmentState.remove(eni);
        goesWithItsInstance.remove(eni);
        due.remove(eni);
    }

    void interfaceGoes(String eni) {
        held(eni).forEach(this::addressIsFree);
        prefixOf.remove(eni);
        primaryOf.remove(eni);
        pendingInterfaces.remove(eni);
        due.remove(eni);
        gone(eni);
    }

    void addressIsFree(String address) {
        owner.remove(address);
        whenAddressIsFree.forEach(told -> told.accept(address));
    }

    // ---- questions

    Set<String> held(String eni) {
        Set<String> held = new TreeSet<>();
        owner.forEach((address, holder) -> {
            if (holder.equals(eni)) {
                held.add(address);
            }
        });
        return held;
    }

    List<String> interfacesOf(String instance) {
        List<String> interfaces = new ArrayList<>();
        instanceOf.forEach((eni, of) -> {
            if (of.equals(instance)) {
                interfaces.add(eni);
            }
        });
        interfaces.sort(Comparator.comparing(this::index));
        return interfaces;
    }

    String state(String instance) {
        return Objects.requireNonNull(stateOf.get(instance), instance);
    }

    int index(String eni) {
        return Objects.requireNonNull(indexOf.get(eni), eni);
    }

    boolean isGone(String instance) {
        return state(instance).equals("terminated") || state(instance).equals("shutting-down");
    }

    String prefix(String eni) {
        return Objects.requireNonNull(prefixOf.get(eni), eni);
    }

    /** How many addresses an interface may have; as many as one likes while it is attached to nothing. */
    int roomOf(String eni) {
        String instance = instanceOf.get(eni);
        return instance == null ? Integer.MAX_VALUE : addressLimit(String.valueOf(typeOf.get(instance)));
    }

    static int addressLimit(String type) {
        return Objects.requireNonNull(ADDRESSES_PER_INTERFACE.get(type), type);
    }

    static int interfaceLimit(String type) {
        return Objects.requireNonNull(INTERFACES.get(type), type);
    }

    // ---- refusals that several subjects know

    Set<String> whyNoInterface(String eni) {
        return prefixOf.containsKey(eni)
                ? Set.of()
                : Set.of("InvalidNetworkInterfaceID.NotFound: The networkInterface ID '" + eni + "' does not exist");
    }

    Set<String> whyNoInstance(String instance) {
        return stateOf.containsKey(instance)
                ? Set.of()
                : Set.of("InvalidInstanceID.NotFound: The instance ID '" + instance + "' does not exist");
    }

    /** Why no interface of that subnet can have the address, whoever may. */
    static Set<String> whyNotInSubnet(String prefix, String address) {
        int last = Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
        if (!address.startsWith(prefix)) {
            return Set.of("InvalidParameterValue: Address does not fall within the subnet's address range");
        }
        return last < 4 || last == 255
                ? Set.of("InvalidParameterValue: Address " + address + " is in subnet's reserved range.")
                : Set.of();
    }
}
