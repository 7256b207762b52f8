package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.HandoverRefusedException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.LeftUnheldException;
import org.floatingip.MoveOutcome;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.MoveStrategy;
import org.floatingip.NotVerifiedException;
import org.floatingip.OutOfTimeException;
import org.floatingip.PermissionDeniedException;
import org.floatingip.StalePlanException;
import org.floatingip.StandbyMove;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SubnetMismatchException;
import org.floatingip.SupersededException;
import org.floatingip.ThrottledException;
import org.floatingip.UnavailableException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.InMemoryIpAssigner;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moves with conditions: checked takeovers, handovers, and plans, in virtual time. */
class MoveConditionsTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final FaultyAssigner assigner = new FaultyAssigner(InMemoryIpAssigner.of(network));
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

    private void free() {
        network.unassignAddresses(network.holders(VIP).get(0).interfaceId(), List.of(VIP));
    }

    private static List<StepKind> kinds(List<MoveStep> steps) {
        return steps.stream().map(MoveStep::kind).toList();
    }

    private static UnavailableException lost() {
        return UnavailableException.effectUnknown("assign", "the reply was lost", null);
    }

    private long mutatingCalls() {
        return assigner.calls().stream()
                .filter(call -> call.equals("assign") || call.equals("release"))
                .count();
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
        assigner.assign(call -> {
            give(onSmall);
            call.run();
        });

        assertThatThrownBy(() -> db.move().from(a).orUnheld().to(b).execute())
                .isInstanceOf(HolderChangedException.class)
                .hasMessageContaining(small);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void from_whenThrottledAndTheHolderReleasedIt_doesNotGoOn() {
        assigner.assign(call -> {
            free();
            throw new ThrottledException("assign", null);
        });

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
        assigner.release(call -> {
            give(onSmall);
            call.run();
        });

        HolderChangedException refused = catchThrowableOfType(
                HolderChangedException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(refused.holders()).containsExactly(onSmall);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void handover_whenSomebodyTakesItInTheGap_leavesItThere() {
        assigner.assign(call -> {
            give(onSmall);
            call.run();
        });

        SupersededException failed = catchThrowableOfType(
                SupersededException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).containsExactly(onSmall);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void handover_whenGivingIsDenied_givesBack() {
        assigner.assign(call -> {
            throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
        });

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
        for (int i = 0; i < 100; i++) {
            assigner.assign(call -> {
                if (ticker.nanoTime() < 10_000_000_000L - 1_100_000_000L) {
                    throw new ThrottledException("assign", null);
                }
                call.run();
            });
        }
        for (int i = 0; i < 100; i++) {
            assigner.assign(call -> {
                throw new ThrottledException("assign", null);
            });
        }

        // Either it gets through at the end, or time runs out and it is given back: never nobody.
        try {
            db.move().from(a).to(b).handover().execute();
        } catch (OutOfTimeException e) {
            assertThat(kinds(e.steps())).contains(StepKind.UNDONE);
        }
        assertThat(network.holders(VIP)).hasSize(1);
    }

    @Test
    void handover_whenInterruptedInTheGap_givesBackAndKeepsTheFlag() {
        assigner.assign(call -> {
            Thread.currentThread().interrupt();
            throw new ThrottledException("assign", null);
        });

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute()).isInstanceOf(OutOfTimeException.class);

        assertThat(network.holders(VIP)).containsExactly(onA);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void handover_whenNeitherGivingNorGivingBackWorks_saysThatNobodyHoldsItAndARerunConverges() {
        for (int i = 0; i < 100; i++) {
            assigner.assign(call -> {
                throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
            });
        }

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
        assigner.release(call -> {
            call.run();
            throw lost();
        });

        assertThat(db.move().from(a).to(b).handover().execute().moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void handover_whenTheReplyOfGivingIsLost_looksAndIsMoved() {
        assigner.assign(call -> {
            call.run();
            throw lost();
        });

        assertThat(db.move().from(a).to(b).handover().execute().moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void handover_whenTheRequestOfGivingIsLost_looksAndGivesAgain() {
        assigner.assign(call -> {
            throw lost();
        });

        assertThat(db.move().from(a).to(b).handover().execute().moved()).isTrue();
    }

    @Test
    void handover_whenGivingIsUnknownToTheEnd_doesNotGiveBack() {
        assigner.assign(call -> {
            call.run();
            throw lost();
        });
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> {
                throw UnavailableException.withoutEffect("locate", "no answer", null);
            });
        }

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute()).isInstanceOf(NotVerifiedException.class);
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void handover_whenAnElasticIpHangsOnIt_isRefusedBeforeAnyChange() {
        network.associateElasticIp(onA.interfaceId(), VIP, "203.0.113.7");

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute())
                .isInstanceOf(HandoverRefusedException.class)
                .hasMessageContaining("203.0.113.7");
        assertThat(mutatingCalls()).isZero();

        db.move().from(a).to(b).execute();
        assertThat(network.networkInterface(onB.interfaceId()).orElseThrow().elasticIps())
                .as("a takeover takes it along")
                .containsEntry(VIP, "203.0.113.7");
    }

    @Test
    void handover_whenTheNetworkEnforcesNothing_isRefused() {
        IpAssigner plain = new FaultyAssigner(InMemoryIpAssigner.of(network)).unconditional();

        assertThatThrownBy(() -> FloatingIp.at(VIP)
                        .assigner(plain)
                        .ticker(ticker)
                        .build()
                        .move()
                        .from(a)
                        .to(b)
                        .handover()
                        .execute())
                .isInstanceOf(HandoverRefusedException.class)
                .hasMessageContaining("enforces no conditions");
    }

    // ---- plans

    @Test
    void plan_always_changesNothingAndSaysWhatWouldBeDone() {
        MovePlan plan = db.move().from(a).to(b).handover().plan();

        assertThat(plan.holders()).containsExactly(onA);
        assertThat(plan.placement().asHolder()).isEqualTo(onB);
        assertThat(plan.strategy()).isEqualTo(MoveStrategy.HANDOVER);
        assertThat(assigner.calls()).containsExactly("survey");
    }

    @Test
    void plan_whenTheMoveWouldBeRefused_isRefusedLikewise() {
        assertThatThrownBy(() -> db.move().to(sandbox.instanceId("far")).plan())
                .isInstanceOf(SubnetMismatchException.class);
        assertThatThrownBy(() -> db.move().from(small).to(b).plan()).isInstanceOf(HolderChangedException.class);
    }

    @Test
    void plan_whenAnElasticIpHangsOnIt_warns() {
        network.associateElasticIp(onA.interfaceId(), VIP, "203.0.113.7");

        assertThat(db.move().to(b).plan().warnings()).containsExactly("Elastic IP 203.0.113.7 moves along");
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
        for (int i = 0; i < 5; i++) {
            assigner.assign(call -> {
                throw same;
            });
        }

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute())
                .isInstanceOf(LeftUnheldException.class)
                .hasCause(same);
    }

    // ---- standby

    @Test
    void standby_whenItsReadingIsOldAndTheCallIsThrottled_takesItFromWhoeverHoldsItNow() {
        StandbyMove standby = db.standby(b);
        give(onSmall);
        assigner.assign(call -> {
            throw new ThrottledException("assign", null);
        });

        assertThat(standby.execute().moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void standby_whenTheReplyIsLostAndSomebodyElseHoldsIt_leavesItThere() {
        StandbyMove standby = db.standby(b);
        assigner.assign(call -> {
            call.run();
            give(onSmall);
            throw lost();
        });

        assertThatThrownBy(standby::execute).isInstanceOf(SupersededException.class);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void standby_whenThrottledTwiceAndAThirdPartyComesBetween_leavesItThere() {
        StandbyMove standby = db.standby(b);
        assigner.assign(call -> {
            throw new ThrottledException("assign", null);
        });
        assigner.assign(call -> {
            give(onSmall);
            throw new ThrottledException("assign", null);
        });

        assertThatThrownBy(standby::execute).isInstanceOf(SupersededException.class);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }
}
