package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.catchRefusal;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.ReleaseResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcEvent;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine does when calls fail before, after or without their effect, in virtual time. */
class MoveEngineTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final FloatingIp db =
            FloatingIp.at(VIP).assigner(assigner).ticker(ticker).build();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final Holder onA = holder("db.a");
    private final Holder onB = holder("db.b");
    private final Holder onSmall = holder("small");
    private final Incident thirdParty = Incident.thirdPartyTakes(VIP, onSmall.interfaceId());
    private final int before = network.history().size();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private Holder holder(String name) {
        return Holder.of(
                HostId.of(sandbox.instanceId(name)),
                network.instance(sandbox.instanceId(name))
                        .orElseThrow()
                        .interfaces()
                        .get(0)
                        .id());
    }

    private List<Call> calls() {
        return assigner.calls().stream().map(RecordedCall::call).toList();
    }

    private List<Holder> takenBy() {
        return network.history().subList(before, network.history().size()).stream()
                .filter(event -> event.kind() == VpcEvent.Kind.ADDRESS)
                .map(VpcEvent::to)
                .toList();
    }

    private static List<StepKind> kinds(List<MoveStep> steps) {
        return steps.stream().map(MoveStep::kind).toList();
    }

    private static List<StepOutcome> outcomes(List<MoveStep> steps) {
        return steps.stream().map(MoveStep::outcome).toList();
    }

    /** A network in which several can hold an address: what it shows to one look after the other, then always the last. */
    private FloatingIp onPlainLan(List<List<Holder>> shown) {
        Deque<List<Holder>> looks = new ArrayDeque<>(shown);
        IpAssigner plainLan = new SingleIpAssigner() {
            @Override
            public List<Holder> locate(IpAddress address) {
                return looks.size() > 1 ? looks.remove() : looks.element();
            }

            @Override
            public Survey survey(IpAddress address, HostId target) {
                return Survey.of(
                        locate(address),
                        Placement.builder(onB.host(), onB.interfaceId()).build());
            }

            @Override
            public void assign(Transfer transfer) {
                // What it does is what the looks show.
            }

            @Override
            public void release(IpAddress address, Holder holder) {
                throw new UnsupportedOperationException();
            }
        };
        return FloatingIp.at(VIP).assigner(plainLan).ticker(ticker).build();
    }

    private static void bug() {
        throw new IllegalStateException("a bug");
    }

    private <T extends FloatingIpException> T failure(Class<T> type) {
        return catchThrowableOfType(type, () -> db.moveTo(b));
    }

    // ---- the plain cases

    @Test
    void moveTo_whenHeldElsewhere_movesAndSaysFromWhom() {
        MoveResult result = db.moveTo(b);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(result.from()).contains(onA);
        assertThat(result.displaced()).containsExactly(onA);
        assertThat(result.to()).isEqualTo(onB);
        assertThat(kinds(result.steps())).containsExactly(StepKind.PLANNED, StepKind.ASSIGNED, StepKind.VERIFIED);
        assertThat(outcomes(result.steps())).containsOnly(StepOutcome.DONE);
        assertThat(network.holders(VIP)).containsExactly(onB);
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE, Call.ASSIGN, Call.LOOK);
    }

    @Test
    void moveTo_whenHeldAlready_changesNothing() {
        MoveResult result = db.moveTo(a);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(result.to()).isEqualTo(onA);
        assertThat(result.from()).contains(onA);
        assertThat(result.displaced()).isEmpty();
        assertThat(outcomes(result.steps())).containsExactly(StepOutcome.DONE, StepOutcome.SKIPPED);
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE);
    }

    @Test
    void moveTo_whenTheTargetIsTheHoldersInterface_isHeldAlready() {
        assertThat(db.moveTo(onA.interfaceId()).outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
    }

    @Test
    void moveTo_whenNobodyHoldsIt_movesFromNobody() {
        network.unassignAddresses(onA.interfaceId(), List.of(VIP));

        MoveResult result = db.moveTo(b);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(result.from()).isEmpty();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void moveTo_whenRefused_carriesTheLadderAndChangesNothing() {
        RefusedException refused =
                catchRefusal(RefusalReason.SUBNET_MISMATCH, () -> db.moveTo(sandbox.instanceId("far")));

        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(kinds(refused.steps())).containsExactly(StepKind.PLANNED);
        assertThat(outcomes(refused.steps())).containsExactly(StepOutcome.FAILED);
        assertThat(network.history()).hasSize(before);
    }

    @Test
    void moveTo_whenReadingFailsForAWhile_readsAgain() {
        assigner.inject(Fault.unavailable().onCall(Call.LOOK).times(3));

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.steps().get(0).attempts()).isEqualTo(4);
        assertThat(result.elapsed()).isPositive();
    }

    @Test
    void moveTo_whenReadingNeverWorks_endsAtTheDeadlineWithoutAChange() {
        assigner.inject(Fault.throttle().onCall(Call.LOOK).always());

        OutOfTimeException failed = failure(OutOfTimeException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(failed).hasMessageContaining("10.0 s").hasMessageContaining("throttled");
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(TIMEOUT);
        assertThat(assigner.calls()).extracting(RecordedCall::call).containsOnly(Call.LOOK);
        assertThat(takenBy()).isEmpty();
    }

    @Test
    void moveTo_whenAReadingTakesAllTheTime_doesNotAssign() {
        assigner.inject(Fault.none().onCall(Call.LOOK).then(Incident.timePasses(TIMEOUT)));

        OutOfTimeException failed = failure(OutOfTimeException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE);
    }

    @Test
    void moveTo_whenTheAssignerHasABugInReading_saysSo() {
        assigner.inject(Fault.none().onCall(Call.RESOLVE).first(MoveEngineTest::bug));

        UnavailableException failed = failure(UnavailableException.class);

        assertThat(failed).hasMessageContaining("a bug").hasCauseInstanceOf(IllegalStateException.class);
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(kinds(failed.steps())).containsExactly(StepKind.PLANNED);
    }

    // ---- the assignment fails

    @Test
    void moveTo_whenAssigningIsThrottledForAWhile_looksBeforeEachRepetition() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).times(2));

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(calls())
                .containsExactly(
                        Call.LOOK,
                        Call.RESOLVE,
                        Call.ASSIGN,
                        Call.LOOK,
                        Call.ASSIGN,
                        Call.LOOK,
                        Call.ASSIGN,
                        Call.LOOK);
        assertThat(takenBy()).containsExactly(onB);
    }

    @Test
    void moveTo_whenAssigningIsThrottledToTheEnd_changesNothing() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).always());

        OutOfTimeException failed = failure(OutOfTimeException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(failed).hasCauseInstanceOf(ThrottledException.class);
        assertThat(outcomes(failed.steps())).containsExactly(StepOutcome.DONE, StepOutcome.FAILED);
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(TIMEOUT);
        assertThat(takenBy()).isEmpty();
    }

    @Test
    void moveTo_whenAssigningIsDenied_isNotRepeated() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        PermissionDeniedException failed = failure(PermissionDeniedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE, Call.ASSIGN);
        assertThat(outcomes(failed.steps())).containsExactly(StepOutcome.DONE, StepOutcome.FAILED);
    }

    @Test
    void moveTo_whenTheReplyIsLost_isMovedByOneAssignment() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE, Call.ASSIGN, Call.LOOK, Call.LOOK);
        assertThat(takenBy()).containsExactly(onB);
    }

    @Test
    void moveTo_whenTheRequestIsLost_assignsAgainAfterLooking() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE, Call.ASSIGN, Call.LOOK, Call.ASSIGN, Call.LOOK);
    }

    @Test
    void moveTo_whenTheReplyIsLostAndAThirdPartyTookIt_leavesItThere() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN).then(thirdParty));

        SupersededException failed = failure(SupersededException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed.observed()).containsExactly(onSmall);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE, Call.ASSIGN, Call.LOOK);
        assertThat(outcomes(failed.steps())).containsExactly(StepOutcome.DONE, StepOutcome.UNKNOWN);
    }

    @Test
    void moveTo_whenThrottledAndAThirdPartyTookIt_leavesItThere() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(thirdParty));

        SupersededException failed = failure(SupersededException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void moveTo_whenTheOldHolderIsTerminatedMeanwhile_goesOn() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.terminate(a)));

        assertThat(db.moveTo(b).moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void moveTo_whenTheEffectIsUnknownAndNothingCanBeSeen_saysUnknown() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));
        assigner.inject(Fault.loseReply().onCall(Call.LOOK).skip(1).always());

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed.observed()).isNull();
        assertThat(assigner.count(Call.ASSIGN)).isEqualTo(1);
    }

    @Test
    void moveTo_whenTheEffectIsUnknownAndTimeIsUp_stillLooksOnce() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN).then(Incident.timePasses(TIMEOUT)));

        assertThat(db.moveTo(b).moved()).isTrue();
    }

    @Test
    void moveTo_whenAnAttemptIsLostAndTheNextIsRefused_doesNotClaimToKnow() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed.observed()).containsExactly(onA);
        assertThat(failed).hasCauseInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void moveTo_whenTheAssignerHasABugAfterItsEffect_isMoved() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(MoveEngineTest::bug));

        assertThat(db.moveTo(b).moved()).isTrue();
        assertThat(takenBy()).containsExactly(onB);
    }

    @Test
    void moveTo_whenTheAssignerHasABugBeforeItsEffect_isNotRepeated() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(MoveEngineTest::bug));

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.observed()).containsExactly(onA);
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE, Call.ASSIGN, Call.LOOK);
    }

    // ---- verification

    @Test
    void moveTo_whenTheChangeBecomesVisibleLate_waitsForIt() {
        network.delayVisibility(Duration.ofMillis(1500));

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.steps().get(2).attempts()).isGreaterThan(2);
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(1500));
        assertThat(result.steps().get(2).duration()).isPositive();
    }

    @Test
    void moveTo_whenTheChangeIsSeenBesideTheOldHolder_waitsUntilItIsAlone() {
        MoveResult result = onPlainLan(List.of(List.of(onA), List.of(onA, onB), List.of(onB)))
                .moveTo(b);

        assertThat(result.steps().get(2).attempts()).isEqualTo(2);
    }

    @Test
    void moveTo_whenTheChangeIsNeverSeen_isNeitherSuccessNorFailure() {
        network.delayVisibility(Duration.ofHours(1));

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).containsExactly(onA);
        assertThat(failed).hasMessageContaining(b).hasMessageContaining("timeout");
        assertThat(outcomes(failed.steps())).containsExactly(StepOutcome.DONE, StepOutcome.DONE, StepOutcome.UNKNOWN);
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(TIMEOUT);
    }

    @Test
    void moveTo_whenAThirdPartyTakesItBeforeVerification_isSuperseded() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(thirdParty));

        SupersededException failed = failure(SupersededException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).containsExactly(onSmall);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void moveTo_whenVerifyingFailsForAWhile_looksAgain() {
        assigner.inject(Fault.throttle().onCall(Call.LOOK).skip(1));

        assertThat(db.moveTo(b).steps().get(2).attempts()).isEqualTo(2);
    }

    @Test
    void moveTo_whenVerifyingIsDenied_saysThatItWasApplied() {
        assigner.inject(Fault.deny().onCall(Call.LOOK).skip(1));

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).isNull();
        assertThat(failed).hasCauseInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void moveTo_whenNobodyIsSeenToHoldIt_isNotVerified() {
        network.unassignAddresses(onA.interfaceId(), List.of(VIP));
        network.delayVisibility(Duration.ofHours(1));

        assertThat(failure(NotVerifiedException.class)).hasMessageContaining("nobody");
    }

    @Test
    void moveTo_whenTheTargetIsTerminatedBeforeItIsSeen_saysSoAndWaitsNoLonger() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(Incident.terminate(b)));
        long began = ticker.nanoTime();

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).isEmpty();
        assertThat(failed).hasMessageContaining(b + " can't take it now: ");
        assertThat(failed.getCause()).is(refusal(RefusalReason.UNKNOWN_TARGET)).hasMessageContaining("terminated");
        assertThat(Duration.ofNanos(ticker.nanoTime() - began))
                .as("until no answer can be older than the change, and not for all of its time")
                .isBetween(assigner.traits().readLag(), TIMEOUT.dividedBy(2));
    }

    @Test
    void moveTo_whenTheTargetIsTerminatedAndTheReplyWasLost_saysSo() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN).then(Incident.terminate(b)));

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed).hasMessageContaining(b + " can't take it now: ").hasMessageContaining("terminated");
    }

    @Test
    void moveTo_whenNobodyHoldsItThatTheTargetCouldTake_looksUntilTheEnd() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(Incident.holderReleases(VIP)));
        long began = ticker.nanoTime();

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.getCause()).isNull();
        assertThat(calls().stream().filter(Call.RESOLVE::equals))
                .as("before the move; then why: once answers are new, and at the end")
                .hasSize(3);
        assertThat(Duration.ofNanos(ticker.nanoTime() - began)).isGreaterThan(TIMEOUT.dividedBy(2));
    }

    /** As long as an answer may be older than the change, nobody is not believed, and what it goes with is not asked for. */
    @Test
    void moveTo_whenNobodyIsSeenForAMoment_doesNotAskWhy() {
        network.unassignAddresses(onA.interfaceId(), List.of(VIP));
        ticker.advance(Duration.ofMinutes(1));
        network.delayVisibility(Duration.ofSeconds(1));
        assigner.inject(Fault.none()
                .onCall(Call.ASSIGN)
                .then(() -> assigner.inject(Fault.deny().onCall(Call.RESOLVE))));

        assertThat(db.moveTo(b).moved()).isTrue();

        assertThat(calls()).containsOnlyOnce(Call.RESOLVE);
    }

    /** That says nothing of the one interface that the address was given to. */
    @Test
    void moveTo_whenTheTargetHasSeveralInterfacesByThen_doesNotTakeThatForTheReason() {
        VpcInterface second = network.createInterface(InterfaceSpec.in(
                network.networkInterface(onB.interfaceId()).orElseThrow().subnetId()));
        assigner.inject(Fault.none()
                .onCall(Call.ASSIGN)
                .then(() -> network.attachInterface(second.id(), b, 1))
                .then(Incident.holderReleases(VIP)));

        assertThat(failure(NotVerifiedException.class)).hasNoCause().hasMessageContaining("the timeout of");
    }

    @Test
    void moveTo_whenItCanNotBeReadWhyNobodyHoldsIt_isNotVerifiedAllTheSame() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(Incident.holderReleases(VIP)));
        assigner.inject(Fault.deny().onCall(Call.RESOLVE).skip(1).times(2));

        assertThat(failure(NotVerifiedException.class)).hasNoCause().hasMessageContaining("nobody");
    }

    // ---- interrupts

    @Test
    void moveTo_whenInterruptedBeforeTheChange_changesNothingAndKeepsTheFlag() {
        assigner.inject(Fault.none().onCall(Call.LOOK).first(Incident.interrupt(Thread.currentThread())));

        OutOfTimeException failed = failure(OutOfTimeException.class);

        assertThat(failed).hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(takenBy()).isEmpty();
    }

    @Test
    void moveTo_whenInterruptedWhileWaitingToVerify_saysWhatIsKnown() {
        network.delayVisibility(Duration.ofHours(1));
        assigner.inject(Fault.none().onCall(Call.LOOK).skip(1).then(Incident.interrupt(Thread.currentThread())));

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed).hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void moveTo_whenInterruptedInALostAssignment_doesNotRepeatIt() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN).then(Incident.interrupt(Thread.currentThread())));

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE, Call.ASSIGN);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    // ---- looking and releasing

    @Test
    void holder_whenHeld_isTheHolder() {
        assertThat(db.holder()).contains(onA);
    }

    @Test
    void holder_whenNobodyHoldsIt_isEmpty() {
        network.unassignAddresses(onA.interfaceId(), List.of(VIP));

        assertThat(db.holder()).isEmpty();
    }

    @Test
    void holder_whenSeveralHoldIt_refusesToChoose() {
        assertThatThrownBy(onPlainLan(List.of(List.of(onA, onB)))::holder)
                .is(refusal(RefusalReason.AMBIGUOUS_ADDRESS))
                .hasMessageContaining(a)
                .hasMessageContaining(b);
    }

    @Test
    void holder_whenItCantBeTold_isNeverEmpty() {
        assigner.inject(Fault.loseReply().onCall(Call.LOOK).always());

        assertThatThrownBy(db::holder).isInstanceOf(OutOfTimeException.class);
    }

    @Test
    void release_whenTheHostHoldsIt_takesItAway() {
        ReleaseResult result = db.release(a);

        assertThat(result.from()).isEqualTo(onA);
        assertThat(kinds(result.steps())).containsExactly(StepKind.PLANNED, StepKind.UNASSIGNED, StepKind.VERIFIED);
        assertThat(network.holders(VIP)).isEmpty();
    }

    @Test
    void release_whenAnotherHostHoldsIt_saysWho() {
        HolderChangedException failed = catchThrowableOfType(HolderChangedException.class, () -> db.release(b));

        assertThat(failed).hasMessageContaining(a);
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(network.holders(VIP)).containsExactly(onA);
    }

    @Test
    void release_whenNobodyHoldsIt_isRefused() {
        network.unassignAddresses(onA.interfaceId(), List.of(VIP));

        assertThatThrownBy(() -> db.release(a))
                .isInstanceOf(HolderChangedException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void release_whenTheReplyIsLost_isReleasedOnce() {
        assigner.inject(Fault.loseReply().onCall(Call.RELEASE));

        assertThat(db.release(a).from()).isEqualTo(onA);
        assertThat(network.holders(VIP)).isEmpty();
    }

    @Test
    void release_whenTheReplyIsLostAndAnotherTookIt_leavesItThere() {
        assigner.inject(Fault.loseReply().onCall(Call.RELEASE).then(thirdParty));

        assertThat(db.release(a).from()).isEqualTo(onA);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void release_whenThrottledToTheEnd_changesNothing() {
        assigner.inject(Fault.throttle().onCall(Call.RELEASE).always());

        OutOfTimeException failed = catchThrowableOfType(OutOfTimeException.class, () -> db.release(a));

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(network.holders(VIP)).containsExactly(onA);
    }

    @Test
    void release_whenItIsStillSeenThere_isNotVerified() {
        network.delayVisibility(Duration.ofHours(1));

        NotVerifiedException failed = catchThrowableOfType(NotVerifiedException.class, () -> db.release(a));

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
    }

    // ---- what is wrong before anything is asked

    @Test
    void bad_input_isRefusedBeforeAnyCall() {
        assertThatIllegalArgumentException().isThrownBy(() -> db.moveTo("i-xyz!"));
        assertThatIllegalArgumentException().isThrownBy(() -> db.move().timeoutSeconds(0));
        assertThatIllegalArgumentException().isThrownBy(() -> db.move().timeout(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> db.move().timeout(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException().isThrownBy(() -> FloatingIp.at("db.example.com"));
        assertThatThrownBy(() -> db.move().execute())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("to(..)");
        assertThatThrownBy(() -> FloatingIp.at(VIP).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("assigner(..)");
        assertThatThrownBy(() -> db.moveTo((String) null)).isInstanceOf(NullPointerException.class);
        assertThat(calls()).isEmpty();
    }

    @Test
    void move_whenItHasATimeoutOfItsOwn_endsThen() {
        network.delayVisibility(Duration.ofHours(1));

        assertThatThrownBy(() -> db.move().to(b).timeoutSeconds(2).execute())
                .isInstanceOf(NotVerifiedException.class)
                .hasMessageContaining("2000 ms");
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    // ---- what a review found

    @Test
    void moveTo_whenTheHolderLetGoBeforeARepetition_displacesNobodyWhoCameSince() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.holderReleases(VIP)));
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(thirdParty));

        FloatingIpException thrown = failure(FloatingIpException.class);

        assertThat(thrown).isInstanceOf(HolderChangedException.class);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void moveTo_whenInterruptedInTheLookBeforeARepetition_doesNotAssignAgain() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN));
        assigner.inject(Fault.none().onCall(Call.LOOK).skip(1).then(Incident.interrupt(Thread.currentThread())));

        OutOfTimeException thrown = failure(OutOfTimeException.class);

        assertThat(thrown.effect()).isEqualTo(Effect.NONE);
        assertThat(thrown).hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(calls()).containsExactly(Call.LOOK, Call.RESOLVE, Call.ASSIGN, Call.LOOK);
        assertThat(takenBy()).isEmpty();
    }

    @Test
    void moveTo_whenTheLookAfterAnUnknownEffectIsDenied_doesNotBlameTheTime() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));
        assigner.inject(Fault.deny().onCall(Call.LOOK).skip(1));

        assertThat(failure(NotVerifiedException.class))
                .hasMessageContaining("reading the network failed")
                .hasMessageNotContaining("timeout");
    }

    @Test
    void moveTo_whenAssigningAndLookingThrowTheSameException_keepsWhatIsKnown() {
        UnavailableException one = UnavailableException.unexpected(Effect.UNKNOWN, "bug", new IllegalStateException());
        Runnable bug = () -> {
            throw one;
        };
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(bug));
        assigner.inject(Fault.none().onCall(Call.LOOK).skip(1).first(bug));

        assertThat(failure(NotVerifiedException.class)).hasCause(one);
    }

    @Test
    void moveTo_whenTheChangeShowsJustBeforeTheDeadline_isStillSeen() {
        network.delayVisibility(TIMEOUT.minusMillis(150));

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.elapsed()).isLessThan(TIMEOUT);
    }

    @Test
    void moveTo_whenTheTargetIsOneOfSeveralHolders_isNotAmongTheDisplaced() {
        MoveResult result = onPlainLan(List.of(List.of(onB, onA), List.of(onB))).moveTo(b);

        assertThat(result.displaced()).containsExactly(onA);
        assertThat(result.from()).contains(onA);
    }
}
