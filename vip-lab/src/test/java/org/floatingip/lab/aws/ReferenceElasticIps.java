package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;

/** Elastic IPs in the reference: what they lead to, and what becomes of that when private addresses move or go. */
final class ReferenceElasticIps implements ReferenceSubject {

    private static final int FEW = 3;
    private static final int ENOUGH = 6;
    private static final String NO_ALLOCATION = "eipalloc-0123456789abcdef0";

    private final ReferenceRun run;
    private final ReferenceBook book;

    /** By allocation. */
    private final Map<String, String> publicIps = new TreeMap<>();

    /** By allocation: the private address that it leads to. */
    private final Map<String, String> addresses = new TreeMap<>();

    /** By allocation. */
    private final Map<String, String> associations = new TreeMap<>();

    private final Set<String> everyAssociation = new HashSet<>();

    ReferenceElasticIps(ReferenceRun run) {
        this.run = run;
        this.book = run.book;
        book.whenAddressIsFree(this::cutOff);
    }

    private void cutOff(String address) {
        List.copyOf(addresses.keySet()).stream()
                .filter(allocation -> address.equals(addresses.get(allocation)))
                .forEach(this::leadsNowhere);
    }

    private void leadsNowhere(String allocation) {
        addresses.remove(allocation);
        associations.remove(allocation);
    }

    List<String> allocations() {
        return List.copyOf(publicIps.keySet());
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public void step() {
        int dice = run.random.nextInt(10);
        if (publicIps.size() < FEW || (dice < 1 && publicIps.size() < ENOUGH)) {
            allocate();
        } else if (dice < 2) {
            release(some());
        } else if (dice < 4) {
            List<String> all = List.copyOf(associations.values());
            disassociate(all.isEmpty() || run.oneIn(10) ? "eipassoc-0123456789abcdef0" : run.pick(all));
        } else if (dice < 5) {
            associateInstance(some(), run.someInstance());
        } else {
            String eni = run.someInterface();
            String address = run.oneIn(5) ? run.someAddresses(eni).get(0) : run.someOf(eni);
            associate(some(), eni, address, run.random.nextBoolean());
        }
    }

    private String some() {
        return run.oneIn(30) ? NO_ALLOCATION : run.pick(allocations());
    }

    private Set<String> whyNoAllocation(String allocation) {
        return publicIps.containsKey(allocation)
                ? Set.of()
                : Set.of("InvalidAllocationID.NotFound: The allocation ID '" + allocation + "' does not exist");
    }

    private void allocate() {
        List<AllocateAddressResponse> made = new ArrayList<>();
        if (run.attempt("allocate", Set.of(), () -> made.add(run.ec2.allocateAddress(request -> {})))) {
            assertThat(publicIps)
                    .doesNotContainKey(made.get(0).allocationId())
                    .doesNotContainValue(made.get(0).publicIp());
            publicIps.put(made.get(0).allocationId(), made.get(0).publicIp());
        }
    }

    private void release(String allocation) {
        Set<String> why = new LinkedHashSet<>(whyNoAllocation(allocation));
        if (associations.containsKey(allocation)) {
            why.add("InvalidIPAddress.InUse: Address " + publicIps.get(allocation) + " is in use.");
        }
        if (run.attempt(
                "release " + allocation,
                why,
                () -> run.ec2.releaseAddress(request -> request.allocationId(allocation)))) {
            publicIps.remove(allocation);
            book.gone(allocation);
        }
    }

    private void disassociate(String association) {
        Set<String> why = associations.containsValue(association)
                ? Set.of()
                : Set.of("InvalidAssociationID.NotFound: The association ID '" + association + "' does not exist");
        if (run.attempt(
                "disassociate " + association,
                why,
                () -> run.ec2.disassociateAddress(request -> request.associationId(association)))) {
            List.copyOf(associations.keySet()).stream()
                    .filter(allocation -> association.equals(associations.get(allocation)))
                    .forEach(this::leadsNowhere);
        }
    }

    private boolean isPending(String eni) {
        String instance = book.instanceOf.get(eni);
        return instance != null && book.state(instance).equals("pending");
    }

    private void associate(String allocation, String eni, String address, boolean again) {
        Set<String> why = new LinkedHashSet<>(whyNoAllocation(allocation));
        why.addAll(book.whyNoInterface(eni));
        if (why.isEmpty()) {
            if (isPending(eni)) {
                why.add("IncorrectInstanceState: The pending-instance-creation instance to which '" + eni
                        + "' is attached is not in a valid state for this operation");
            }
            if (!eni.equals(book.owner.get(address))) {
                why.add("InvalidParameterValue: " + address + " is not mapped to the interface " + eni);
            }
            // Another one that is on the address is disassociated without a word: the flag protects only the one that
            // moves.
            if (!again && addresses.containsKey(allocation) && !address.equals(addresses.get(allocation))) {
                why.add("Resource.AlreadyAssociated: resource " + allocation);
            }
        }
        List<String> association = new ArrayList<>();
        if (run.attempt(
                "associate " + allocation + " with " + address + " of " + eni + (again ? ", reassociating" : ""),
                why,
                () -> association.add(run.ec2
                        .associateAddress(request -> request.allocationId(allocation)
                                .networkInterfaceId(eni)
                                .privateIpAddress(address)
                                .allowReassociation(again))
                        .associationId()))) {
            leadsTo(allocation, address, association.get(0));
        }
    }

    /** To the primary address of the one interface that it has. */
    private void associateInstance(String allocation, String instance) {
        Set<String> why = new LinkedHashSet<>(whyNoAllocation(allocation));
        why.addAll(book.whyNoInstance(instance));
        List<String> interfaces = book.interfacesOf(instance);
        if (book.stateOf.containsKey(instance)) {
            if (book.state(instance).equals("pending")) {
                why.add("InvalidInstanceID: The pending instance '" + instance
                        + "' is not in a valid state for this operation.");
            }
            if (interfaces.size() != 1) {
                why.add("InvalidInstanceID: There are multiple interfaces attached to instance '" + instance
                        + "'. Please specify an interface ID for the operation instead.");
            }
        }
        List<String> association = new ArrayList<>();
        if (run.attempt(
                "associate-instance " + allocation + " with " + instance,
                why,
                () -> association.add(run.ec2
                        .associateAddress(
                                request -> request.allocationId(allocation).instanceId(instance))
                        .associationId()))) {
            leadsTo(allocation, String.valueOf(book.primaryOf.get(interfaces.get(0))), association.get(0));
        }
    }

    /** Each association has an id of its own; asking again for the same is the same one. */
    private void leadsTo(String allocation, String address, String association) {
        if (address.equals(addresses.get(allocation))) {
            assertThat(association).isEqualTo(associations.get(allocation));
            return;
        }
        assertThat(everyAssociation.add(association))
                .as("%s is new", association)
                .isTrue();
        cutOff(address);
        addresses.put(allocation, address);
        associations.put(allocation, association);
    }

    @Override
    public void compare() {
        Map<String, String> shown = new TreeMap<>();
        for (Address each : run.ec2.describeAddresses().addresses()) {
            shown.put(
                    each.allocationId(),
                    each.publicIp() + " to " + each.privateIpAddress() + " of " + each.networkInterfaceId() + " on "
                            + each.instanceId() + " by " + each.associationId());
        }
        Map<String, String> expected = new TreeMap<>();
        publicIps.forEach((allocation, publicIp) -> {
            String address = addresses.get(allocation);
            String eni = address == null ? null : book.owner.get(address);
            expected.put(
                    allocation,
                    publicIp + " to " + address + " of " + eni + " on "
                            + (eni == null ? null : book.instanceOf.get(eni)) + " by "
                            + associations.get(allocation));
        });
        assertThat(shown).as("Elastic IPs").isEqualTo(expected);
    }
}
