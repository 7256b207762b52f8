package org.floatingip.testkit.assigner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.Vpc;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryIpAssignerTest {

    private static final IpAddress HELD = IpAddress.of("10.0.1.12");
    private static final IpAddress FREE = IpAddress.of("10.0.1.13");
    private static final Holder HOLDER = Holder.of(HostId.of("i-0a"), "eni-0a");

    private final InMemoryVpc network = InMemoryVpc.create();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final Vpc vpc = network.createVpc("10.0.0.0/16");
    private final String near =
            network.createSubnet(vpc.id(), "10.0.1.0/24", "us-east-1a").id();
    private final String beside =
            network.createSubnet(vpc.id(), "10.0.2.0/24", "us-east-1a").id();

    InMemoryIpAssignerTest() {
        network.run(InstanceSpec.with(
                        InterfaceSpec.in(near).id("eni-0a").primary("10.0.1.10").secondary("10.0.1.12"))
                .id("i-0a"));
        network.run(InstanceSpec.with(InterfaceSpec.in(near).id("eni-0b").primary("10.0.1.11"))
                .and(InterfaceSpec.in(beside).id("eni-0b2").primary("10.0.2.11"))
                .id("i-0b"));
        network.run(InstanceSpec.with(InterfaceSpec.in(near).id("eni-0c1").primary("10.0.1.30"))
                .and(InterfaceSpec.in(near).id("eni-0c2").primary("10.0.1.31"))
                .id("i-0twin"));
        network.run(InstanceSpec.with(InterfaceSpec.in(beside).id("eni-0f").primary("10.0.2.10"))
                .id("i-0far"));
        network.createInterface(InterfaceSpec.in(near).id("eni-0lone").primary("10.0.1.40"));
    }

    // ---- locate

    @Test
    void locate_whenHeld_tellsTheHolder() {
        assertThat(One.locate(assigner, HELD)).containsExactly(HOLDER);
    }

    @Test
    void locate_whenHeldAsPrimary_saysSo() {
        assertThat(One.locate(assigner, IpAddress.of("10.0.1.10")))
                .containsExactly(Holder.ofPrimary(HostId.of("i-0a"), "eni-0a"));
    }

    @Test
    void locate_whenHeldByAnUnattachedInterface_tellsTheInterface() {
        network.assignAddresses("eni-0lone", List.of(HELD), true);
        assertThat(One.locate(assigner, HELD)).containsExactly(Holder.of(HostId.of("eni-0lone"), "eni-0lone"));
    }

    @Test
    void locate_whenNotHeld_isEmpty() {
        assertThat(One.locate(assigner, FREE)).isEmpty();
    }

    @Test
    void locate_whenInTwoVpcs_isAmbiguous() {
        Vpc other = overlappingVpcWith("10.0.1.12");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.locate(assigner, HELD))
                .is(refusal(RefusalReason.AMBIGUOUS_ADDRESS))
                .withMessageContaining("10.0.1.12 exists in several networks")
                .withMessageContaining("Say which one is meant (for EC2: the VPC id)")
                .satisfies(refusal -> {
                    assertThat(refusal.what()).contains(vpc.id(), other.id());
                    assertNothingChanged(refusal);
                });
    }

    // ---- survey

    @Test
    void survey_whenTargetIsAnInstance_findsItsInterfaceInTheSubnet() {
        assertThat(One.survey(assigner, HELD, HostId.of("i-0b")))
                .isEqualTo(Survey.of(List.of(HOLDER), placement("i-0b", "eni-0b")));
    }

    @Test
    void survey_whenTargetIsAnInterface_placesThere() {
        assertThat(One.survey(assigner, HELD, HostId.of("eni-0b")))
                .isEqualTo(Survey.of(List.of(HOLDER), placement("i-0b", "eni-0b")));
    }

    @Test
    void survey_whenTargetIsAnUnattachedInterface_isItsOwnHost() {
        assertThat(One.survey(assigner, HELD, HostId.of("eni-0lone")))
                .isEqualTo(Survey.of(List.of(HOLDER), placement("eni-0lone", "eni-0lone")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i-0b", "eni-0b"})
    void survey_whenNobodyHoldsIt_hasNoHolders(String target) {
        assertThat(One.survey(assigner, FREE, HostId.of(target)))
                .isEqualTo(Survey.of(List.of(), placement("i-0b", "eni-0b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i-0a", "eni-0a"})
    void survey_whenTargetHoldsIt_placesWhereItIs(String target) {
        assertThat(One.survey(assigner, HELD, HostId.of(target)))
                .isEqualTo(Survey.of(List.of(HOLDER), placement("i-0a", "eni-0a")));
    }

    @Test
    void survey_whenTargetHoldsItAndIsFull_placesWhereItIs() {
        fill("eni-0a");
        assertThat(One.survey(assigner, HELD, HostId.of("i-0a")).placement()).isEqualTo(placement("i-0a", "eni-0a"));
    }

    @Test
    void survey_whenATwinInterfaceHoldsIt_placesWhereItIs() {
        network.assignAddresses("eni-0c2", List.of(HELD), true);
        assertThat(One.survey(assigner, HELD, HostId.of("i-0twin")).placement())
                .isEqualTo(placement("i-0twin", "eni-0c2"));
    }

    @Test
    void survey_whenTargetIsStopped_placesThere() {
        network.stop(List.of("i-0b"));
        assertThat(One.survey(assigner, HELD, HostId.of("i-0b")).placement()).isEqualTo(placement("i-0b", "eni-0b"));
    }

    @Test
    void survey_whenTargetHasTwinInterfaces_isAmbiguous() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, HELD, HostId.of("i-0twin")))
                .is(refusal(RefusalReason.AMBIGUOUS_INTERFACE))
                .withMessageContaining("several interfaces in the subnet of 10.0.1.12: eni-0c1, eni-0c2")
                .withMessageContaining("Name one of them as the target")
                .satisfies(refusal -> {
                    assertThat(refusal.what()).endsWith(": eni-0c1, eni-0c2");
                    assertNothingChanged(refusal);
                });
    }

    @Test
    void survey_whenOneOfTheTwinInterfacesIsNamed_placesThere() {
        assertThat(One.survey(assigner, HELD, HostId.of("eni-0c2")).placement())
                .isEqualTo(placement("i-0twin", "eni-0c2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i-0far", "eni-0f", "eni-0b2"})
    void survey_whenTargetHasNoInterfaceInTheSubnet_namesBothSubnets(String target) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, HELD, HostId.of(target)))
                .is(refusal(RefusalReason.SUBNET_MISMATCH))
                .withMessageContaining("10.0.1.12 belongs to " + near + " (10.0.1.0/24)")
                .withMessageContaining("but " + target + " is in " + beside + " (10.0.2.0/24)")
                .satisfies(InMemoryIpAssignerTest::assertNothingChanged);
    }

    @Test
    void survey_whenFreeAndTargetHasNoInterfaceInTheSubnet_namesBothSubnets() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, FREE, HostId.of("i-0far")))
                .is(refusal(RefusalReason.SUBNET_MISMATCH))
                .withMessageContaining("10.0.1.13 belongs to " + near + " (10.0.1.0/24)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"i-0b", "eni-0b", "i-0a", "eni-0a"})
    void survey_whenPrimaryAddress_refuses(String target) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, IpAddress.of("10.0.1.10"), HostId.of(target)))
                .is(refusal(RefusalReason.PRIMARY_ADDRESS))
                .withMessageContaining("10.0.1.10 is the primary address of i-0a (eni-0a, primary)")
                .withMessageContaining("Use a secondary address")
                .satisfies(InMemoryIpAssignerTest::assertNothingChanged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.0", "10.0.1.3", "10.0.1.255"})
    void survey_whenReserved_namesTheSubnet(String address) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, IpAddress.of(address), HostId.of("i-0b")))
                .is(refusal(RefusalReason.RESERVED_ADDRESS))
                .withMessageContaining(address + " is reserved by the network in " + near + " (10.0.1.0/24)")
                .satisfies(InMemoryIpAssignerTest::assertNothingChanged);
    }

    @Test
    void survey_whenInNoSubnet_listsTheSubnetsOfTheTargetsVpc() {
        Vpc elsewhere = network.createVpc("10.9.0.0/16");
        network.createSubnet(elsewhere.id(), "10.9.0.0/24", "us-east-1a");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, IpAddress.of("10.9.0.5"), HostId.of("i-0b")))
                .is(refusal(RefusalReason.ADDRESS_OUTSIDE_SUBNETS))
                .withMessageContaining("10.9.0.5 lies in no subnet")
                .withMessageContaining(near + " (10.0.1.0/24)")
                .withMessageContaining(beside + " (10.0.2.0/24)")
                .withMessageNotContaining("10.9.0.0/24")
                .satisfies(InMemoryIpAssignerTest::assertNothingChanged);
    }

    @Test
    void survey_whenTargetIsFull_tellsTheLimitAndTheType() {
        fill("eni-0b");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, HELD, HostId.of("i-0b")))
                .is(refusal(RefusalReason.INTERFACE_FULL))
                .withMessageContaining("eni-0b has no room for another address")
                .withMessageContaining("10 addresses (m5.large), the primary one included")
                .satisfies(InMemoryIpAssignerTest::assertNothingChanged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i-0123", "eni-0123"})
    void survey_whenTargetIsUnknown_namesIt(String target) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, HELD, HostId.of(target)))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .withMessageContaining("host " + target + " can't be used: no such")
                .withMessageContaining("Check the id, the region and the account")
                .satisfies(InMemoryIpAssignerTest::assertNothingChanged);
    }

    @Test
    void survey_whenTargetIsTerminated_saysSo() {
        network.terminate(List.of("i-0b"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, HELD, HostId.of("i-0b")))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .withMessageContaining("the instance is terminated");
    }

    @Test
    void survey_whenIpv6_isUnsupported() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, IpAddress.of("2001:db8::1"), HostId.of("i-0b")))
                .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS))
                .withMessageContaining("can't move 2001:db8::1: this assigner moves IPv4 addresses")
                .satisfies(InMemoryIpAssignerTest::assertNothingChanged);
    }

    @Test
    void survey_whenInTwoVpcs_isAmbiguous() {
        overlappingVpcWith("10.0.1.12");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> One.survey(assigner, HELD, HostId.of("i-0b")))
                .is(refusal(RefusalReason.AMBIGUOUS_ADDRESS))
                .withMessageContaining("10.0.1.12 exists in several networks");
    }

    @Test
    void survey_whenFreeAndVpcsOverlap_placesInTheTargetsVpc() {
        overlappingVpcWith("10.0.1.12");
        assertThat(One.survey(assigner, FREE, HostId.of("i-0b")))
                .isEqualTo(Survey.of(List.of(), placement("i-0b", "eni-0b")));
    }

    @Test
    void survey_whenAnything_changesNothing() {
        List<VpcInterface> before = network.interfaces();
        int events = network.history().size();
        One.survey(assigner, HELD, HostId.of("i-0b"));
        assertThat(network.interfaces()).isEqualTo(before);
        assertThat(network.history()).hasSize(events);
    }

    // ---- assign

    @Test
    void assign_whenHeldElsewhere_takesIt() {
        assigner.assign(List.of(transfer(HELD, "i-0b")));
        assertThat(network.holders(HELD)).containsExactly(Holder.of(HostId.of("i-0b"), "eni-0b"));
        assertThat(network.networkInterface("eni-0a").orElseThrow().addresses()).doesNotContain(HELD);
    }

    @Test
    void assign_whenFree_givesIt() {
        assigner.assign(List.of(transfer(FREE, "eni-0lone")));
        assertThat(network.holders(FREE)).containsExactly(Holder.of(HostId.of("eni-0lone"), "eni-0lone"));
    }

    @Test
    void assign_whenFilledAfterTheSurvey_saysThatItIsFull() {
        Transfer transfer = transfer(HELD, "i-0b");
        fill("eni-0b");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> assigner.assign(List.of(transfer)))
                .is(refusal(RefusalReason.INTERFACE_FULL))
                .withMessageContaining("10 addresses (m5.large)");
        assertThat(network.holders(HELD)).containsExactly(HOLDER);
    }

    @Test
    void assign_whenInterfaceIsGoneAfterTheSurvey_saysSo() {
        Transfer transfer = transfer(HELD, "i-0b");
        network.terminate(List.of("i-0b"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> assigner.assign(List.of(transfer)))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .withMessageContaining("eni-0b can't be used: no such network interface");
    }

    @Test
    void assign_whenOutsideTheSubnet_saysWhereItBelongs() {
        IpAddress outside = IpAddress.of("10.0.2.50");
        Transfer transfer = Transfer.of(outside, List.of(), placement("i-0b", "eni-0b"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> assigner.assign(List.of(transfer)))
                .is(refusal(RefusalReason.SUBNET_MISMATCH))
                .withMessageContaining("10.0.2.50 belongs to " + beside);
    }

    // ---- release

    @Test
    void release_whenHeld_freesIt() {
        assigner.release(List.of(HELD), HOLDER);
        assertThat(network.holders(HELD)).isEmpty();
    }

    @Test
    void release_whenHeldByAnother_tellsByWhomAndTakesNothing() {
        network.assignAddresses("eni-0b", List.of(HELD), true);
        Holder now = Holder.of(HostId.of("i-0b"), "eni-0b");
        assertThatExceptionOfType(HolderChangedException.class)
                .isThrownBy(() -> assigner.release(List.of(HELD), HOLDER))
                .withMessageContaining("10.0.1.12 is not held by i-0a but by i-0b (eni-0b)")
                .satisfies(refusal -> {
                    assertThat(refusal.holders()).containsExactly(now);
                    assertNothingChanged(refusal);
                });
        assertThat(network.holders(HELD)).containsExactly(now);
    }

    @Test
    void release_whenHeldByNobody_saysSo() {
        network.unassignAddresses("eni-0a", List.of(HELD));
        assertThatExceptionOfType(HolderChangedException.class)
                .isThrownBy(() -> assigner.release(List.of(HELD), HOLDER))
                .satisfies(refusal -> assertThat(refusal.holders()).isEmpty());
    }

    @Test
    void release_whenHolderIsGone_tellsThatItChanged() {
        network.terminate(List.of("i-0a"));
        assertThatExceptionOfType(HolderChangedException.class)
                .isThrownBy(() -> assigner.release(List.of(HELD), HOLDER))
                .withMessageContaining("10.0.1.12 is not held by i-0a");
    }

    @Test
    void release_whenPrimary_refuses() {
        IpAddress primary = IpAddress.of("10.0.1.10");
        Holder holder = Holder.ofPrimary(HostId.of("i-0a"), "eni-0a");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> assigner.release(List.of(primary), holder))
                .is(refusal(RefusalReason.PRIMARY_ADDRESS))
                .withMessageContaining("10.0.1.10 is the primary address of i-0a");
        assertThat(network.holders(primary)).containsExactly(holder);
    }

    @Test
    void release_whenPrimaryButTakenForSecondary_refuses() {
        IpAddress primary = IpAddress.of("10.0.1.10");
        assertThatExceptionOfType(FloatingIpException.class)
                .isThrownBy(() -> assigner.release(List.of(primary), HOLDER))
                .satisfies(InMemoryIpAssignerTest::assertNothingChanged)
                .is(refusal(RefusalReason.PRIMARY_ADDRESS));
        assertThat(network.holders(primary)).hasSize(1);
    }

    // ---- helpers

    private Vpc overlappingVpcWith(String address) {
        Vpc other = network.createVpc("10.0.0.0/16");
        String subnet =
                network.createSubnet(other.id(), "10.0.1.0/24", "us-east-1a").id();
        network.createInterface(InterfaceSpec.in(subnet).secondary(address));
        return other;
    }

    private void fill(String eni) {
        int have = network.networkInterface(eni).orElseThrow().addresses().size();
        network.assignAddresses(eni, 10 - have);
    }

    private Placement placement(String host, String eni) {
        VpcInterface found = network.networkInterface(eni).orElseThrow();
        return Placement.builder(HostId.of(host), eni)
                .macAddress(found.macAddress())
                .subnetId(found.subnetId())
                .build();
    }

    private Transfer transfer(IpAddress address, String target) {
        Survey survey = One.survey(assigner, address, HostId.of(target));
        return Transfer.of(address, survey.holders(), survey.placement());
    }

    private static void assertNothingChanged(FloatingIpException refusal) {
        assertThat(refusal.effect()).isEqualTo(Effect.NONE);
        assertThat(refusal).hasMessageContaining("othing was changed.");
    }
}
