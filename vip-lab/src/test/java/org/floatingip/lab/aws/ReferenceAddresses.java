package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** Private addresses in the reference: assigned, chosen, taken, given back, looked for. */
final class ReferenceAddresses implements ReferenceSubject {

    private static final String FULL = "PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.";

    private final ReferenceRun run;
    private final ReferenceBook book;

    ReferenceAddresses(ReferenceRun run) {
        this.run = run;
        this.book = run.book;
    }

    @Override
    public int weight() {
        return 6;
    }

    @Override
    public void step() {
        String eni = run.someInterface();
        List<String> addresses = run.someAddresses(eni);
        int dice = run.random.nextInt(6);
        if (dice < 2) {
            assign(eni, addresses, run.random.nextBoolean());
        } else if (dice < 4) {
            List<String> own = List.copyOf(book.held(eni));
            unassign(eni, own.isEmpty() || run.oneIn(3) ? addresses : List.of(run.pick(own)));
        } else if (dice < 5) {
            assignCount(eni, run.random.nextInt(4) - 1, run.oneIn(10));
        } else {
            look(addresses.get(0));
        }
    }

    private Set<String> whyNotAssign(String eni, List<String> addresses, boolean reassign) {
        Set<String> why = new LinkedHashSet<>(book.whyNoInterface(eni));
        if (!why.isEmpty()) {
            return why;
        }
        List<String> taken = new ArrayList<>();
        int coming = 0;
        for (String address : addresses) {
            Set<String> outside = ReferenceBook.whyNotInSubnet(book.prefix(eni), address);
            why.addAll(outside);
            String holder = book.owner.getOrDefault(address, "");
            if (!outside.isEmpty() || holder.equals(eni)) {
                continue;
            }
            coming++;
            if (!holder.isEmpty() && address.equals(book.primaryOf.get(holder))) {
                why.add("InvalidParameterValue: secondary-addresses");
            } else if (!holder.isEmpty() && !reassign) {
                taken.add(address);
            }
        }
        if (!taken.isEmpty()) {
            why.add("InvalidParameterValue: [" + String.join(", ", taken) + "] assigned, but move is not allowed.");
        }
        if (coming > book.roomOf(eni) - book.held(eni).size()) {
            why.add(FULL);
        }
        return why;
    }

    private void assign(String eni, List<String> addresses, boolean reassign) {
        String what = "assign " + addresses + " to " + eni + (reassign ? ", reassigning" : "");
        if (run.attempt(what, whyNotAssign(eni, addresses, reassign), () -> {
            List<String> said = new ArrayList<>();
            run.ec2
                    .assignPrivateIpAddresses(request -> request.networkInterfaceId(eni)
                            .privateIpAddresses(addresses)
                            .allowReassignment(reassign))
                    .assignedPrivateIpAddresses()
                    .forEach(each -> said.add(each.privateIpAddress()));
            assertThat(said).as("the reply lists what was asked for").isEqualTo(addresses);
        })) {
            addresses.forEach(address -> book.owner.put(address, eni));
        }
    }

    /** The service chooses: free addresses of the subnet, none of them reserved. */
    private void assignCount(String eni, int count, boolean both) {
        Set<String> why = new LinkedHashSet<>(book.whyNoInterface(eni));
        if (why.isEmpty() && count > book.roomOf(eni) - book.held(eni).size()) {
            why.add(FULL);
        }
        if (both) {
            why.add("InvalidParameterCombination: You may specify one and only one of privateIpAddressSet or"
                    + " secondaryPrivateIpAddressCount or ipv4Prefixes or ipv4PrefixCount, but not more than one of"
                    + " them.");
        }
        if (count < 1) {
            why.add("InvalidParameterValue: Value (" + count + ") for parameter secondaryPrivateIpAddressCount is"
                    + " invalid. Value must be a positive number.");
        }
        List<String> chosen = new ArrayList<>();
        if (run.attempt(
                "assign-count " + count + " to " + eni,
                why,
                () -> run.ec2
                        .assignPrivateIpAddresses(request -> request.networkInterfaceId(eni)
                                .secondaryPrivateIpAddressCount(count)
                                .privateIpAddresses(both ? List.of("10.0.1.50") : List.of()))
                        .assignedPrivateIpAddresses()
                        .forEach(each -> chosen.add(each.privateIpAddress())))) {
            assertThat(chosen).hasSize(count).doesNotHaveDuplicates().allSatisfy(address -> {
                assertThat(whyNotAssign(eni, List.of(address), false)).isEmpty();
                assertThat(book.owner).doesNotContainKey(address);
            });
            chosen.forEach(address -> book.owner.put(address, eni));
        }
    }

    private void unassign(String eni, List<String> addresses) {
        Set<String> why = new LinkedHashSet<>(book.whyNoInterface(eni));
        if (why.isEmpty()) {
            for (String address : addresses) {
                if (address.equals(book.primaryOf.get(eni))) {
                    why.add("InvalidParameterValue: Value (" + address + ") for parameter privateIpAddress is invalid."
                            + " The primary IP address of an interface cannot be unassigned.");
                } else if (!eni.equals(book.owner.get(address))) {
                    why.add("InvalidParameterValue: Some of the specified addresses are not assigned to interface "
                            + eni);
                }
            }
        }
        if (run.attempt(
                "unassign " + addresses + " from " + eni,
                why,
                () -> run.ec2.unassignPrivateIpAddresses(
                        request -> request.networkInterfaceId(eni).privateIpAddresses(addresses)))) {
            addresses.forEach(book::addressIsFree);
        }
    }

    private void look(String address) {
        Filter filter = Filter.builder()
                .name("addresses.private-ip-address")
                .values(address)
                .build();
        List<String> shown =
                run.ec2.describeNetworkInterfaces(request -> request.filters(filter)).networkInterfaces().stream()
                        .map(NetworkInterface::networkInterfaceId)
                        .toList();
        String owner = book.owner.get(address);
        assertThat(shown).as("who holds %s", address).isEqualTo(owner == null ? List.of() : List.of(owner));
        run.count("look done");
    }

    /** {@link ReferenceInterfaces} has them, with their interfaces. */
    @Override
    public void compare() {
        assertThat(book.owner.values()).as("the book itself").allMatch(book.prefixOf::containsKey);
    }
}
