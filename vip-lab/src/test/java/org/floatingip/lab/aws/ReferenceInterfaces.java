package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;

/** Interfaces, and how they are attached and detached, in the reference. */
final class ReferenceInterfaces implements ReferenceSubject {

    private static final int ENOUGH = 16;

    private final ReferenceRun run;
    private final ReferenceBook book;

    ReferenceInterfaces(ReferenceRun run) {
        this.run = run;
        this.book = run.book;
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public void step() {
        int dice = run.random.nextInt(8);
        if (dice < 2 && book.prefixOf.size() < ENOUGH) {
            create(run.somePrefix());
        } else if (dice < 5) {
            String eni = run.oneIn(4) ? run.someInterface() : someFree();
            attach(eni, run.oneIn(3) ? run.someInstance() : someNear(eni), run.random.nextInt(4));
        } else if (dice < 7) {
            List<String> all = book.attachmentOf.keySet().stream()
                    .filter(eni -> book.index(eni) > 0 || run.oneIn(8))
                    .map(book.attachmentOf::get)
                    .toList();
            detach(all.isEmpty() ? "eni-attach-0123456789abcdef0" : run.pick(all));
        } else {
            delete(run.oneIn(2) ? run.someInterface() : someFree());
        }
    }

    private String someFree() {
        List<String> free = book.prefixOf.keySet().stream()
                .filter(eni -> !book.instanceOf.containsKey(eni))
                .toList();
        return free.isEmpty() ? run.someInterface() : run.pick(free);
    }

    /** An instance in the zone of that interface, if there is one. */
    private String someNear(String eni) {
        List<String> near = run.alive().stream()
                .filter(instance -> book.interfacesOf(instance).stream()
                        .anyMatch(other -> book.prefix(other).equals(book.prefixOf.get(eni))))
                .toList();
        return near.isEmpty() ? run.someInstance() : run.pick(near);
    }

    private void create(String prefix) {
        @Nullable String named = run.oneIn(2) ? run.someAddress(prefix) : null;
        Set<String> why = new LinkedHashSet<>();
        if (named != null) {
            why.addAll(ReferenceBook.whyNotInSubnet(prefix, named));
            if (book.owner.containsKey(named)) {
                why.add("InvalidIPAddress.InUse: Address " + named + " is in use.");
            }
        }
        List<NetworkInterface> created = new ArrayList<>();
        if (run.attempt(
                "create-interface in " + prefix + " with " + named,
                why,
                () -> created.add(run.ec2
                        .createNetworkInterface(request ->
                                request.subnetId(book.subnetOf.get(prefix)).privateIpAddress(named))
                        .networkInterface()))) {
            NetworkInterface made = created.get(0);
            String address = made.privateIpAddress();
            assertThat(made.statusAsString()).isEqualTo("pending");
            assertThat(named == null || named.equals(address)).isTrue();
            assertThat(ReferenceBook.whyNotInSubnet(prefix, address)).isEmpty();
            assertThat(book.owner).doesNotContainKey(address);
            String id = made.networkInterfaceId();
            book.prefixOf.put(id, prefix);
            book.primaryOf.put(id, address);
            book.owner.put(address, id);
            book.pendingInterfaces.add(id);
            book.begin(id);
        }
    }

    private void attach(String eni, String instance, int index) {
        Set<String> why = new LinkedHashSet<>(book.whyNoInterface(eni));
        why.addAll(book.whyNoInstance(instance));
        if (why.isEmpty()) {
            why.addAll(whyNotAttach(eni, instance, index));
        }
        List<String> attachment = new ArrayList<>();
        if (run.attempt(
                "attach " + eni + " to " + instance + " at " + index,
                why,
                () -> attachment.add(run.ec2
                        .attachNetworkInterface(request -> request.networkInterfaceId(eni)
                                .instanceId(instance)
                                .deviceIndex(index))
                        .attachmentId()))) {
            assertThat(book.attachmentOf).doesNotContainValue(attachment.get(0));
            book.attached(eni, instance, index, attachment.get(0));
        }
    }

    private Set<String> whyNotAttach(String eni, String instance, int index) {
        Set<String> why = new LinkedHashSet<>();
        if (!Set.of(ReferenceBook.UP, "stopped").contains(book.state(instance))) {
            why.add("IncorrectState: Instance '" + instance + "' is not 'running' or 'stopped'.");
        }
        if (book.instanceOf.containsKey(eni)) {
            why.add("InvalidNetworkInterface.InUse: Interface: [" + eni + "] in use.");
        }
        List<String> there = book.interfacesOf(instance);
        String type = String.valueOf(book.typeOf.get(instance));
        if (there.stream().anyMatch(other -> book.index(other) == index)) {
            why.add("InvalidParameterValue: Instance '" + instance
                    + "' already has an interface attached at device index '" + index + "'.");
        }
        if (there.size() + 1 > ReferenceBook.interfaceLimit(type)) {
            why.add("AttachmentLimitExceeded: Interface count " + (there.size() + 1) + " exceeds the limit for "
                    + type);
        }
        if (there.stream().anyMatch(other -> !book.prefix(other).equals(book.prefix(eni)))) {
            why.add("InvalidParameterCombination: You may not attach a network interface to an instance if they are"
                    + " not in the same availability zone");
        }
        if (book.held(eni).size() > ReferenceBook.addressLimit(type)) {
            why.add("PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.");
        }
        return why;
    }

    /** Once more while it is being detached is no error, and does not put it off. */
    private void detach(String attachment) {
        String eni = book.attachmentOf.entrySet().stream()
                .filter(entry -> entry.getValue().equals(attachment))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        Set<String> why = new LinkedHashSet<>();
        if (eni.isEmpty()) {
            why.add("InvalidAttachmentID.NotFound: The attachment ID '" + attachment + "' does not exist");
        } else if (book.index(eni) == 0) {
            why.add("OperationNotPermitted: The network interface at device index 0 and networkCard index 0 cannot be"
                    + " detached.");
        }
        if (run.attempt(
                        "detach " + attachment,
                        why,
                        () -> run.ec2.detachNetworkInterface(request -> request.attachmentId(attachment)))
                && !"detaching".equals(book.attachmentState.put(eni, "detaching"))) {
            book.begin(eni);
        }
    }

    private void delete(String eni) {
        Set<String> why = new LinkedHashSet<>(book.whyNoInterface(eni));
        if (book.instanceOf.containsKey(eni)) {
            why.add("InvalidParameterValue: Network interface '" + eni + "' is currently in use.");
        }
        if (run.attempt(
                "delete-interface " + eni,
                why,
                () -> run.ec2.deleteNetworkInterface(request -> request.networkInterfaceId(eni)))) {
            book.interfaceGoes(eni);
        }
    }

    @Override
    public void compare() {
        Map<String, String> shown = new TreeMap<>();
        for (NetworkInterface eni : run.ec2.describeNetworkInterfaces().networkInterfaces()) {
            Set<String> addresses = new TreeSet<>();
            eni.privateIpAddresses().forEach(each -> addresses.add(each.privateIpAddress()));
            assertThat(addresses).as("no address twice").hasSameSizeAs(eni.privateIpAddresses());
            NetworkInterfaceAttachment attachment = eni.attachment();
            shown.put(
                    eni.networkInterfaceId(),
                    eni.statusAsString() + " " + eni.privateIpAddress() + " of " + addresses
                            + (attachment == null
                                    ? ""
                                    : " on " + attachment.instanceId() + " at " + attachment.deviceIndex() + " "
                                            + attachment.statusAsString()
                                            + (attachment.deleteOnTermination() ? ", goes with it" : "")));
        }
        Map<String, String> expected = new TreeMap<>();
        for (String eni : book.prefixOf.keySet()) {
            String instance = book.instanceOf.get(eni);
            String free = book.pendingInterfaces.contains(eni) ? "pending" : "available";
            expected.put(
                    eni,
                    (instance == null ? free : "in-use") + " " + book.primaryOf.get(eni) + " of " + book.held(eni)
                            + (instance == null
                                    ? ""
                                    : " on " + instance + " at " + book.indexOf.get(eni) + " "
                                            + book.attachmentState.get(eni)
                                            + (book.goesWithItsInstance.contains(eni) ? ", goes with it" : "")));
        }
        assertThat(shown).as("interfaces").isEqualTo(expected);
    }
}
