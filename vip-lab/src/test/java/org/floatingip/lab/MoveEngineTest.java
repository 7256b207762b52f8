package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.floatingip.AmbiguousAddressException;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.NotVerifiedException;
import org.floatingip.OutOfTimeException;
import org.floatingip.PermissionDeniedException;
import org.floatingip.ReleaseResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SubnetMismatchException;
import org.floatingip.SupersededException;
import org.floatingip.ThrottledException;
import org.floatingip.UnavailableException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.InMemoryIpAssigner;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.VpcEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine does when calls fail before, after or without their effect, in virtual time. */
class MoveEngineTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final FaultyAssigner assigner = new FaultyAssigner(InMemoryIpAssigner.of(network));
    private final FloatingIp db =
            FloatingIp.at(VIP).assigner(assigner).ticker(ticker).build();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final Holder onA = holder("db.a");
    private final Holder onB = holder("db.b");
    private final Holder onSmall = holder("small");
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

    private void thirdPartyTakesIt() {
        network.assignAddresses(onSmall.interfaceId(), List.of(VIP), true);
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

    private static UnavailableException lost() {
        return UnavailableException.effectUnknown("assign", "the reply was lost", null);
    }

    private static ThrottledException throttled() {
        return new ThrottledException("assign", null);
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
        assertThat(assigner.calls()).containsExactly("survey", "assign", "locate");
    }

    @Test
    void moveTo_whenHeldAlready_changesNothing() {
        MoveResult result = db.moveTo(a);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(result.to()).isEqualTo(onA);
        assertThat(result.from()).contains(onA);
        assertThat(result.displaced()).isEmpty();
        assertThat(outcomes(result.steps())).containsExactly(StepOutcome.DONE, StepOutcome.SKIPPED);
        assertThat(assigner.calls()).containsExactly("survey");
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
        SubnetMismatchException refused =
                catchThrowableOfType(SubnetMismatchException.class, () -> db.moveTo(sandbox.instanceId("far")));

        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(kinds(refused.steps())).containsExactly(StepKind.PLANNED);
        assertThat(outcomes(refused.steps())).containsExactly(StepOutcome.FAILED);
        assertThat(network.history()).hasSize(before);
    }

    @Test
    void moveTo_whenReadingFailsForAWhile_readsAgain() {
        for (int i = 0; i < 3; i++) {
            assigner.survey(() -> {
                throw UnavailableException.withoutEffect("survey", "connection refused", null);
            });
        }

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.steps().get(0).attempts()).isEqualTo(4);
        assertThat(result.elapsed()).isPositive();
    }

    @Test
    void moveTo_whenReadingNeverWorks_endsAtTheDeadlineWithoutAChange() {
        for (int i = 0; i < 1000; i++) {
            assigner.survey(() -> {
                throw new ThrottledException("survey", null);
            });
        }

        OutOfTimeException failed = failure(OutOfTimeException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(failed).hasMessageContaining("10.0 s").hasMessageContaining("throttled");
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(TIMEOUT);
        assertThat(network.history()).hasSize(before);
    }

    @Test
    void moveTo_whenAReadingTakesAllTheTime_doesNotAssign() {
        assigner.survey(() -> ticker.advance(TIMEOUT));

        OutOfTimeException failed = failure(OutOfTimeException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(assigner.calls()).containsExactly("survey");
    }

    @Test
    void moveTo_whenTheAssignerHasABugInReading_saysSo() {
        assigner.survey(() -> {
            throw new IllegalStateException("a bug");
        });

        UnavailableException failed = failure(UnavailableException.class);

        assertThat(failed).hasMessageContaining("a bug").hasCauseInstanceOf(IllegalStateException.class);
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(kinds(failed.steps())).containsExactly(StepKind.PLANNED);
    }

    // ---- the assignment fails

    @Test
    void moveTo_whenAssigningIsThrottledForAWhile_looksBeforeEachRepetition() {
        assigner.assign(call -> {
                    throw throttled();
                })
                .assign(call -> {
                    throw throttled();
                });

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(assigner.calls())
                .containsExactly("survey", "assign", "locate", "assign", "locate", "assign", "locate");
        assertThat(takenBy()).containsExactly(onB);
    }

    @Test
    void moveTo_whenAssigningIsThrottledToTheEnd_changesNothing() {
        for (int i = 0; i < 1000; i++) {
            assigner.assign(call -> {
                throw throttled();
            });
        }

        OutOfTimeException failed = failure(OutOfTimeException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(failed).hasRootCauseInstanceOf(ThrottledException.class);
        assertThat(outcomes(failed.steps())).containsExactly(StepOutcome.DONE, StepOutcome.FAILED);
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(TIMEOUT);
        assertThat(takenBy()).isEmpty();
    }

    @Test
    void moveTo_whenAssigningIsDenied_isNotRepeated() {
        assigner.assign(call -> {
            throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
        });

        PermissionDeniedException failed = failure(PermissionDeniedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(assigner.calls()).containsExactly("survey", "assign");
        assertThat(outcomes(failed.steps())).containsExactly(StepOutcome.DONE, StepOutcome.FAILED);
    }

    @Test
    void moveTo_whenTheReplyIsLost_isMovedByOneAssignment() {
        assigner.assign(call -> {
            call.run();
            throw lost();
        });

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(assigner.calls()).containsExactly("survey", "assign", "locate", "locate");
        assertThat(takenBy()).containsExactly(onB);
    }

    @Test
    void moveTo_whenTheRequestIsLost_assignsAgainAfterLooking() {
        assigner.assign(call -> {
            throw lost();
        });

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(assigner.calls()).containsExactly("survey", "assign", "locate", "assign", "locate");
    }

    @Test
    void moveTo_whenTheReplyIsLostAndAThirdPartyTookIt_leavesItThere() {
        assigner.assign(call -> {
            call.run();
            thirdPartyTakesIt();
            throw lost();
        });

        SupersededException failed = failure(SupersededException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed.observed()).containsExactly(onSmall);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
        assertThat(assigner.calls()).containsExactly("survey", "assign", "locate");
        assertThat(outcomes(failed.steps())).containsExactly(StepOutcome.DONE, StepOutcome.UNKNOWN);
    }

    @Test
    void moveTo_whenThrottledAndAThirdPartyTookIt_leavesItThere() {
        assigner.assign(call -> {
            thirdPartyTakesIt();
            throw throttled();
        });

        SupersededException failed = failure(SupersededException.class);

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void moveTo_whenTheOldHolderIsTerminatedMeanwhile_goesOn() {
        assigner.assign(call -> {
            network.terminate(List.of(a));
            throw throttled();
        });

        assertThat(db.moveTo(b).moved()).isTrue();
        assertThat(network.holders(VIP)).containsExactly(onB);
    }

    @Test
    void moveTo_whenTheEffectIsUnknownAndNothingCanBeSeen_saysUnknown() {
        assigner.assign(call -> {
            call.run();
            throw lost();
        });
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> {
                throw UnavailableException.withoutEffect("locate", "no answer", null);
            });
        }

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed.observed()).isNull();
        assertThat(assigner.calls().stream().filter("assign"::equals)).hasSize(1);
    }

    @Test
    void moveTo_whenTheEffectIsUnknownAndTimeIsUp_stillLooksOnce() {
        assigner.assign(call -> {
            call.run();
            ticker.advance(TIMEOUT);
            throw lost();
        });

        assertThat(db.moveTo(b).moved()).isTrue();
    }

    @Test
    void moveTo_whenAnAttemptIsLostAndTheNextIsRefused_doesNotClaimToKnow() {
        assigner.assign(call -> {
                    throw lost();
                })
                .assign(call -> {
                    throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
                });

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed.observed()).containsExactly(onA);
        assertThat(failed).hasCauseInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void moveTo_whenTheAssignerHasABugAfterItsEffect_isMoved() {
        assigner.assign(call -> {
            call.run();
            throw new IllegalStateException("a bug");
        });

        assertThat(db.moveTo(b).moved()).isTrue();
        assertThat(takenBy()).containsExactly(onB);
    }

    @Test
    void moveTo_whenTheAssignerHasABugBeforeItsEffect_isNotRepeated() {
        assigner.assign(call -> {
            throw new IllegalStateException("a bug");
        });

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.observed()).containsExactly(onA);
        assertThat(assigner.calls()).containsExactly("survey", "assign", "locate");
    }

    // ---- verification

    @Test
    void moveTo_whenTheChangeBecomesVisibleLate_waitsForIt() {
        for (int i = 0; i < 5; i++) {
            assigner.locate(real -> List.of(onA));
        }

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.steps().get(2).attempts()).isEqualTo(6);
        assertThat(result.steps().get(2).duration()).isPositive();
    }

    @Test
    void moveTo_whenTheChangeIsSeenBesideTheOldHolder_waitsUntilItIsAlone() {
        assigner.locate(real -> List.of(onA, onB));

        MoveResult result = db.moveTo(b);

        assertThat(result.steps().get(2).attempts()).isEqualTo(2);
    }

    @Test
    void moveTo_whenTheChangeIsNeverSeen_isNeitherSuccessNorFailure() {
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> List.of(onA));
        }

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).containsExactly(onA);
        assertThat(failed).hasMessageContaining(b).hasMessageContaining("timeout");
        assertThat(outcomes(failed.steps())).containsExactly(StepOutcome.DONE, StepOutcome.DONE, StepOutcome.UNKNOWN);
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(TIMEOUT);
    }

    @Test
    void moveTo_whenAThirdPartyTakesItBeforeVerification_isSuperseded() {
        assigner.assign(call -> {
            call.run();
            thirdPartyTakesIt();
        });

        SupersededException failed = failure(SupersededException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).containsExactly(onSmall);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void moveTo_whenVerifyingFailsForAWhile_looksAgain() {
        assigner.locate(real -> {
            throw throttled();
        });

        assertThat(db.moveTo(b).steps().get(2).attempts()).isEqualTo(2);
    }

    @Test
    void moveTo_whenVerifyingIsDenied_saysThatItWasApplied() {
        assigner.locate(real -> {
            throw new PermissionDeniedException("ec2:DescribeNetworkInterfaces", null);
        });

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.observed()).isNull();
        assertThat(failed).hasCauseInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void moveTo_whenNobodyIsSeenToHoldIt_isNotVerified() {
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> List.of());
        }

        assertThat(failure(NotVerifiedException.class)).hasMessageContaining("nobody");
    }

    // ---- interrupts

    @Test
    void moveTo_whenInterruptedBeforeTheChange_changesNothingAndKeepsTheFlag() {
        assigner.survey(() -> Thread.currentThread().interrupt());

        OutOfTimeException failed = failure(OutOfTimeException.class);

        assertThat(failed).hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(takenBy()).isEmpty();
    }

    @Test
    void moveTo_whenInterruptedWhileWaitingToVerify_saysWhatIsKnown() {
        assigner.locate(real -> {
            Thread.currentThread().interrupt();
            return List.of(onA);
        });

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed).hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void moveTo_whenInterruptedInALostAssignment_doesNotRepeatIt() {
        assigner.assign(call -> {
            Thread.currentThread().interrupt();
            throw lost();
        });

        NotVerifiedException failed = failure(NotVerifiedException.class);

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(assigner.calls()).containsExactly("survey", "assign");
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
        assigner.locate(real -> List.of(onA, onB));

        assertThatThrownBy(db::holder)
                .isInstanceOf(AmbiguousAddressException.class)
                .hasMessageContaining(a)
                .hasMessageContaining(b);
    }

    @Test
    void holder_whenItCantBeTold_isNeverEmpty() {
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> {
                throw UnavailableException.withoutEffect("locate", "no answer", null);
            });
        }

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
        assigner.release(call -> {
            call.run();
            throw lost();
        });

        assertThat(db.release(a).from()).isEqualTo(onA);
        assertThat(network.holders(VIP)).isEmpty();
    }

    @Test
    void release_whenTheReplyIsLostAndAnotherTookIt_leavesItThere() {
        assigner.release(call -> {
            call.run();
            thirdPartyTakesIt();
            throw lost();
        });

        assertThat(db.release(a).from()).isEqualTo(onA);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void release_whenThrottledToTheEnd_changesNothing() {
        for (int i = 0; i < 1000; i++) {
            assigner.release(call -> {
                throw throttled();
            });
        }

        OutOfTimeException failed = catchThrowableOfType(OutOfTimeException.class, () -> db.release(a));

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(network.holders(VIP)).containsExactly(onA);
    }

    @Test
    void release_whenItIsStillSeenThere_isNotVerified() {
        assigner.locate(real -> real);
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> List.of(onA));
        }

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
        assertThat(assigner.calls()).isEmpty();
    }

    @Test
    void move_whenItHasATimeoutOfItsOwn_endsThen() {
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> List.of(onA));
        }

        assertThatThrownBy(() -> db.move().to(b).timeoutSeconds(2).execute())
                .isInstanceOf(NotVerifiedException.class)
                .hasMessageContaining("2000 ms");
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    // ---- what a review found

    @Test
    void moveTo_whenTheHolderLetGoBeforeARepetition_displacesNobodyWhoCameSince() {
        assigner.assign(call -> {
                    network.unassignAddresses(onA.interfaceId(), List.of(VIP));
                    throw throttled();
                })
                .assign(call -> {
                    thirdPartyTakesIt();
                    call.run();
                });

        FloatingIpException thrown = failure(FloatingIpException.class);

        assertThat(thrown).isInstanceOf(HolderChangedException.class);
        assertThat(network.holders(VIP)).containsExactly(onSmall);
    }

    @Test
    void moveTo_whenInterruptedInTheLookBeforeARepetition_doesNotAssignAgain() {
        assigner.assign(call -> {
                    throw throttled();
                })
                .locate(shown -> {
                    Thread.currentThread().interrupt();
                    return shown;
                });

        OutOfTimeException thrown = failure(OutOfTimeException.class);

        assertThat(thrown.effect()).isEqualTo(Effect.NONE);
        assertThat(thrown).hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(assigner.calls()).containsExactly("survey", "assign", "locate");
        assertThat(takenBy()).isEmpty();
    }

    @Test
    void moveTo_whenTheLookAfterAnUnknownEffectIsDenied_doesNotBlameTheTime() {
        assigner.assign(call -> {
                    throw lost();
                })
                .locate(shown -> {
                    throw new PermissionDeniedException("look", null);
                });

        assertThat(failure(NotVerifiedException.class))
                .hasMessageContaining("looking ended in a failure")
                .hasMessageNotContaining("timeout");
    }

    @Test
    void moveTo_whenAssigningAndLookingThrowTheSameException_keepsWhatIsKnown() {
        UnavailableException one = UnavailableException.unexpected(Effect.UNKNOWN, "bug", new IllegalStateException());
        assigner.assign(call -> {
                    throw one;
                })
                .locate(shown -> {
                    throw one;
                });

        assertThat(failure(NotVerifiedException.class)).hasCause(one);
    }

    @Test
    void moveTo_whenTheChangeShowsJustBeforeTheDeadline_isStillSeen() {
        Duration late = TIMEOUT.minusMillis(150);
        long start = ticker.nanoTime();
        for (int i = 0; i < 100; i++) {
            assigner.locate(shown -> ticker.nanoTime() - start < late.toNanos() ? List.of(onA) : shown);
        }

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.elapsed()).isLessThan(TIMEOUT);
    }

    @Test
    void moveTo_whenTheTargetIsOneOfSeveralHolders_isNotAmongTheDisplaced() {
        IpAssigner plainLan = new IpAssigner() {
            private List<Holder> holders = List.of(onB, onA);

            @Override
            public List<Holder> locate(IpAddress address) {
                return holders;
            }

            @Override
            public Survey survey(IpAddress address, HostId target) {
                return Survey.of(
                        holders,
                        Placement.builder(onB.host(), onB.interfaceId()).build());
            }

            @Override
            public void assign(Transfer transfer) {
                holders = List.of(onB);
            }

            @Override
            public void release(IpAddress address, Holder holder) {
                throw new UnsupportedOperationException();
            }
        };

        MoveResult result = FloatingIp.at(VIP).assigner(plainLan).build().moveTo(b);

        assertThat(result.displaced()).containsExactly(onA);
        assertThat(result.from()).contains(onA);
    }
}
