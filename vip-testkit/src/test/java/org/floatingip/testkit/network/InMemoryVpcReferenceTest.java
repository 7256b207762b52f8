package org.floatingip.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.floatingip.CidrBlock;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.network.ReferenceNetwork.Made;
import org.floatingip.testkit.network.ReferenceNetwork.Refusal;
import org.floatingip.testkit.network.ReferenceNetwork.Wish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The in-memory VPC against {@link ReferenceNetwork}, by schedules of random operations. */
class InMemoryVpcReferenceTest {

    private static final int SEEDS = 60;
    private static final int OPERATIONS = 400;

    static List<Long> seeds() {
        return new Random(20260101).longs(SEEDS).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyOperation_whenScheduledAtRandom_agreesWithTheReference(long seed) {
        new Schedule(seed).run(OPERATIONS);
    }

    /** Guards the test above: a schedule in which everything is refused for one reason would prove little. */
    @Test
    void everyOperation_whenScheduledAtRandom_meetsEveryRule() {
        Set<String> met = new TreeSet<>();
        for (long seed : seeds().subList(0, 6)) {
            Schedule schedule = new Schedule(seed);
            schedule.run(OPERATIONS);
            schedule.outcomes.forEach(outcome -> met.add(Schedule.masked(outcome)));
        }
        assertThat(met)
                .contains(
                        "assign: ok",
                        "assign: ok, moved",
                        "assign: ok, held already",
                        "assign: InvalidParameterValue [..] assigned, but move is not allowed.",
                        "assign: InvalidParameterValue secondary-addresses",
                        "assign: InvalidParameterValue Address does not fall within the subnet's address range",
                        "assign: InvalidParameterValue Address .. is in subnet's reserved range.",
                        "assign: PrivateIpAddressLimitExceeded Number of private addresses will exceed limit.",
                        "assign: InvalidNetworkInterfaceID.NotFound The networkInterface ID '..' does not exist",
                        "assign: InvalidNetworkInterfaceId.Malformed Invalid id: \"bogus\" (expecting \"eni-...\")",
                        "assign: InvalidParameter One of privateIpAddressSet or privateIpAddressCount or ipv4PrefixSet or ipv4PrefixCount must be specified.",
                        "assignCount: ok",
                        "assignCount: InvalidParameterValue Value (..) for parameter secondaryPrivateIpAddressCount is invalid. Value must be a positive number.",
                        "assignCount: PrivateIpAddressLimitExceeded Number of private addresses will exceed limit.",
                        "assignCount: InsufficientFreeAddressesInSubnet The specified subnet does not have enough free addresses to satisfy the request.",
                        "unassign: ok",
                        "unassign: InvalidParameterValue Some of the specified addresses are not assigned to interface ..",
                        "unassign: InvalidParameterValue Value (..) for parameter privateIpAddress is invalid. The primary IP address of an interface cannot be unassigned.",
                        "unassign: MissingParameter One of privateIpAddresses or ipv4Prefixes must be specified.",
                        "run: ok",
                        "run: PrivateIpAddressLimitExceeded Number of private addresses will exceed limit.",
                        "run: InvalidIPAddress.InUse Address .. is in use.",
                        "run: InsufficientFreeAddressesInSubnet The specified subnet does not have enough free addresses to satisfy the request.",
                        "stop: ok",
                        "stop: IncorrectInstanceState This instance '..' is not in a state from which it can be stopped.",
                        "stop: IncorrectInstanceState Instance '..' cannot be stopped as it has never reached the 'running' state.",
                        "start: ok",
                        "start: IncorrectInstanceState The instance '..' is not in a state from which it can be started.",
                        "terminate: ok",
                        "terminate: InvalidInstanceID.NotFound The instance ID '..' does not exist",
                        "createInterface: ok",
                        "createInterface: InvalidIPAddress.InUse Address .. is in use.",
                        "attach: ok",
                        "attach: InvalidNetworkInterface.InUse Interface: [..] in use.",
                        "attach: IncorrectState Instance '..' is not 'running' or 'stopped'.",
                        "attach: PrivateIpAddressLimitExceeded Number of private addresses will exceed limit.",
                        "detach: ok",
                        "detach: OperationNotPermitted The network interface at device index 0 and networkCard index 0 cannot be detached.",
                        "delete: ok",
                        "delete: InvalidParameterValue Network interface '..' is currently in use.",
                        "reserve: ok",
                        "unreserve: ok");
    }

    /** One network, one reference, and the operations that both of them meet. */
    private static final class Schedule {

        private static final int REMEMBERED = 12;

        private final long seed;
        private final Random random;
        private final VirtualTicker ticker = VirtualTicker.create();
        private final InMemoryVpc network;
        private final ReferenceNetwork reference;
        private final boolean timed;
        private long millis;
        private final Deque<String> last = new ArrayDeque<>();
        private final Set<String> outcomes = new TreeSet<>();
        private final Map<String, Holder> replayed = new HashMap<>();
        private int eventsRead;
        private Instant lastEvent = ticker.now();

        Schedule(long seed) {
            this.seed = seed;
            random = new Random(seed);
            timed = random.nextBoolean();
            int transition = timed ? 10_000 : 0;
            network = InMemoryVpc.builder()
                    .ticker(ticker)
                    .transitionTime(Duration.ofMillis(transition))
                    .seed(seed)
                    .build();
            reference = new ReferenceNetwork(transition);
            Vpc vpc = network.createVpc("10.0.0.0/24");
            Vpc overlapping = network.createVpc("10.0.0.0/24");
            addSubnet(vpc, "10.0.0.0", "us-east-1a");
            addSubnet(vpc, "10.0.0.16", "us-east-1b");
            addSubnet(overlapping, "10.0.0.0", "us-east-1a");
        }

        private void addSubnet(Vpc vpc, String first, String zone) {
            VpcSubnet subnet = network.createSubnet(vpc.id(), first + "/28", zone);
            reference.addSubnet(subnet.id(), vpc.id(), zone, first, 16);
        }

        void run(int operations) {
            for (int number = 0; number < operations; number++) {
                try {
                    operate();
                    comparePicture();
                    readHistory();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            "seed " + seed + ", operation " + number + ": " + e.getMessage() + "\nlast operations:\n  "
                                    + String.join("\n  ", last),
                            e);
                }
            }
        }

        private void operate() {
            int dice = random.nextInt(100);
            if (dice < 30) {
                assign();
            } else if (dice < 38) {
                assignCount();
            } else if (dice < 50) {
                unassign();
            } else if (dice < 62) {
                runInstances();
            } else if (dice < 74) {
                changeState();
            } else if (dice < 81) {
                createInterface();
            } else if (dice < 87) {
                attach();
            } else if (dice < 91) {
                detach();
            } else if (dice < 95) {
                delete();
            } else if (dice < 97) {
                reserve();
            } else {
                advance();
            }
        }

        // ---- operations

        private void assign() {
            String eni = someInterface();
            List<String> addresses = someAddresses(eni, random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3));
            boolean reassign = random.nextBoolean();
            Set<Refusal> expected = reference.whyNotAssign(eni, addresses, reassign);
            List<IpAddress> assigned = attempt(
                    "assign",
                    eni + " " + addresses + (reassign ? " with reassignment" : ""),
                    expected,
                    () -> network.assignAddresses(eni, parsed(addresses), reassign));
            if (assigned != null) {
                assertThat(texts(assigned))
                        .as("the reply lists what was asked for, and nothing else")
                        .hasSameElementsAs(addresses);
                Map<String, String> before = reference.holders();
                for (String address : addresses) {
                    String owner = before.get(reference.vpcOfInterface(eni) + " " + address);
                    if (owner != null) {
                        boolean own = reference.heldAddresses(eni).contains(address);
                        outcomes.add(own ? "assign: ok, held already" : "assign: ok, moved");
                    }
                }
                reference.assign(eni, addresses);
            }
        }

        private void assignCount() {
            String eni = someInterface();
            int count = random.nextInt(8) == 0 ? -random.nextInt(2) : 1 + random.nextInt(4);
            List<IpAddress> chosen = attempt(
                    "assignCount",
                    eni + " " + count,
                    reference.whyNotAssignCount(eni, count),
                    () -> network.assignAddresses(eni, count));
            if (chosen != null) {
                reference.assignCount(eni, count, texts(chosen));
            }
        }

        private void unassign() {
            String eni = someInterface();
            List<String> addresses = new ArrayList<>();
            for (int left = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(2); left > 0; left--) {
                List<String> own = reference.interfaces().contains(eni) ? reference.heldAddresses(eni) : List.of();
                addresses.addAll(own.isEmpty() || random.nextInt(5) == 0 ? someAddresses(eni, 1) : List.of(pick(own)));
            }
            if (done(attempt("unassign", eni + " " + addresses, reference.whyNotUnassign(eni, addresses), () -> {
                network.unassignAddresses(eni, parsed(addresses));
                return true;
            }))) {
                reference.unassign(eni, addresses);
            }
        }

        private void runInstances() {
            String type = random.nextBoolean() ? "t2.micro" : "m5.large";
            if (random.nextInt(8) == 0) {
                runOnExisting(type, someInterface());
                return;
            }
            List<Wish> wishes = new ArrayList<>();
            wishes.add(someWish());
            if (random.nextInt(6) == 0) {
                String subnet = wishes.get(0).subnet();
                boolean named = random.nextInt(4) == 0 && reference.subnets().contains(subnet);
                wishes.add(new Wish(subnet, named ? someAddress(subnet) : "", List.of()));
            }
            boolean named = wishes.stream()
                    .anyMatch(wish ->
                            !wish.primary().isEmpty() || !wish.secondaries().isEmpty());
            int count = named ? 1 : 1 + random.nextInt(3);
            InstanceSpec spec = InstanceSpec.none().type(type);
            for (Wish wish : wishes) {
                spec = spec.and(spec(wish));
            }
            InstanceSpec whole = spec;
            List<VpcInstance> ran = attempt(
                    "run",
                    count + " " + type + " " + wishes,
                    reference.whyNotRun(type, wishes, count),
                    () -> network.run(whole, count));
            if (ran != null) {
                assertThat(ran).hasSize(count);
                for (VpcInstance instance : ran) {
                    reference.run(
                            instance.id(),
                            type,
                            wishes,
                            instance.interfaces().stream().map(Schedule::made).toList());
                }
            }
        }

        private void runOnExisting(String type, String eni) {
            VpcInstance ran = attempt(
                    "run",
                    type + " on " + eni,
                    reference.whyNotRunOn(type, eni),
                    () -> network.run(InstanceSpec.none().attach(0, eni).type(type)));
            if (ran != null) {
                reference.runOn(
                        ran.id(), type, eni, made(ran.interfaces().get(0)).attachment());
            }
        }

        private void changeState() {
            List<String> instances = new ArrayList<>();
            instances.add(someInstance());
            String another = someInstance();
            if (random.nextInt(4) == 0 && !instances.contains(another)) {
                instances.add(another);
            }
            String what = instances.toString();
            switch (random.nextInt(3)) {
                case 0 -> {
                    if (done(attempt("stop", what, reference.whyNotStop(instances), () -> network.stop(instances)))) {
                        reference.stop(instances);
                    }
                }
                case 1 -> {
                    if (done(
                            attempt("start", what, reference.whyNotStart(instances), () -> network.start(instances)))) {
                        reference.start(instances);
                    }
                }
                default -> {
                    if (done(attempt(
                            "terminate",
                            what,
                            reference.whyNotTerminate(instances),
                            () -> network.terminate(instances)))) {
                        reference.terminate(instances);
                    }
                }
            }
        }

        private void createInterface() {
            Wish wish = someWish();
            VpcInterface created = attempt(
                    "createInterface",
                    wish.toString(),
                    reference.whyNotCreateInterface(wish),
                    () -> network.createInterface(spec(wish)));
            if (created != null) {
                reference.createLoneInterface(wish, made(created));
            }
        }

        private void attach() {
            String eni = someInterface();
            String instance = someInstance();
            int index = random.nextInt(4);
            VpcInterface attached = attempt(
                    "attach",
                    eni + " to " + instance + " at " + index,
                    reference.whyNotAttach(eni, instance, index),
                    () -> network.attachInterface(eni, instance, index));
            if (attached != null) {
                reference.attach(eni, instance, index, made(attached).attachment());
            }
        }

        private void detach() {
            List<String> attachments = reference.attachments();
            String attachment =
                    attachments.isEmpty() || random.nextInt(10) == 0 ? "eni-attach-none" : pick(attachments);
            if (done(attempt("detach", attachment, reference.whyNotDetach(attachment), () -> {
                network.detachInterface(attachment);
                return true;
            }))) {
                reference.detach(attachment);
            }
        }

        private void delete() {
            String eni = someInterface();
            if (done(attempt("delete", eni, reference.whyNotDelete(eni), () -> {
                network.deleteInterface(eni);
                return true;
            }))) {
                reference.deleteInterface(eni);
            }
        }

        private void reserve() {
            List<String> reservations = reference.reservations();
            if (!reservations.isEmpty() && random.nextInt(3) > 0) {
                String reservation = random.nextInt(10) == 0 ? "scr-none" : pick(reservations);
                if (done(attempt(
                        "unreserve",
                        reservation,
                        reference.whyNotUnreserve(reservation),
                        () -> network.deleteCidrReservation(reservation)))) {
                    reference.unreserve(reservation);
                }
                return;
            }
            String subnet = pick(reference.subnets());
            String inside = pick(reference.range(random.nextInt(10) == 0 ? pick(reference.subnets()) : subnet));
            CidrBlock cidr = CidrBlock.of(IpAddress.of(inside), random.nextInt(3) == 0 ? 30 : 32);
            String first = cidr.first().toString();
            VpcReservation reserved = attempt(
                    "reserve",
                    cidr + " in " + subnet,
                    reference.whyNotReserve(subnet, first, cidr.prefixLength()),
                    () -> network.createCidrReservation(subnet, cidr, "explicit", ""));
            if (reserved != null) {
                reference.reserve(reserved.id(), subnet, first, cidr.prefixLength());
            }
        }

        private void advance() {
            int by = 1 + random.nextInt(15_000);
            remember("advance " + by + " ms");
            ticker.advance(Duration.ofMillis(by));
            millis += by;
            reference.settle(millis);
        }

        // ---- comparisons

        /** Does it in the network, and checks that it succeeds exactly if the reference has nothing against it. */
        private <T> @Nullable T attempt(String name, String what, Set<Refusal> expected, Supplier<T> operation) {
            remember(name + " " + what);
            int before = network.history().size();
            T result;
            try {
                result = operation.get();
            } catch (Ec2RefusalException e) {
                remember("  refused: " + e.getMessage());
                Refusal refusal = new Refusal(e.code(), e.text());
                assertThat(expected).as("refusals that fit").contains(refusal);
                List<VpcEvent> events = network.history();
                assertThat(events.subList(before, events.size()))
                        .as("a refusal is recorded, and nothing else")
                        .extracting(VpcEvent::kind)
                        .containsExactly(VpcEvent.Kind.REFUSED);
                outcomes.add(name + ": " + e.code() + " " + e.text());
                return null;
            }
            assertThat(expected).as("the network did it, the reference refuses").isEmpty();
            outcomes.add(name + ": ok");
            return result;
        }

        private static boolean done(@Nullable Object result) {
            return result != null;
        }

        private void comparePicture() {
            Map<String, String> picture = new TreeMap<>();
            for (VpcSubnet subnet : network.subnets()) {
                picture.put(subnet.id(), "free " + subnet.availableAddresses());
                for (String address : reference.range(subnet.id())) {
                    if (picture.containsKey(address)) {
                        continue; // in another VPC, too
                    }
                    List<Holder> holders = network.holders(address);
                    if (!holders.isEmpty()) {
                        Set<String> texts = new TreeSet<>();
                        holders.forEach(holder -> texts.add(text(holder)));
                        assertThat(texts).as("holders").hasSameSizeAs(holders);
                        picture.put(address, "held by " + texts);
                    }
                }
            }
            for (VpcInterface eni : network.interfaces()) {
                List<String> addresses = texts(eni.addresses());
                Set<String> secondaries = new TreeSet<>(addresses.subList(1, addresses.size()));
                assertThat(secondaries).as("secondaries").hasSize(addresses.size() - 1);
                VpcInterface.Attachment attachment = eni.attachment();
                picture.put(
                        eni.id(),
                        "in " + eni.subnetId() + " of " + eni.vpcId() + ", " + eni.zone() + ", primary "
                                + addresses.get(0) + ", secondaries " + secondaries + ", "
                                + (attachment == null
                                        ? "unattached"
                                        : attachment.instanceId() + " at " + attachment.deviceIndex()
                                                + (attachment.deleteOnTermination() ? ", goes with it" : ", stays"))
                                + ", "
                                + (attachment == null
                                        ? eni.status().ec2Name()
                                        : attachment.status().ec2Name()));
            }
            for (VpcInstance instance : network.instances()) {
                picture.put(
                        instance.id(),
                        instance.type() + " " + instance.state().ec2Name() + " "
                                + instance.interfaces().stream()
                                        .map(VpcInterface::id)
                                        .toList());
            }
            assertSame("the network as it is, against the reference", picture, reference.picture());
        }

        /** Replays what is new in the history: each change begins where the last one of the address ended. */
        private void readHistory() {
            List<VpcEvent> history = network.history();
            for (VpcEvent event : history.subList(eventsRead, history.size())) {
                assertThat(event.sequence()).as("sequence of %s", event).isEqualTo(eventsRead);
                assertThat(event.at()).as("time of %s", event).isBetween(lastEvent, ticker.now());
                lastEvent = event.at();
                eventsRead++;
                IpAddress address = event.address();
                if (event.kind() != VpcEvent.Kind.ADDRESS || address == null) {
                    assertThat(event.kind()).isNotEqualTo(VpcEvent.Kind.ADDRESS);
                    continue;
                }
                Holder from = event.from();
                Holder to = event.to();
                Holder either = Objects.requireNonNull(to == null ? from : to, () -> "nobody in " + event);
                String key = reference.vpcOfInterface(either.interfaceId()) + " " + address;
                assertThat(from).as("who held %s before %s", key, event).isEqualTo(replayed.get(key));
                if (to == null) {
                    replayed.remove(key);
                } else {
                    replayed.put(key, to);
                }
            }
            Map<String, String> holders = new TreeMap<>();
            replayed.forEach((key, holder) -> holders.put(key, text(holder)));
            assertSame("holders by the history, against the reference", holders, reference.holders());
        }

        /** Compares cheaply, tens of thousands of times, and explains at length, once. */
        private static void assertSame(String what, Map<String, String> actual, Map<String, String> expected) {
            if (!actual.equals(expected)) {
                assertThat(actual).as(what).containsExactlyInAnyOrderEntriesOf(expected);
            }
        }

        // ---- chance

        private String someInterface() {
            List<String> interfaces = reference.interfaces();
            int dice = random.nextInt(30);
            if (dice == 0) {
                return "bogus";
            }
            return dice == 1 || interfaces.isEmpty() ? "eni-00bad" : pick(interfaces);
        }

        /** Seldom a terminated one, of which there are ever more. */
        private String someInstance() {
            List<String> instances = reference.instances();
            List<String> alive = instances.stream()
                    .filter(instance -> !reference.terminated(instance))
                    .toList();
            int dice = random.nextInt(30);
            if (dice == 0) {
                return "bogus";
            }
            if (dice == 1 || instances.isEmpty()) {
                return "i-00bad";
            }
            return dice == 2 || alive.isEmpty() ? pick(instances) : pick(alive);
        }

        /** Mostly of the interface's own subnet, held or not, reserved or not; now and then one of them twice. */
        private List<String> someAddresses(String eni, int count) {
            String subnet = reference.interfaces().contains(eni) ? reference.subnetOf(eni) : pick(reference.subnets());
            List<String> addresses = new ArrayList<>();
            while (addresses.size() < count) {
                int dice = random.nextInt(20);
                if (dice == 0) {
                    addresses.add("10.0.1." + random.nextInt(256));
                } else if (dice == 1) {
                    addresses.add(pick(reference.range(pick(reference.subnets()))));
                } else if (dice == 2 && !addresses.isEmpty()) {
                    addresses.add(pick(addresses));
                } else {
                    addresses.add(someAddress(subnet));
                }
            }
            return addresses;
        }

        private String someAddress(String subnet) {
            List<String> range = reference.range(subnet);
            return random.nextInt(10) == 0 ? pick(range) : range.get(4 + random.nextInt(11));
        }

        private Wish someWish() {
            String subnet = random.nextInt(30) == 0 ? "subnet-0none" : pick(reference.subnets());
            String anySubnet = reference.subnets().contains(subnet) ? subnet : pick(reference.subnets());
            List<String> secondaries = new ArrayList<>();
            for (int left = random.nextInt(5) - 2; left > 0; left--) {
                secondaries.add(someAddress(anySubnet));
            }
            return new Wish(subnet, random.nextInt(3) == 0 ? someAddress(anySubnet) : "", secondaries);
        }

        private <T> T pick(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        // ---- texts

        private void remember(String operation) {
            last.add(operation);
            if (last.size() > REMEMBERED) {
                last.remove();
            }
        }

        private static InterfaceSpec spec(Wish wish) {
            InterfaceSpec spec = InterfaceSpec.in(wish.subnet());
            if (!wish.primary().isEmpty()) {
                spec = spec.primary(wish.primary());
            }
            for (String secondary : wish.secondaries()) {
                spec = spec.secondary(secondary);
            }
            return spec;
        }

        private static Made made(VpcInterface eni) {
            VpcInterface.Attachment attachment = eni.attachment();
            return new Made(eni.id(), attachment == null ? "" : attachment.id(), texts(eni.addresses()));
        }

        private static List<IpAddress> parsed(List<String> addresses) {
            return addresses.stream().map(IpAddress::of).toList();
        }

        private static List<String> texts(List<IpAddress> addresses) {
            return addresses.stream().map(IpAddress::toString).toList();
        }

        private static String text(Holder holder) {
            return holder.host() + " " + holder.interfaceId() + (holder.primary() ? " primary" : "");
        }

        /** Without ids and numbers. */
        private static String masked(String text) {
            return text.replaceAll("\\[.*]", "[..]")
                    .replaceAll("'[^']*[0-9][^']*'", "'..'")
                    .replaceAll("\\(-?[0-9.]+\\)", "(..)")
                    .replaceAll("(eni-0\\w+)|([0-9]+(\\.[0-9]+){3})", "..");
        }
    }
}
