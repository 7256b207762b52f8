package org.floatingip.testkit.assigner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.List;
import java.util.stream.IntStream;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;

/** Several addresses by one call of the in-memory assigner, and what it says beforehand that it will call. */
class InMemoryBatchTest {

    private static final IpAddress HELD = IpAddress.of("10.0.1.12");
    private static final IpAddress FREE = IpAddress.of("10.0.1.13");
    private static final Holder HOLDER = Holder.of(HostId.of("i-0a"), "eni-0a");

    private final Scenario scenario = Scenario.builder()
            .host("i-0a")
            .primary("10.0.1.10")
            .holding("10.0.1.12")
            .host("i-0b")
            .build();
    private final InMemoryVpc network = scenario.network();
    private final InMemoryIpAssigner assigner = scenario.assigner();

    private Transfer to(String target, IpAddress address) {
        Survey survey = One.survey(assigner, address, HostId.of(target));
        return Transfer.of(address, survey.holders(), survey.placement());
    }

    // ---- several at once

    @Test
    void release_ofSeveral_takesAllByOneCall() {
        network.assignAddresses("eni-0a", List.of(FREE), false);

        assigner.release(List.of(HELD, FREE), HOLDER);

        assertThat(network.holders(HELD)).isEmpty();
        assertThat(network.holders(FREE)).isEmpty();
        assertThat(assigner.count(Call.RELEASE)).isEqualTo(1);
    }

    @Test
    void release_ofSeveralWhenOneIsElsewhere_takesNoneAndSaysWhich() {
        network.assignAddresses("eni-0b", List.of(FREE), false);

        assertThatExceptionOfType(HolderChangedException.class)
                .isThrownBy(() -> assigner.release(List.of(HELD, FREE), HOLDER))
                .withMessageContaining(FREE + " is not held by i-0a but by i-0b (eni-0b)")
                .havingCause()
                .withMessageContaining("Some of the specified addresses are not assigned to interface eni-0a");

        assertThat(network.holders(HELD)).containsExactly(HOLDER);
    }

    @Test
    void release_ofSeveralWhenOneIsPrimary_takesNone() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> assigner.release(List.of(HELD, IpAddress.of("10.0.1.10")), HOLDER))
                .is(refusal(RefusalReason.PRIMARY_ADDRESS))
                .withMessageContaining("10.0.1.10 is the primary address of i-0a");

        assertThat(network.holders(HELD)).containsExactly(HOLDER);
    }

    @Test
    void survey_whenThereIsRoomForOneOfTwo_refusesBoth() {
        network.assignAddresses(
                "eni-0b",
                IntStream.rangeClosed(101, 108)
                        .mapToObj(last -> IpAddress.of("10.0.1." + last))
                        .toList(),
                false);

        PerAddress<Survey> found = assigner.survey(List.of(HELD, FREE), HostId.of("i-0b"));

        assertThat(found.failures())
                .containsOnlyKeys(HELD, FREE)
                .allSatisfy((address, why) -> assertThat(why).is(refusal(RefusalReason.INTERFACE_FULL)));
    }

    // ---- explain

    @Test
    void explain_aTakeoverOfSeveral_isOneAssignmentForEachWayItIsMade() {
        assertThat(assigner.explain(List.of(to("i-0b", HELD), to("i-0b", FREE)), MoveStrategy.TAKEOVER, List.of()))
                .extracting(PlannedCall::toString)
                .containsExactly(
                        "read: DescribeNetworkInterfaces: who holds 10.0.1.12, " + FREE,
                        "read: DescribeInstances: i-0b",
                        "read: DescribeSubnets: which one contains " + FREE,
                        "change: AssignPrivateIpAddresses 10.0.1.12 to eni-0b, with AllowReassignment",
                        "change: AssignPrivateIpAddresses " + FREE + " to eni-0b, without AllowReassignment",
                        "read: DescribeNetworkInterfaces: until it shows i-0b (eni-0b) alone");
    }

    @Test
    void explain_aHandoverThatPutsBack_takesAndGivesAndPutsBack() {
        Dependent elasticIp = Dependent.of("eipalloc-1", "Elastic IP 198.51.100.1");

        assertThat(assigner.explain(List.of(to("eni-0b", HELD)), MoveStrategy.HANDOVER, List.of(elasticIp)))
                .filteredOn(PlannedCall::mutating)
                .extracting(PlannedCall::toString, PlannedCall::permission)
                .containsExactly(
                        tuple(
                                "change: UnassignPrivateIpAddresses 10.0.1.12 from eni-0a",
                                "ec2:UnassignPrivateIpAddresses"),
                        tuple(
                                "change: AssignPrivateIpAddresses 10.0.1.12 to eni-0b, without AllowReassignment",
                                "ec2:AssignPrivateIpAddresses"),
                        tuple(
                                "change: AssociateAddress " + elasticIp
                                        + " with 10.0.1.12 of eni-0b, without AllowReassociation",
                                "ec2:AssociateAddress"));
    }
}
