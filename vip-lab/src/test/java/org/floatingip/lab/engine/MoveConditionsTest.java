package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.MoveStrategy;
import org.floatingip.RefusalReason;
import org.floatingip.StandbyMove;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.StalePlanException;
import org.floatingip.failure.SupersededException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Traits;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moves with conditions: checked takeovers, handovers, and plans, in virtual time. */
class MoveConditionsTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final FloatingIp db =
            FloatingIp.at(VIP).assigner(assigner).ticker(ticker).build();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final String small = sandbox.instanceId("small");
    private final Holder onA = holder(a);
    private final Holder onB = holder(b);
    private final Holder onSmall = holder(small);

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private Holder holder(String instance) {
        return Holder.of(
                HostId.of(instance),
                network.instance(instance).orElseThrow().interfaces().get(0).id());
    }

    private void give(Holder holder) {
        network.assignAddresses(holder.interfaceId(), List.of(VIP), true);
    }

    private void elasticIpOnA() {
        network.associateElasticIp(network.allocateElasticIp().allocationId(), onA.interfaceId(), VIP, false);
    }

    private void free() {
        network.unassignAddresses(network.holders(VIP).get(0).interfaceId(), List.of(VIP));
    }

    private static List<StepKind> kinds(List<MoveStep> steps) {
        return steps.stream().map(MoveStep::kind).toList();
    }

    private long mutatingCalls() {
        return assigner.count(Call.ASSIGN) + assigner.count(Call.RELEASE);
    }

    // ---- checked takeover

    @Test
    void from_whenItHoldsTheAddress_isMoved() {
        assertThat(db.move().from(a).to(b).execute().moved()).isTrue();
        give(onA);
        assertThat(db.move().from(onA.interfaceId()).to(b).execute().moved()).isTrue();
    }

    @Test
    void from_whenAnotherHoldsIt_isRefusedBeforeAnyChange() {
        give(onSmall);

        HolderChangedException refused = catchThrowableOfType(
                HolderChangedException.class, () -> db.move().from(a).to(b).execute());

        assertThat(refused.holders()).containsExactly(onSmall);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(mutatingCalls()).isZero();
    }

    @Test
    void from_whenTheTargetHoldsIt_isAlreadyHeld() {
        give(onB);

        assertThat(db.move().from(a).to(b).execute().outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(db.move().from(a).to(b).handover().execute().outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
    }

    @Test
    void from_whenNobodyHoldsIt_isRefusedUnlessThatIsAccepted() {
        free();

        assertThatThrownBy(() -> db.move().from(a).to(b).execute())
                .isInstanceOf(HolderChangedException.class)
                .hasMessageContaining("nobody");
        assertThat(db.move().from(a).orUnheld().to(b).execute().moved()).isTrue();
    }

    @Test
    void orUnheld_whenSomebodyCameSince_displacesNobody() {
        free();
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(Incident.thirdPartyTakes(VIP, small)));

        assertThatThrownBy(() -> db.move().from(a).orUnheld().to(b).execute())
                .isInstanceOf(HolderChangedException.class)
                .hasMessageContaining(small);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void from_whenThrottledAndTheHolderReleasedIt_doesNotGoOn() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.holderReleases(VIP)));

        assertThatThrownBy(() -> db.move().from(a).to(b).execute()).isInstanceOf(HolderChangedException.class);
        assertThat(network.holders(VIP)).isEmpty();
    }

    @Test
    void conditions_whenIncomplete_areRefusedBeforeAnyCall() {
        assertThatThrownBy(() -> db.move().to(b).orUnheld().execute())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from(..)");
        assertThatThrownBy(() -> db.move().to(b).handover().execute())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from(..)");
        assertThatThrownBy(() -> db.move().from(a).plan()).isInstanceOf(IllegalStateException.class);
        assertThat(assigner.calls()).isEmpty();
    }

    // ---- handover

    @Test
    void handover_whenAllIsWell_takesThenGives() {
        MoveResult result = db.move().from(a).to(b).handover().execute();

        assertThat(result.moved()).isTrue();
        assertThat(result.displaced()).containsExactly(onA);
        assertThat(kinds(result.steps()))
                .containsExactly(StepKind.PLANNED, StepKind.UNASSIGNED, StepKind.ASSIGNED, StepKind.VERIFIED);
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void handover_whenTheHolderLostItSinceTheReading_takesItFromNobody() {
        assigner.inject(Fault.none().onCall(Call.RELEASE).first(Incident.thirdPartyTakes(VIP, small)));

        HolderChangedException refused = catchThrowableOfType(
                HolderChangedException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(refused.holders()).containsExactly(onSmall);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void handover_whenSomebodyTakesItInTheGap_leavesItThere() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(Incident.thirdPartyTakes(VIP, small)));

        SupersededException failed = catchThrowableOfType(
                SupersededException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).containsExactly(onSmall);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void handover_whenGivingIsDenied_givesBack() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        PermissionDeniedException failed = catchThrowableOfType(
                PermissionDeniedException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(kinds(failed.steps()))
                .containsExactly(StepKind.PLANNED, StepKind.UNASSIGNED, StepKind.ASSIGNED, StepKind.UNDONE);
        assertThat(failed.steps().get(3).outcome()).isEqualTo(StepOutcome.DONE);
        assertThat(network.holders(VIP)).containsExactly(onA);
    }

    @Test
    void handover_whenGivingIsThrottledToTheEnd_givesBackWithABudgetOfItsOwn() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).during(Duration.ofSeconds(10)));

        OutOfTimeException failed = catchThrowableOfType(
                OutOfTimeException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(kinds(failed.steps())).contains(StepKind.UNDONE);
        assertThat(network.holders(VIP)).containsExactly(onA);
    }

    @Test
    void handover_whenInterruptedInTheGap_givesBackAndKeepsTheFlag() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.interrupt(Thread.currentThread())));

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute()).isInstanceOf(OutOfTimeException.class);

        assertThat(network.holders(VIP)).containsExactly(onA);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void handover_whenNeitherGivingNorGivingBackWorks_saysThatNobodyHoldsItAndARerunConverges() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).always());

        LeftUnheldException failed = catchThrowableOfType(
                LeftUnheldException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed).hasMessageContaining("orUnheld").hasMessageContaining(a);
        assertThat(network.holders(VIP)).isEmpty();

        FloatingIp again = FloatingIp.at(VIP)
                .assigner(InMemoryIpAssigner.of(network))
                .ticker(ticker)
                .build();
        assertThat(again.move().from(a).orUnheld().to(b).handover().execute().moved())
                .isTrue();
    }

    @Test
    void handover_whenTheReplyOfTakingIsLost_goesOn() {
        assigner.inject(Fault.loseReply().onCall(Call.RELEASE));

        assertThat(db.move().from(a).to(b).handover().execute().moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void handover_whenTheReplyOfGivingIsLost_looksAndIsMoved() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));

        assertThat(db.move().from(a).to(b).handover().execute().moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void handover_whenTheRequestOfGivingIsLost_looksAndGivesAgain() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));

        assertThat(db.move().from(a).to(b).handover().execute().moved()).isTrue();
    }

    @Test
    void handover_whenGivingIsUnknownToTheEnd_doesNotGiveBack() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));
        assigner.inject(Fault.loseReply().onCall(Call.LOOK).skip(1).always());

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute()).isInstanceOf(NotVerifiedException.class);
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void handover_whenAnElasticIpHangsOnIt_isRefusedBeforeAnyChange() {
        elasticIpOnA();

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute())
                .is(refusal(RefusalReason.HANDOVER_REFUSED))
                .hasMessageContaining("203.0.113.1");
        assertThat(mutatingCalls()).isZero();

        db.move().from(a).to(b).execute();
        assertThat(network.networkInterface(onB.interfaceId()).orElseThrow().elasticIps())
                .as("a takeover takes it along")
                .containsOnlyKeys(VIP);
    }

    @Test
    void handover_whenTheNetworkEnforcesNothing_isRefused() {
        IpAssigner plain = new WithTraits(assigner, Traits.plain());

        assertThatThrownBy(() -> FloatingIp.at(VIP)
                        .assigner(plain)
                        .ticker(ticker)
                        .build()
                        .move()
                        .from(a)
                        .to(b)
                        .handover()
                        .execute())
                .is(refusal(RefusalReason.HANDOVER_REFUSED))
                .hasMessageContaining("enforces no conditions");
    }

    // ---- plans

    @Test
    void plan_always_changesNothingAndSaysWhatWouldBeDone() {
        MovePlan plan = db.move().from(a).to(b).handover().plan();

        assertThat(plan.holders()).containsExactly(onA);
        assertThat(plan.placement().asHolder()).isEqualTo(onB);
        assertThat(plan.strategy()).isEqualTo(MoveStrategy.HANDOVER);
        assertThat(assigner.calls()).extracting(RecordedCall::call).containsExactly(Call.LOOK, Call.RESOLVE);
    }

    @Test
    void plan_whenTheMoveWouldBeRefused_isRefusedLikewise() {
        assertThatThrownBy(() -> db.move().to(sandbox.instanceId("far")).plan())
                .is(refusal(RefusalReason.SUBNET_MISMATCH));
        assertThatThrownBy(() -> db.move().from(small).to(b).plan()).isInstanceOf(HolderChangedException.class);
    }

    @Test
    void plan_whenAnElasticIpHangsOnIt_warns() {
        elasticIpOnA();

        assertThat(db.move().to(b).plan().warnings()).containsExactly("Elastic IP 203.0.113.1 moves along");
    }

    @Test
    void apply_whenTheWorldIsAsItWas_carriesItOut() {
        MovePlan plan = MovePlan.decode(db.move().to(b).plan().encode());

        assertThat(db.apply(plan).moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void apply_whenItWasCarriedOutAlready_isAlreadyHeld() {
        MovePlan plan = db.move().from(a).to(b).plan();
        db.apply(plan);

        assertThat(db.apply(plan).outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
    }

    @Test
    void apply_whenAThirdPartyTookIt_showsTheDifference() {
        MovePlan plan = db.move().to(b).plan();
        give(onSmall);

        StalePlanException stale = catchThrowableOfType(StalePlanException.class, () -> db.apply(plan));

        assertThat(stale.differences()).hasSize(1);
        assertThat(stale).hasMessageContaining(a).hasMessageContaining(small);
        assertThat(stale.effect()).isEqualTo(Effect.NONE);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
        assertThat(mutatingCalls()).isZero();
    }

    @Test
    void apply_whenTheTargetIsGone_isStale() {
        MovePlan plan = db.move().to(b).plan();
        network.terminate(List.of(b));

        assertThatThrownBy(() -> db.apply(plan))
                .isInstanceOf(StalePlanException.class)
                .hasMessageContaining("terminated");
    }

    @Test
    void apply_whenForAnotherAddress_isRefused() {
        MovePlan plan = db.move().to(b).plan();
        FloatingIp other =
                FloatingIp.at("10.0.1.13").assigner(assigner).ticker(ticker).build();

        assertThatThrownBy(() -> other.apply(plan))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.1.13");
    }

    @Test
    void handover_whenTheAssignerThrowsOneInstanceTwice_stillSaysThatNobodyHoldsIt() {
        PermissionDeniedException same = new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
        assigner.inject(Fault.none()
                .onCall(Call.ASSIGN)
                .first(() -> {
                    throw same;
                })
                .always());

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute())
                .isInstanceOf(LeftUnheldException.class)
                .hasCause(same);
    }

    // ---- standby

    @Test
    void standby_whenItsReadingIsOldAndTheCallIsThrottled_takesItFromWhoeverHoldsItNow() {
        StandbyMove standby = db.standby(b);
        give(onSmall);
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN));

        assertThat(standby.execute().moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void standby_whenTheReplyIsLostAndSomebodyElseHoldsIt_leavesItThere() {
        StandbyMove standby = db.standby(b);
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, small)));

        assertThatThrownBy(standby::execute).isInstanceOf(SupersededException.class);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void standby_whenThrottledTwiceAndAThirdPartyComesBetween_leavesItThere() {
        StandbyMove standby = db.standby(b);
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN));
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, small)));

        assertThatThrownBy(standby::execute).isInstanceOf(SupersededException.class);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void toString_ofARequest_saysWhatWasAskedFor() {
        assertThat(db.move().to(b).from(a).handover().timeoutSeconds(3))
                .hasToString("MoveRequest(10.0.1.12 to " + b + " from " + a + " by HANDOVER within PT3S)");
    }
}
