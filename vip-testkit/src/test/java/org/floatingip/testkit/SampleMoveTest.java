package org.floatingip.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.StepKind;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.SupersededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What mocks return and throw is what moves end with. */
class SampleMoveTest {

    private static final SampleMove MOVE = SampleMove.of("10.0.1.12", "i-0a", "i-0b");

    private static final Set<RefusalReason> NONE_OF_A_MOVE = EnumSet.of(
            RefusalReason.UNKNOWN_ZONE,
            RefusalReason.AMBIGUOUS_ZONE,
            RefusalReason.DNS_CONFLICT,
            RefusalReason.HOLDER_CHANGED,
            RefusalReason.STALE_PLAN,
            RefusalReason.STALE_STANDBY,
            RefusalReason.GROUP_REFUSED);

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        MOVE.holderChanged("i-0c"), Effect.NONE, "10.0.1.12 is not held by i-0a but by i-0c (eni-0c)"),
                Arguments.of(MOVE.refused(RefusalReason.INTERFACE_FULL), Effect.NONE, "interface eni-0b has no room"),
                Arguments.of(MOVE.permissionDenied(), Effect.NONE, "ec2:AssignPrivateIpAddresses"),
                Arguments.of(MOVE.noCredentials(), Effect.NONE, "no credentials were found"),
                Arguments.of(MOVE.unavailable(), Effect.NONE, "the client is closed"),
                Arguments.of(MOVE.outOfTime(), Effect.NONE, "the timeout of 10.0 s passed"),
                Arguments.of(MOVE.hostConfiguration(), Effect.NONE, "host i-0b can't be configured"),
                Arguments.of(MOVE.stalePlan("i-0c"), Effect.NONE, "the plan for 10.0.1.12 is stale"),
                Arguments.of(MOVE.staleEpoch("i-0c"), Effect.NONE, "10.0.1.12 was claimed for i-0c by epoch 8"),
                Arguments.of(MOVE.staleStandby(), Effect.NONE, "the standby of 10.0.1.12 on i-0b is stale"),
                Arguments.of(MOVE.notVerified(), Effect.UNKNOWN, "not verified: 10.0.1.12 should be "),
                Arguments.of(MOVE.superseded("i-0c"), Effect.APPLIED, "it is now on i-0c (eni-0c)"),
                Arguments.of(MOVE.leftUnheld(), Effect.APPLIED, "10.0.1.12 was taken from i-0a (eni-0a)"),
                Arguments.of(MOVE.notReassociated(), Effect.APPLIED, "was cut off from 10.0.1.12"),
                Arguments.of(MOVE.groupMovedInPart("10.0.1.13", "i-0c"), Effect.APPLIED, "10.0.1.12"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failure_asAMoveEndsWithIt_hasStepsAndEffectAndWords(FloatingIpException failure, Effect effect, String words)
            throws IOException, ClassNotFoundException {
        assertThat(failure.effect()).isEqualTo(effect);
        assertThat(failure).hasMessageContaining(words);
        assertThat(failure.steps()).isNotEmpty();

        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(stored)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray()))) {
            assertThat((FloatingIpException) in.readObject()).hasMessage(failure.getMessage());
        }
    }

    @Test
    void failures_ofOneMove_haveItsAddressAndItsHosts() {
        HolderChangedException changed = MOVE.holderChanged("i-0c");
        SupersededException superseded = MOVE.superseded("i-0c");
        NotVerifiedException unknown = MOVE.notVerified();
        GroupMoveException group = MOVE.groupMovedInPart("10.0.1.13", "i-0c");

        assertThat(changed.expected()).isEqualTo(HostId.of("i-0a"));
        assertThat(changed.holders()).singleElement().matches(holder -> holder.isOn(HostId.of("i-0c")));
        assertThat(superseded.target()).isEqualTo(HostId.of("i-0b"));
        assertThat(superseded.observed()).singleElement().matches(holder -> holder.isOn(HostId.of("i-0c")));
        assertThat(unknown.address()).isEqualTo(IpAddress.of("10.0.1.12"));
        assertThat(MOVE.outOfTime().retryable()).isTrue();
        assertThat(MOVE.unavailable().retryable()).isFalse();
        assertThat(group.failures()).containsOnlyKeys(IpAddress.of("10.0.1.12"));
        assertThat(group.moved()).extracting(MoveResult::address).containsExactly(IpAddress.of("10.0.1.13"));
    }

    @Test
    void results_ofOneMove_areThoseOfAScenario() {
        assertThat(MOVE.moved().outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(MOVE.moved().steps())
                .extracting(step -> step.kind())
                .contains(StepKind.ASSIGNED)
                .isEqualTo(Scenario.create().floatingIp().moveTo("i-0b").steps().stream()
                        .map(step -> step.kind())
                        .toList());
        assertThat(MOVE.alreadyHeld().outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(MOVE.movedButNotSettled().warnings())
                .singleElement()
                .asString()
                .contains("i-0a");
    }

    @Test
    void failure_eachTime_isANewOne() {
        assertThat(MOVE.superseded("i-0c")).isNotSameAs(MOVE.superseded("i-0c"));
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void refused_forEachReasonOfAMove_isThatRefusal(RefusalReason reason) {
        if (NONE_OF_A_MOVE.contains(reason)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MOVE.refused(reason))
                    .withMessageStartingWith(reason + " ");
        } else {
            assertThat(MOVE.refused(reason).reason()).isEqualTo(reason);
            assertThat(MOVE.refused(reason).steps()).isNotEmpty();
        }
    }

    @Test
    void of_whenItCanBeNoMove_saysWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleMove.of("2001:db8::12", "i-0a", "i-0b"))
                .withMessageContaining("IPv4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleMove.of("10.0.1.12", "db-a", "i-0b"))
                .withMessageContaining("begins with i-");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleMove.of("10.0.1.12", "i-0a", "i-0a"))
                .withMessageContaining("i-0a exists already");
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void of_whateverTheAddress_findsRoomForIt(String address) {
        assertThat(SampleMove.of(address, "i-0123456789abcdef0", "i-0fedcba9876543210")
                        .moved()
                        .outcome())
                .isEqualTo(MoveOutcome.MOVED);
    }

    static Stream<String> addresses() {
        return Stream.of("10.0.0.255", "172.31.5.0", "192.168.178.100", "10.255.0.101");
    }
}
