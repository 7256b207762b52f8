package org.floatingip.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.CidrBlock;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What EC2 answers, one example each. {@link InMemoryVpcReferenceTest} looks for what these examples have missed. */
class InMemoryVpcTest {

    private static final Duration TRANSITION = Duration.ofSeconds(10);
    private static final String INVALID = "InvalidParameterValue";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder().ticker(ticker).build();
    private final Vpc vpc = network.createVpc("10.231.0.0/16");
    private final String subnet = subnet("10.231.82.0/24", "us-east-1a");
    private final String otherSubnet = subnet("10.231.83.0/24", "us-east-1a");
    private final VpcInstance a = run("i-0a", "eni-0a", "10.231.82.4", "10.231.82.5", "10.231.82.6");
    private final VpcInstance b = run("i-0b", "eni-0b", "10.231.82.8");

    // ---- AssignPrivateIpAddresses

    @Test
    void assignAddresses_whenFree_givesThemAndListsOnlyThem() {
        assertThat(network.assignAddresses("eni-0a", ips("10.231.82.20", "10.231.82.21"), false))
                .isEqualTo(ips("10.231.82.20", "10.231.82.21"));
        assertThat(addresses("eni-0a"))
                .containsExactly("10.231.82.4", "10.231.82.5", "10.231.82.6", "10.231.82.20", "10.231.82.21");
    }

    @Test
    void assignAddresses_whenOnTheSameInterface_changesNothing() {
        int free = free(subnet);
        assertThat(network.assignAddresses("eni-0a", ips("10.231.82.5"), false)).isEqualTo(ips("10.231.82.5"));
        assertThat(addresses("eni-0a")).containsExactly("10.231.82.4", "10.231.82.5", "10.231.82.6");
        assertThat(free(subnet)).isEqualTo(free);
    }

    @Test
    void assignAddresses_whenItsOwnPrimary_countsAsAssignedAlready() {
        assertThat(network.assignAddresses("eni-0a", ips("10.231.82.4"), false)).isEqualTo(ips("10.231.82.4"));
        assertThat(addresses("eni-0a")).startsWith("10.231.82.4").hasSize(3);
    }

    @Test
    void assignAddresses_whenOnAnotherInterface_refusesTheMove() {
        assertRefused(
                () -> network.assignAddresses("eni-0b", ips("10.231.82.5"), false),
                INVALID,
                "[10.231.82.5] assigned, but move is not allowed.");
    }

    @Test
    void assignAddresses_whenSeveralAreOnAnotherInterface_namesThemAll() {
        assertRefused(
                () -> network.assignAddresses("eni-0b", ips("10.231.82.5", "10.231.82.20", "10.231.82.6"), false),
                INVALID,
                "[10.231.82.5, 10.231.82.6] assigned, but move is not allowed.");
    }

    @Test
    void assignAddresses_whenReassignmentIsAllowed_takesItFromTheOldInterface() {
        int free = free(subnet);
        assertThat(network.assignAddresses("eni-0b", ips("10.231.82.5"), true)).isEqualTo(ips("10.231.82.5"));
        assertThat(addresses("eni-0a")).containsExactly("10.231.82.4", "10.231.82.6");
        assertThat(addresses("eni-0b")).containsExactly("10.231.82.8", "10.231.82.5");
        assertThat(network.holders("10.231.82.5")).containsExactly(Holder.of(HostId.of("i-0b"), "eni-0b"));
        assertThat(free(subnet)).isEqualTo(free);
    }

    @Test
    void assignAddresses_whenReassigned_recordsOneChangeOfHolder() {
        int before = network.history().size();
        network.assignAddresses("eni-0b", ips("10.231.82.5"), true);
        List<VpcEvent> events = network.history();
        assertThat(events.subList(before, events.size())).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(VpcEvent.Kind.ADDRESS);
            assertThat(event.address()).isEqualTo(ip("10.231.82.5"));
            assertThat(event.from()).isEqualTo(Holder.of(HostId.of("i-0a"), "eni-0a"));
            assertThat(event.to()).isEqualTo(Holder.of(HostId.of("i-0b"), "eni-0b"));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void assignAddresses_whenPrimaryOfAnotherInterface_refuses(boolean allowReassignment) {
        assertRefused(
                () -> network.assignAddresses("eni-0b", ips("10.231.82.4"), allowReassignment),
                INVALID,
                "secondary-addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.231.83.20", "10.231.90.20", "192.168.0.1"})
    void assignAddresses_whenOutsideTheSubnet_refuses(String address) {
        assertRefused(
                () -> network.assignAddresses("eni-0b", ips(address), true),
                INVALID,
                "Address does not fall within the subnet's address range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.231.82.0", "10.231.82.1", "10.231.82.2", "10.231.82.3", "10.231.82.255"})
    void assignAddresses_whenReserved_refuses(String address) {
        assertRefused(
                () -> network.assignAddresses("eni-0b", ips(address), true),
                INVALID,
                "Address " + address + " is in subnet's reserved range.");
    }

    @Test
    void assignAddresses_whenFirstOrLastUsable_assigns() {
        VpcInterface lone =
                network.createInterface(InterfaceSpec.in(otherSubnet).primary("10.231.83.100"));
        network.assignAddresses(lone.id(), ips("10.231.83.4", "10.231.83.254"), false);
        assertThat(addresses(lone.id())).containsExactly("10.231.83.100", "10.231.83.4", "10.231.83.254");
    }

    @Test
    void assignAddresses_whenBeyondTheLimitOfTheType_refusesAll() {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0c").primary("10.231.82.9"))
                .type("t2.micro"));
        assertRefused(
                () -> network.assignAddresses("eni-0c", ips("10.231.82.20", "10.231.82.21"), false),
                "PrivateIpAddressLimitExceeded",
                "Number of private addresses will exceed limit.");
        network.assignAddresses("eni-0c", ips("10.231.82.20"), false);
        assertRefused(
                () -> network.assignAddresses("eni-0c", 1),
                "PrivateIpAddressLimitExceeded",
                "Number of private addresses will exceed limit.");
        assertThat(network.assignAddresses("eni-0c", ips("10.231.82.20"), false))
                .hasSize(1);
    }

    @Test
    void assignAddresses_whenInterfaceIsUnknown_refuses() {
        assertRefused(
                () -> network.assignAddresses("eni-0123", ips("10.231.82.20"), false),
                "InvalidNetworkInterfaceID.NotFound",
                "The networkInterface ID 'eni-0123' does not exist");
    }

    @Test
    void assignAddresses_whenInterfaceIdIsMalformed_refuses() {
        assertRefused(
                () -> network.assignAddresses("bogus", ips("10.231.82.20"), false),
                "InvalidNetworkInterfaceId.Malformed",
                "Invalid id: \"bogus\" (expecting \"eni-...\")");
    }

    @Test
    void assignAddresses_whenOneOfSeveralIsRefused_assignsNone() {
        assertRefused(
                () -> network.assignAddresses("eni-0b", ips("10.231.82.20", "10.231.82.5", "10.231.82.2"), true),
                INVALID,
                "Address 10.231.82.2 is in subnet's reserved range.");
        assertThat(network.holders("10.231.82.20")).isEmpty();
    }

    @Test
    void assignAddresses_whenNoneGiven_refuses() {
        assertRefused(
                () -> network.assignAddresses("eni-0b", List.of(), false),
                "InvalidParameter",
                "One of privateIpAddressSet or privateIpAddressCount or ipv4PrefixSet or ipv4PrefixCount must be specified.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void assignAddresses_whenCountIsNotPositive_refuses(int count) {
        assertRefused(
                () -> network.assignAddresses("eni-0b", count),
                INVALID,
                "Value (" + count
                        + ") for parameter secondaryPrivateIpAddressCount is invalid. Value must be a positive number.");
    }

    @Test
    void assignAddresses_whenCountGiven_choosesNeitherReservedNorExplicitlyReserved() {
        String small = subnet("10.231.84.0/28", "us-east-1a");
        network.createCidrReservation(small, CidrBlock.of("10.231.84.4/30"), "explicit", "floating IPs");
        VpcInterface lone = network.createInterface(InterfaceSpec.in(small).primary("10.231.84.8"));

        assertThat(network.assignAddresses(lone.id(), 6))
                .extracting(IpAddress::toString)
                .containsExactlyInAnyOrder(
                        "10.231.84.9", "10.231.84.10", "10.231.84.11", "10.231.84.12", "10.231.84.13", "10.231.84.14");
        assertRefused(
                () -> network.assignAddresses(lone.id(), 1),
                "InsufficientFreeAddressesInSubnet",
                "The specified subnet does not have enough free addresses to satisfy the request.");
        network.assignAddresses(lone.id(), ips("10.231.84.4"), false);
        assertThat(addresses(lone.id())).endsWith("10.231.84.4");
    }

    @Test
    void assignAddresses_whenUnattached_assigns() {
        VpcInterface lone = network.createInterface(InterfaceSpec.in(subnet));
        network.assignAddresses(lone.id(), ips("10.231.82.5"), true);
        assertThat(network.holders("10.231.82.5")).containsExactly(Holder.of(HostId.of(lone.id()), lone.id()));
    }

    @Test
    void attachInterface_whenItHasMoreAddressesThanTheTypeAllows_refuses() {
        network.run(InstanceSpec.in(subnet).id("i-0c").type("t2.micro"));
        VpcInterface lone = network.createInterface(InterfaceSpec.in(subnet));
        network.assignAddresses(lone.id(), 2);
        assertRefused(
                () -> network.attachInterface(lone.id(), "i-0c", 1),
                "PrivateIpAddressLimitExceeded",
                "Number of private addresses will exceed limit.");
    }

    @Test
    void attachInterface_whenAttachedAndDetached_recordsTheHoldersOfItsAddresses() {
        VpcInterface lone = network.createInterface(InterfaceSpec.in(subnet).primary("10.231.82.30"));
        Holder alone = Holder.ofPrimary(HostId.of(lone.id()), lone.id());
        Holder onB = Holder.ofPrimary(HostId.of("i-0b"), lone.id());

        VpcInterface attached = network.attachInterface(lone.id(), "i-0b", 1);
        assertThat(network.holders("10.231.82.30")).containsExactly(onB);
        network.detachInterface(Objects.requireNonNull(attached.attachment()).id());
        assertThat(network.holders("10.231.82.30")).containsExactly(alone);
        assertThat(network.history().stream().filter(event -> ip("10.231.82.30").equals(event.address())))
                .extracting(VpcEvent::to)
                .containsExactly(alone, onB, alone);
    }

    // ---- UnassignPrivateIpAddresses

    @Test
    void unassignAddresses_whenSecondary_freesIt() {
        int free = free(subnet);
        network.unassignAddresses("eni-0a", ips("10.231.82.5"));
        assertThat(network.holders("10.231.82.5")).isEmpty();
        assertThat(addresses("eni-0a")).containsExactly("10.231.82.4", "10.231.82.6");
        assertThat(free(subnet)).isEqualTo(free + 1);
    }

    @Test
    void unassignAddresses_whenOnAnotherInterface_refusesAll() {
        assertRefused(
                () -> network.unassignAddresses("eni-0b", ips("10.231.82.5")),
                INVALID,
                "Some of the specified addresses are not assigned to interface eni-0b");
        assertRefused(
                () -> network.unassignAddresses("eni-0a", ips("10.231.82.5", "10.231.82.20")),
                INVALID,
                "Some of the specified addresses are not assigned to interface eni-0a");
    }

    @Test
    void unassignAddresses_whenPrimary_refuses() {
        assertRefused(
                () -> network.unassignAddresses("eni-0a", ips("10.231.82.4")),
                INVALID,
                "Value (10.231.82.4) for parameter privateIpAddress is invalid. The primary IP address of an interface cannot be unassigned.");
    }

    @Test
    void unassignAddresses_whenNoneGiven_refuses() {
        assertRefused(
                () -> network.unassignAddresses("eni-0a", List.of()),
                "MissingParameter",
                "One of privateIpAddresses or ipv4Prefixes must be specified.");
    }

    @Test
    void unassignAddresses_whenInterfaceIsUnknown_refuses() {
        assertRefused(
                () -> network.unassignAddresses("eni-0123", ips("10.231.82.5")),
                "InvalidNetworkInterfaceID.NotFound",
                "The networkInterface ID 'eni-0123' does not exist");
    }

    // ---- instances

    @Test
    void run_whenOneOfSeveralFindsNoAddress_runsNone() {
        String small = subnet("10.231.84.0/28", "us-east-1a");
        assertRefused(
                () -> network.run(InstanceSpec.in(small), 12),
                "InsufficientFreeAddressesInSubnet",
                "The specified subnet does not have enough free addresses to satisfy the request.");
        assertThat(network.instances()).extracting(VpcInstance::id).containsExactly(a.id(), b.id());
        assertThat(free(small)).isEqualTo(11);

        assertThat(network.run(InstanceSpec.in(small), 11)).hasSize(11);
        assertThat(free(small)).isZero();
    }

    @Test
    void run_whenAnInterfaceIsRefused_leavesTheExistingOneUnattached() {
        String id = network.createInterface(InterfaceSpec.in(subnet)).id();
        VpcInterface lone = network.networkInterface(id).orElseThrow();
        assertRefused(
                () -> network.run(InstanceSpec.none()
                        .attach(0, lone.id())
                        .and(1, InterfaceSpec.in(subnet).primary("10.231.82.5"), true)),
                "InvalidIPAddress.InUse",
                "Address 10.231.82.5 is in use.");
        assertThat(network.networkInterface(lone.id())).hasValue(lone);
    }

    @Test
    void run_whenOneAddressIsNamed_choosesAnotherForTheOtherInterface() {
        String small = subnet("10.231.84.0/28", "us-east-1a");
        VpcInstance first = network.run(InstanceSpec.in(small));
        String next = first.interfaces().get(0).primaryAddress().toString().replace("84.4", "84.5");
        VpcInstance second =
                network.run(InstanceSpec.in(small).and(InterfaceSpec.in(small).primary(next)));
        assertThat(second.interfaces())
                .extracting(VpcInterface::primaryAddress)
                .doesNotHaveDuplicates()
                .endsWith(ip(next));
    }

    @Test
    void run_whenTransitionTakesTime_isPendingThenRunning() {
        InMemoryVpc slow = slowNetwork();
        assertThat(state(slow)).isEqualTo(InstanceState.PENDING);
        ticker.advance(TRANSITION.minusNanos(1));
        assertThat(state(slow)).isEqualTo(InstanceState.PENDING);
        ticker.advance(Duration.ofNanos(1));
        assertThat(state(slow)).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void stop_whenTransitionTakesTime_isStoppingThenStopped() {
        InMemoryVpc slow = slowNetwork();
        ticker.advance(TRANSITION);
        slow.stop(List.of("i-0s"));
        assertThat(state(slow)).isEqualTo(InstanceState.STOPPING);
        assertRefused(
                slow,
                () -> slow.start(List.of("i-0s")),
                "IncorrectInstanceState",
                "The instance 'i-0s' is not in a state from which it can be started.");
        ticker.advance(TRANSITION);
        assertThat(state(slow)).isEqualTo(InstanceState.STOPPED);
        slow.start(List.of("i-0s"));
        assertThat(state(slow)).isEqualTo(InstanceState.PENDING);
        ticker.advance(TRANSITION);
        assertThat(state(slow)).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void terminate_whenTransitionTakesTime_freesTheAddressesAtItsEnd() {
        InMemoryVpc slow = slowNetwork();
        slow.terminate(List.of("i-0s"));
        assertThat(state(slow)).isEqualTo(InstanceState.SHUTTING_DOWN);
        assertThat(slow.holders("10.0.0.10")).containsExactly(Holder.of(HostId.of("i-0s"), "eni-0s"));
        ticker.advance(TRANSITION);
        assertThat(state(slow)).isEqualTo(InstanceState.TERMINATED);
        assertThat(slow.holders("10.0.0.10")).isEmpty();
        assertThat(slow.interfaces()).isEmpty();
        assertThat(slow.subnets().get(0).availableAddresses()).isEqualTo(11);
        assertRefused(
                slow,
                () -> slow.stop(List.of("i-0s")),
                "IncorrectInstanceState",
                "This instance 'i-0s' is not in a state from which it can be stopped.");
    }

    @Test
    void stop_whenStopped_keepsTheAddressesWhichCanStillBeMoved() {
        network.stop(List.of("i-0a"));
        assertThat(network.holders("10.231.82.5")).containsExactly(Holder.of(HostId.of("i-0a"), "eni-0a"));
        network.assignAddresses("eni-0b", ips("10.231.82.5"), true);
        network.assignAddresses("eni-0a", ips("10.231.82.20"), false);
        assertThat(addresses("eni-0a")).containsExactly("10.231.82.4", "10.231.82.6", "10.231.82.20");
        assertThat(addresses("eni-0b")).containsExactly("10.231.82.8", "10.231.82.5");
    }

    @Test
    void stop_whenOneOfSeveralIsUnknown_stopsNone() {
        assertRefused(
                () -> network.stop(List.of("i-0a", "i-0123")),
                "InvalidInstanceID.NotFound",
                "The instance ID 'i-0123' does not exist");
        assertRefused(() -> network.stop(List.of("i-0a", "x")), "InvalidInstanceID.Malformed", "Invalid id: \"x\"");
    }

    @Test
    void terminate_whenAnInterfaceWasAttachedLater_detachesItWithItsAddresses() {
        String id = network.createInterface(
                        InterfaceSpec.in(subnet).primary("10.231.82.30").secondary("10.231.82.31"))
                .id();
        VpcInterface later = network.networkInterface(id).orElseThrow();
        network.attachInterface(later.id(), "i-0a", 1);
        network.terminate(List.of("i-0a"));
        assertThat(network.networkInterface("eni-0a")).isEmpty();
        assertThat(network.networkInterface(later.id())).hasValue(later);
        assertThat(network.holders("10.231.82.31")).containsExactly(Holder.of(HostId.of(later.id()), later.id()));
    }

    // ---- VPCs, subnets, limits

    @ParameterizedTest
    @CsvSource({"10.231.84.0/28, 11", "10.231.85.0/24, 251"})
    void createSubnet_whenFresh_hasAllButFiveAddressesFree(String cidr, int free) {
        assertThat(free(subnet(cidr, "us-east-1a"))).isEqualTo(free);
    }

    @Test
    void holders_whenTwoVpcsOverlap_listsOneForEach() {
        Vpc overlapping = network.createVpc("10.231.0.0/16");
        String there = network.createSubnet(overlapping.id(), "10.231.82.0/24", "us-east-1a")
                .id();
        network.createInterface(InterfaceSpec.in(there).id("eni-0t").primary("10.231.82.5"));
        assertThat(network.holders("10.231.82.5"))
                .containsExactlyInAnyOrder(
                        Holder.of(HostId.of("i-0a"), "eni-0a"), Holder.ofPrimary(HostId.of("eni-0t"), "eni-0t"));
    }

    @ParameterizedTest
    @CsvSource({"t2.micro, 2", "m5.large, 10", "m5.12xlarge, 30", "c5.18xlarge, 50"})
    void addressesPerInterface_whenTypeIsDocumented_isItsLimit(String type, int limit) {
        assertThat(InstanceType.find(type).orElseThrow().addressesPerInterface())
                .isEqualTo(limit);
        VpcInstance instance = network.run(InstanceSpec.in(otherSubnet).type(type));
        String eni = instance.interfaces().get(0).id();
        assertThat(network.assignAddresses(eni, limit - 1)).hasSize(limit - 1);
        assertRefused(
                () -> network.assignAddresses(eni, 1),
                "PrivateIpAddressLimitExceeded",
                "Number of private addresses will exceed limit.");
    }

    // ---- helpers

    private String subnet(String cidr, String zone) {
        return network.createSubnet(vpc.id(), cidr, zone).id();
    }

    private VpcInstance run(String id, String eni, String primary, String... secondaries) {
        InterfaceSpec spec = InterfaceSpec.in(subnet).id(eni).primary(primary);
        for (String secondary : secondaries) {
            spec = spec.secondary(secondary);
        }
        return network.run(InstanceSpec.with(spec).id(id));
    }

    /** With one instance, i-0s, that holds 10.0.0.10 and is pending. */
    private InMemoryVpc slowNetwork() {
        InMemoryVpc slow =
                InMemoryVpc.builder().ticker(ticker).transitionTime(TRANSITION).build();
        String in = slow.createSubnet(slow.createVpc("10.0.0.0/16").id(), "10.0.0.0/28", "us-east-1a")
                .id();
        slow.run(InstanceSpec.with(InterfaceSpec.in(in).id("eni-0s").secondary("10.0.0.10"))
                .id("i-0s"));
        return slow;
    }

    private static InstanceState state(InMemoryVpc of) {
        return of.instance("i-0s").orElseThrow().state();
    }

    private int free(String subnetId) {
        return network.subnet(subnetId).orElseThrow().availableAddresses();
    }

    private List<String> addresses(String eni) {
        return network.networkInterface(eni).orElseThrow().addresses().stream()
                .map(IpAddress::toString)
                .toList();
    }

    private static IpAddress ip(String address) {
        return IpAddress.of(address);
    }

    private static List<IpAddress> ips(String... addresses) {
        return Stream.of(addresses).map(IpAddress::of).toList();
    }

    private void assertRefused(ThrowingCallable operation, String code, String text) {
        assertRefused(network, operation, code, text);
    }

    /** Also that it changed nothing but the history, which has the refusal. */
    private static void assertRefused(InMemoryVpc network, ThrowingCallable operation, String code, String text) {
        List<Object> before = everything(network);
        int events = network.history().size();
        assertThatExceptionOfType(Ec2RefusalException.class)
                .isThrownBy(operation)
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.text()).isEqualTo(text);
                });
        assertThat(everything(network)).isEqualTo(before);
        assertThat(network.history().stream().skip(events))
                .extracting(VpcEvent::kind)
                .containsExactly(VpcEvent.Kind.REFUSED);
    }

    private static List<Object> everything(InMemoryVpc network) {
        List<Object> everything = new ArrayList<>();
        everything.addAll(network.subnets());
        everything.addAll(network.interfaces());
        everything.addAll(network.instances());
        return everything;
    }
}
