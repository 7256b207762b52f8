package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Random operations through the real SDK (2,000 of them in the build, 10,000 in the lab), against plain maps that share no code with the model: every reply, every
 * refusal, and who holds what.
 */
class WireReferenceTest {

    private static final int OPERATIONS = Integer.getInteger("wire.operations", 2_000);
    private static final long SEED = Long.getLong("wire.seed", 20260101);
    private static final int ROOM = 10;

    private final InMemoryVpc network = InMemoryVpc.create();
    private final Random random = new Random(SEED);

    // ---- the reference: maps of strings, written from docs and observed replies
    private final Map<String, String> subnetOf = new LinkedHashMap<>();
    private final Map<String, String> primaryOf = new HashMap<>();
    private final Map<String, String> owner = new TreeMap<>();
    private final List<String> elasticIps = new ArrayList<>();

    /** Elastic IP by the address that it leads to. */
    private final Map<String, String> publicly = new TreeMap<>();

    /** Tags by resource and key, parted by a space. */
    private final Map<String, String> tags = new TreeMap<>();

    private final Map<String, Integer> met = new TreeMap<>();

    private String prefix(String eni) {
        return String.valueOf(subnetOf.get(eni));
    }

    private Set<String> whyNotAssign(String eni, List<String> addresses, boolean reassign) {
        Set<String> why = new LinkedHashSet<>();
        if (!subnetOf.containsKey(eni)) {
            why.add("InvalidNetworkInterfaceID.NotFound: The networkInterface ID '" + eni + "' does not exist");
            return why;
        }
        List<String> taken = new ArrayList<>();
        int coming = 0;
        for (String address : addresses) {
            int last = Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
            if (!address.startsWith(prefix(eni))) {
                why.add("InvalidParameterValue: Address does not fall within the subnet's address range");
                continue;
            }
            if (last < 4 || last == 255) {
                why.add("InvalidParameterValue: Address " + address + " is in subnet's reserved range.");
                continue;
            }
            String holder = owner.getOrDefault(address, "");
            if (holder.equals(eni)) {
                continue;
            }
            coming++;
            if (!holder.isEmpty() && address.equals(primaryOf.get(holder))) {
                why.add("InvalidParameterValue: secondary-addresses");
            } else if (!holder.isEmpty() && !reassign) {
                taken.add(address);
            }
        }
        if (!taken.isEmpty()) {
            why.add("InvalidParameterValue: [" + String.join(", ", taken) + "] assigned, but move is not allowed.");
        }
        if (held(eni).size() + coming > ROOM) {
            why.add("PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.");
        }
        return why;
    }

    private Set<String> whyNotUnassign(String eni, List<String> addresses) {
        Set<String> why = new LinkedHashSet<>();
        if (!subnetOf.containsKey(eni)) {
            why.add("InvalidNetworkInterfaceID.NotFound: The networkInterface ID '" + eni + "' does not exist");
            return why;
        }
        for (String address : addresses) {
            if (address.equals(primaryOf.get(eni))) {
                why.add("InvalidParameterValue: Value (" + address + ") for parameter privateIpAddress is invalid. The"
                        + " primary IP address of an interface cannot be unassigned.");
            } else if (!eni.equals(owner.get(address))) {
                why.add("InvalidParameterValue: Some of the specified addresses are not assigned to interface " + eni);
            }
        }
        return why;
    }

    private Set<String> held(String eni) {
        Set<String> held = new TreeSet<>();
        owner.forEach((address, holder) -> {
            if (holder.equals(eni)) {
                held.add(address);
            }
        });
        return held;
    }

    // ---- chance

    private String someEni() {
        List<String> all = new ArrayList<>(subnetOf.keySet());
        return random.nextInt(40) == 0 ? "eni-0123456789abcdef0" : all.get(random.nextInt(all.size()));
    }

    private List<String> someAddresses(String eni) {
        Set<String> some = new LinkedHashSet<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String prefix = random.nextInt(20) == 0 || !subnetOf.containsKey(eni) ? "10.0.2." : prefix(eni);
            int last = random.nextInt(25) == 0 ? random.nextInt(4) : 10 + random.nextInt(30);
            some.add(prefix + (random.nextInt(60) == 0 ? 255 : last));
        }
        return new ArrayList<>(some);
    }

    private static String refusal(Ec2Exception e) {
        assertThat(e.statusCode()).isEqualTo(400);
        assertThat(e.requestId()).hasSize(36);
        return e.awsErrorDetails().errorCode() + ": "
                + e.awsErrorDetails().errorMessage().replaceFirst(" is already associated with.*", "");
    }

    /** Whether it was done; checks the refusal if not. */
    private boolean attempt(String what, Set<String> why, Runnable call) {
        try {
            call.run();
        } catch (Ec2Exception e) {
            assertThat(why).as(what).contains(refusal(e));
            count(refusal(e)
                    .replaceAll("\\[[^]]*]|eni-\\w+|eipalloc-\\w+|\\(-?\\d\\)|\\d+\\.\\d+\\.\\d+\\.\\d+", ".."));
            return false;
        }
        assertThat(why).as("%s was done, and should have been refused", what).isEmpty();
        count(what.replaceFirst(" .*", "") + " done");
        return true;
    }

    private void count(String what) {
        met.merge(what, 1, Integer::sum);
    }

    private void step(Ec2Client ec2) {
        String eni = someEni();
        List<String> addresses = someAddresses(eni);
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                boolean reassign = random.nextBoolean();
                String what = "assign " + addresses + " to " + eni + (reassign ? ", reassigning" : "");
                if (attempt(what, whyNotAssign(eni, addresses, reassign), () -> {
                    List<String> said = new ArrayList<>();
                    ec2.assignPrivateIpAddresses(request -> request.networkInterfaceId(eni)
                                    .privateIpAddresses(addresses)
                                    .allowReassignment(reassign))
                            .assignedPrivateIpAddresses()
                            .forEach(each -> said.add(each.privateIpAddress()));
                    assertThat(said).as("the reply lists what was asked for").isEqualTo(addresses);
                })) {
                    addresses.forEach(address -> owner.put(address, eni));
                }
            }
            case 2, 3 -> {
                List<String> given = new ArrayList<>(addresses);
                List<String> own = new ArrayList<>(held(eni));
                if (!own.isEmpty() && random.nextInt(3) > 0) {
                    given = List.of(own.get(random.nextInt(own.size())));
                }
                List<String> asked = given;
                if (attempt(
                        "unassign " + asked + " from " + eni,
                        whyNotUnassign(eni, asked),
                        () -> ec2.unassignPrivateIpAddresses(
                                request -> request.networkInterfaceId(eni).privateIpAddresses(asked)))) {
                    asked.forEach(owner::remove);
                    asked.forEach(publicly::remove);
                }
            }
            case 4 -> assignCount(ec2, eni);
            case 5, 6 -> associate(ec2, eni, random.nextInt(4) == 0 ? addresses.get(0) : someOf(eni));
            case 7, 8 -> tag(ec2, eni);
            default -> {
                String address = addresses.get(0);
                List<String> shown = ec2
                        .describeNetworkInterfaces(request -> request.filters(Filter.builder()
                                .name("addresses.private-ip-address")
                                .values(address)
                                .build()))
                        .networkInterfaces()
                        .stream()
                        .map(NetworkInterface::networkInterfaceId)
                        .toList();
                assertThat(shown)
                        .as("who holds %s", address)
                        .isEqualTo(
                                owner.containsKey(address) ? List.of(String.valueOf(owner.get(address))) : List.of());
                count("describe done");
            }
        }
    }

    private String someOf(String eni) {
        List<String> own = new ArrayList<>(held(eni));
        return own.isEmpty() ? "10.0.1.99" : own.get(random.nextInt(own.size()));
    }

    /** The service chooses: free addresses of the subnet, none of them reserved. */
    private void assignCount(Ec2Client ec2, String eni) {
        int count = random.nextInt(4) - 1;
        boolean both = random.nextInt(10) == 0;
        Set<String> why = new LinkedHashSet<>();
        if (both) {
            why.add("InvalidParameterCombination: You may specify one and only one of privateIpAddressSet or"
                    + " secondaryPrivateIpAddressCount or ipv4Prefixes or ipv4PrefixCount, but not more than one of"
                    + " them.");
        }
        if (count < 1) {
            why.add("InvalidParameterValue: Value (" + count + ") for parameter secondaryPrivateIpAddressCount is"
                    + " invalid. Value must be a positive number.");
        }
        if (!subnetOf.containsKey(eni)) {
            why.add("InvalidNetworkInterfaceID.NotFound: The networkInterface ID '" + eni + "' does not exist");
        } else if (held(eni).size() + count > ROOM) {
            why.add("PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.");
        }
        List<String> chosen = new ArrayList<>();
        if (attempt(
                "assign-count " + count + " to " + eni,
                why,
                () -> ec2.assignPrivateIpAddresses(request -> request.networkInterfaceId(eni)
                                .secondaryPrivateIpAddressCount(count)
                                .privateIpAddresses(both ? List.of("10.0.1.50") : List.of()))
                        .assignedPrivateIpAddresses()
                        .forEach(each -> chosen.add(each.privateIpAddress())))) {
            assertThat(chosen).hasSize(count).doesNotHaveDuplicates().allSatisfy(address -> {
                assertThat(whyNotAssign(eni, List.of(address), false)).isEmpty();
                assertThat(owner).doesNotContainKey(address);
            });
            chosen.forEach(address -> owner.put(address, eni));
        }
    }

    private void associate(Ec2Client ec2, String eni, String address) {
        String elasticIp = elasticIps.get(random.nextInt(elasticIps.size()));
        boolean again = random.nextBoolean();
        Set<String> why = new LinkedHashSet<>();
        if (!subnetOf.containsKey(eni)) {
            why.add("InvalidNetworkInterfaceID.NotFound: The networkInterface ID '" + eni + "' does not exist");
        } else if (!eni.equals(owner.get(address))) {
            why.add("InvalidParameterValue: " + address + " is not mapped to the interface " + eni);
        } else if (!again) {
            if (publicly.containsValue(elasticIp) && !elasticIp.equals(publicly.get(address))) {
                why.add("Resource.AlreadyAssociated: resource " + elasticIp);
            }
            // Another one that is on the address is disassociated without a word: the flag protects only the one that
            // moves.
        }
        if (attempt(
                "associate " + elasticIp + " with " + address + " of " + eni + (again ? ", reassociating" : ""),
                why,
                () -> ec2.associateAddress(request -> request.allocationId(elasticIp)
                        .networkInterfaceId(eni)
                        .privateIpAddress(address)
                        .allowReassociation(again)))) {
            publicly.values().remove(elasticIp);
            publicly.put(address, elasticIp);
        }
    }

    /** Keys and values of a few letters, so that they meet again; now and then one that is over a limit. */
    private void tag(Ec2Client ec2, String eni) {
        List<String> resources =
                random.nextBoolean() ? List.of(eni) : List.of(eni, elasticIps.get(random.nextInt(elasticIps.size())));
        boolean reserved = random.nextInt(20) == 0;
        boolean tooLong = random.nextInt(20) == 0;
        String key = (reserved ? "aws:" : "k") + random.nextInt(4);
        String value = tooLong ? "v".repeat(257) : "v" + random.nextInt(3);
        Set<String> missing = new LinkedHashSet<>();
        if (!subnetOf.containsKey(eni)) {
            missing.add("InvalidNetworkInterfaceID.NotFound: The networkInterface ID '" + eni + "' does not exist");
        }
        if (random.nextBoolean()) {
            Set<String> why = new LinkedHashSet<>(missing);
            if (reserved) {
                why.add("InvalidParameterValue: Value ( " + key + " ) for parameter key is invalid. Tag keys starting"
                        + " with 'aws:' are reserved for internal use");
            }
            if (tooLong) {
                why.add("InvalidParameterValue: Tag value exceeds the maximum length of 256 characters");
            }
            Tag tag = Tag.builder().key(key).value(value).build();
            if (attempt(
                    "tag " + resources,
                    why,
                    () -> ec2.createTags(request -> request.resources(resources).tags(tag)))) {
                resources.forEach(resource -> tags.put(resource + " " + key, value));
            }
            return;
        }
        boolean whatever = random.nextBoolean();
        Tag tag = Tag.builder().key(key).value(whatever ? null : value).build();
        boolean all = random.nextInt(10) == 0;
        if (attempt(
                "untag " + resources,
                missing,
                () -> ec2.deleteTags(request -> request.resources(resources).tags(all ? List.of() : List.of(tag))))) {
            for (String resource : resources) {
                tags.entrySet()
                        .removeIf(entry -> all
                                ? entry.getKey().startsWith(resource + " ")
                                : entry.getKey().equals(resource + " " + key)
                                        && (whatever || entry.getValue().equals(value)));
            }
        }
        Set<String> found = new TreeSet<>();
        ec2.describeNetworkInterfaces(request -> request.filters(
                        Filter.builder().name("tag:k1").values("v1").build()))
                .networkInterfaces()
                .forEach(each -> found.add(each.networkInterfaceId()));
        Set<String> tagged = new TreeSet<>(subnetOf.keySet());
        tagged.removeIf(each -> !"v1".equals(tags.get(each + " k1")));
        assertThat(found).as("interfaces with k1=v1").isEqualTo(tagged);
    }

    private void compare(Ec2Client ec2) {
        Map<String, Set<String>> shown = new TreeMap<>();
        Map<String, Set<String>> expected = new TreeMap<>();
        for (NetworkInterface eni : ec2.describeNetworkInterfaces().networkInterfaces()) {
            Set<String> addresses = new TreeSet<>();
            eni.privateIpAddresses().forEach(each -> addresses.add(each.privateIpAddress()));
            assertThat(addresses).as("no address twice").hasSameSizeAs(eni.privateIpAddresses());
            assertThat(eni.privateIpAddress()).isEqualTo(primaryOf.get(eni.networkInterfaceId()));
            shown.put(eni.networkInterfaceId(), addresses);
        }
        subnetOf.keySet().forEach(eni -> expected.put(eni, held(eni)));
        assertThat(shown).isEqualTo(expected);
        Map<String, String> leading = new TreeMap<>();
        ec2.describeAddresses().addresses().stream()
                .filter(each -> each.associationId() != null)
                .forEach(each -> {
                    leading.put(each.privateIpAddress(), each.allocationId());
                    assertThat(each.networkInterfaceId()).isEqualTo(owner.get(each.privateIpAddress()));
                });
        assertThat(leading).isEqualTo(publicly);
        Map<String, String> listed = new TreeMap<>();
        ec2.describeTagsPaginator(request -> request.maxResults(5))
                .tags()
                .forEach(each -> listed.put(each.resourceId() + " " + each.key(), each.value()));
        assertThat(listed).isEqualTo(tags);
        assertThat(Histories.twoHolders(network)).isNull();
    }

    @Test
    void everyReplyAndRefusal_whenOperationsAreRandom_agreesWithTheReference() {
        String vpc = network.createVpc("10.0.0.0/16").id();
        try (InMemoryAwsServer server = InMemoryAwsServer.start(network);
                Ec2Client ec2 = SandboxAws.client(server)) {
            for (String prefix : List.of("10.0.1.", "10.0.2.")) {
                String subnet = network.createSubnet(vpc, prefix + "0/24", Sandbox.REGION + "a")
                        .id();
                for (int i = 0; i < 4; i++) {
                    String primary = prefix + (10 + i);
                    String instance = ec2.runInstances(request -> request.imageId("ami-12345678")
                                    .instanceType("m5.large")
                                    .minCount(1)
                                    .maxCount(1)
                                    .subnetId(subnet)
                                    .privateIpAddress(primary))
                            .instances()
                            .get(0)
                            .networkInterfaces()
                            .get(0)
                            .networkInterfaceId();
                    subnetOf.put(instance, prefix);
                    primaryOf.put(instance, primary);
                    owner.put(primary, instance);
                }
            }
            for (int i = 0; i < 3; i++) {
                elasticIps.add(ec2.allocateAddress(request -> {}).allocationId());
            }
            for (int i = 1; i <= OPERATIONS; i++) {
                step(ec2);
                if (i % 500 == 0) {
                    compare(ec2);
                }
            }
        }
        System.out.println("wire: " + OPERATIONS + " operations with seed " + SEED + ": " + met);
        assertThat(met)
                .hasSizeGreaterThanOrEqualTo(21)
                .allSatisfy((what, times) -> assertThat(times).as(what).isPositive());
    }
}
