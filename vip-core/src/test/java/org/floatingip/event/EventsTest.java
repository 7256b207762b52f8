package org.floatingip.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.RefusedException;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.NotVerifiedException;
import org.junit.jupiter.api.Test;

/** What events say, and how they read. */
class EventsTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final IpAddress ONE = IpAddress.of("10.0.1.12");
    private static final IpAddress TWO = IpAddress.of("10.0.1.13");
    private static final IpAddress THREE = IpAddress.of("10.0.1.14");
    private static final Holder ON_A = Holder.of(HostId.of("i-0a"), "eni-0a");
    private static final Holder ON_B = Holder.of(HostId.of("i-0b"), "eni-0b");
    private static final Duration TIME = Duration.ofMillis(8);
    private static final OperationInfo MOVE = OperationInfo.builder("op-1", OperationKind.MOVE)
            .addresses(List.of(ONE))
            .target(ON_B.host())
            .startedAt(START)
            .build();

    private static MoveResult.Builder result(IpAddress address) {
        return MoveResult.builder()
                .address(address)
                .outcome(MoveOutcome.MOVED)
                .displaced(List.of(ON_A))
                .to(ON_B)
                .startedAt(START);
    }

    private static AddressOutcome moved(IpAddress address) {
        return AddressOutcome.moved(result(address).build());
    }

    private static AddressOutcome held(IpAddress address) {
        return AddressOutcome.moved(
                result(address).outcome(MoveOutcome.ALREADY_HELD).build());
    }

    private static AddressOutcome settled(IpAddress address, List<Holder> unsettled) {
        return AddressOutcome.settled(
                SettleResult.of(address, List.of(), unsettled, List.of(), START, TIME, List.of()));
    }

    private static NotVerifiedException unverified(Effect effect) {
        return new NotVerifiedException(effect, ONE, "on i-0b", null, "odd", null);
    }

    private static OperationEnded ended(FloatingIpException failure, AddressOutcome... outcomes) {
        OperationInfo several = OperationInfo.builder("op-2", OperationKind.MOVE)
                .addresses(List.of(ONE, TWO, THREE))
                .target(ON_B.host())
                .startedAt(START)
                .build();
        return OperationEnded.of(several, TIME, List.of(outcomes), failure);
    }

    @SuppressWarnings("NullAway") // no failure
    private static OperationEnded ended(AddressOutcome... outcomes) {
        return ended(null, outcomes);
    }

    // ---- one address

    @Test
    void mayHaveMoved_unlessItIsKnownThatNothingWasChanged_isTrue() {
        RefusedException refused = RefusedException.interfaceFull("eni-0b", "2 addresses", null);
        ReleaseResult released = ReleaseResult.of(ONE, ON_A, START, TIME, List.of());

        assertThat(moved(ONE).mayHaveMoved()).isTrue();
        assertThat(AddressOutcome.released(released).mayHaveMoved()).isTrue();
        assertThat(AddressOutcome.failed(ONE, unverified(Effect.UNKNOWN), List.of())
                        .mayHaveMoved())
                .isTrue();
        assertThat(AddressOutcome.failed(ONE, unverified(Effect.APPLIED), List.of())
                        .mayHaveMoved())
                .isTrue();
        assertThat(AddressOutcome.restored(ONE, unverified(Effect.UNKNOWN), List.of())
                        .mayHaveMoved())
                .isTrue();
        assertThat(held(ONE).mayHaveMoved()).isFalse();
        assertThat(AddressOutcome.failed(ONE, refused, List.of()).mayHaveMoved())
                .isFalse();
        assertThat(settled(ONE, List.of()).mayHaveMoved()).isFalse();
    }

    @Test
    void failed_whereTheAddressWasMovedAllTheSame_hasBoth() {
        NotReassociatedException missing = new NotReassociatedException(
                Effect.APPLIED, ONE, ON_B, List.of(Dependent.of("eipalloc-0a", "Elastic IP")), "denied", null);
        MoveResult result = result(ONE).unsettled(List.of(ON_A)).build();
        missing.recordMoved(result);

        AddressOutcome outcome = AddressOutcome.failed(ONE, missing, List.of("look"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(outcome.moved()).isSameAs(result);
        assertThat(outcome.failure()).isSameAs(missing);
        assertThat(outcome.unsettled()).containsExactly(ON_A);
        assertThat(outcome.warnings()).containsExactly("look");
        assertThat(outcome)
                .hasToString("10.0.1.12 failed, effect APPLIED: NotReassociated: " + missing.getMessage()
                        + ", still to settle: i-0a (eni-0a); warning: look");
    }

    @Test
    void outcomes_asText_areWhatAPersonNeeds() {
        assertThat(moved(ONE)).hasToString("10.0.1.12 moved from i-0a (eni-0a) to i-0b (eni-0b)");
        assertThat(held(ONE)).hasToString("10.0.1.12 held by i-0b (eni-0b) already");
        assertThat(settled(ONE, List.of())).hasToString("10.0.1.12 settled");
        assertThat(settled(ONE, List.of(ON_A))).hasToString("10.0.1.12 not settled, still to settle: i-0a (eni-0a)");
        assertThat(AddressOutcome.restored(ONE, unverified(Effect.UNKNOWN), List.of()))
                .hasToString("10.0.1.12 where it was, because others failed");
    }

    // ---- the whole

    @Test
    void outcome_ofSeveralAddresses_isTheOneThatMattersMost() {
        assertThat(ended().outcome()).isEqualTo(Outcome.NOTHING);
        assertThat(ended(held(ONE), held(TWO)).outcome()).isEqualTo(Outcome.ALREADY_HELD);
        assertThat(ended(held(ONE), moved(TWO)).outcome()).isEqualTo(Outcome.MOVED);
        assertThat(ended(settled(ONE, List.of()), settled(TWO, List.of(ON_A))).outcome())
                .isEqualTo(Outcome.UNSETTLED);
        assertThat(ended(settled(ONE, List.of())).outcome()).isEqualTo(Outcome.SETTLED);
        assertThat(ended(unverified(Effect.UNKNOWN), moved(ONE)).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ended(RefusedException.interfaceFull("eni-0b", "2 addresses", null))
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void effect_ofSeveralAddresses_isWhatIsKnownOfAll() {
        assertThat(ended(held(ONE), moved(TWO)).effect()).isEqualTo(Effect.APPLIED);
        assertThat(ended(held(ONE), held(TWO)).effect()).isEqualTo(Effect.NONE);
        assertThat(ended(unverified(Effect.UNKNOWN), moved(ONE)).effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void ended_ofOneAddress_isOneLine() {
        assertThat(OperationEnded.of(MOVE, TIME, List.of(moved(ONE)), null))
                .hasToString("[op-1] move of 10.0.1.12 to i-0b in 8.0 ms: moved from i-0a (eni-0a) to i-0b (eni-0b)");
    }

    @Test
    void ended_ofSeveralAddresses_namesTogetherWhatFaredAlike() {
        NotVerifiedException failed = unverified(Effect.UNKNOWN);
        GroupMoveException some = new GroupMoveException(
                ON_B.host(), List.of(result(ONE).build()), Map.of(THREE, failed), List.of(), failed);

        assertThat(ended(some, moved(ONE), moved(TWO), AddressOutcome.failed(THREE, failed, List.of())))
                .hasToString(
                        "[op-2] move of 3 addresses to i-0b in 8.0 ms: 10.0.1.12, 10.0.1.13 moved from i-0a (eni-0a)"
                                + " to i-0b (eni-0b); 10.0.1.14 failed, effect UNKNOWN: NotVerified: "
                                + failed.getMessage());
        assertThat(ended()).hasToString("[op-2] move of 3 addresses to i-0b in 8.0 ms: nothing to do");
        assertThat(ended(moved(TWO)))
                .hasToString("[op-2] move of 3 addresses to i-0b in 8.0 ms: 10.0.1.13 moved from i-0a (eni-0a) to i-0b"
                        + " (eni-0b)");
    }

    @Test
    void beginnings_asText_sayWhoseTheyAre() {
        MoveStep step = MoveStep.builder(StepKind.ASSIGNED)
                .outcome(StepOutcome.DONE)
                .startedAt(START)
                .build();

        assertThat(OperationStarted.of(MOVE)).hasToString("[op-1] move of 10.0.1.12 to i-0b begins");
        assertThat(StepStarted.of(MOVE, ONE, 1, StepKind.ASSIGNED, START))
                .hasToString("[op-1] 10.0.1.12 begins ASSIGNED");
        assertThat(StepEnded.of(MOVE, ONE, 1, step)).hasToString("[op-1] 10.0.1.12 " + step);
        assertThat(OperationInfo.builder("op-3", OperationKind.RELEASE)
                        .addresses(List.of(ONE, TWO))
                        .from(ON_A.host())
                        .startedAt(START)
                        .build())
                .hasToString("[op-3] release of 2 addresses from i-0a");
    }

    // ---- values

    @Test
    void lists_whenChangedAfterwards_wereCopied() {
        List<IpAddress> addresses = new ArrayList<>(List.of(ONE));
        List<AddressOutcome> outcomes = new ArrayList<>(List.of(moved(ONE)));
        OperationInfo info = OperationInfo.builder("op-1", OperationKind.MOVE)
                .addresses(addresses)
                .startedAt(START)
                .build();
        OperationEnded event = OperationEnded.of(info, TIME, outcomes, null);
        addresses.clear();
        outcomes.clear();

        assertThat(info.addresses()).containsExactly(ONE).isUnmodifiable();
        assertThat(event.outcomes()).hasSize(1).isUnmodifiable();
        assertThat(info.target()).isNull();
        assertThat(info.from()).isNull();
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without the checker gets
    void build_whenSomethingRequiredIsMissing_namesIt() {
        OperationInfo.Builder noStart = OperationInfo.builder("op-1", OperationKind.MOVE);

        assertThatNullPointerException().isThrownBy(noStart::build).withMessage("startedAt");
        assertThatNullPointerException()
                .isThrownBy(() -> OperationInfo.builder(null, OperationKind.MOVE))
                .withMessage("id");
        assertThatNullPointerException()
                .isThrownBy(() -> OperationStarted.of(null))
                .withMessage("operation");
        assertThatNullPointerException()
                .isThrownBy(() -> StepEnded.of(MOVE, ONE, 1, null))
                .withMessage("step");
        assertThatNullPointerException()
                .isThrownBy(() -> OperationEnded.of(MOVE, null, List.of(), null))
                .withMessage("elapsed");
    }
}
