package org.floatingip.internal;

import static org.floatingip.internal.MoveEngine.words;

import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.NotVerifiedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SupersededException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * One move: survey, assign, verify until observed, under one deadline.
 *
 * <p>The assignment is never repeated blindly: after a failure that may pass the engine first looks, and stops where it
 * finds somebody whom the survey did not show. Used once, by one thread.
 */
final class MoveOperation {

    private final Operation op;
    private final HostId target;

    MoveOperation(Operation op, HostId target) {
        this.op = op;
        this.target = target;
    }

    MoveResult run() {
        Survey survey = op.plan(
                "reading who holds " + op.address + " and whether " + target + " can take it",
                () -> op.assigner.survey(op.address, target),
                found -> "held by " + words(found.holders()) + ", can go to " + found.placement());
        if (heldByTargetAlone(survey.holders())) {
            op.ladder.skip(StepKind.ASSIGNED, "the target holds it already");
            return result(MoveOutcome.ALREADY_HELD, List.of(), survey.holders().get(0));
        }
        if (op.deadline.passed() || op.interrupted()) {
            throw op.outOfTime("preparing to assign " + op.address, null);
        }
        assign(survey);
        Holder holder = verify(survey);
        return result(MoveOutcome.MOVED, survey.holders(), holder);
    }

    private void assign(Survey survey) {
        Holder next = survey.placement().asHolder();
        Transfer transfer = Transfer.of(op.address, survey.holders(), survey.placement());
        String doing = "assigning " + op.address + " to " + next;
        Ladder.Rung rung = op.ladder.begin(StepKind.ASSIGNED);
        Backoff backoff = op.backoff();
        // Once an attempt may have had its effect, no later refusal makes that known again.
        Effect effect = Effect.NONE;
        while (true) {
            FloatingIpException failure;
            try {
                rung.attempt();
                op.assigner.assign(transfer);
                rung.end(StepOutcome.DONE, "given to " + next);
                return;
            } catch (RuntimeException e) {
                failure = Operation.typed(e, Effect.UNKNOWN, doing);
            }
            if (failure.effect() != Effect.NONE) {
                effect = Effect.UNKNOWN;
            }
            if (effect == Effect.NONE && !failure.retryable()) {
                rung.end(StepOutcome.FAILED, failure.getMessage());
                throw failure;
            }
            List<Holder> now = lookAgain(rung, backoff, doing, failure, effect);
            if (heldByTargetAlone(now)) {
                rung.end(StepOutcome.DONE, "seen on " + words(now) + " after a failure: " + failure.getMessage());
                return;
            }
            boolean superseded = somebodyNew(now, survey);
            if (superseded || !failure.retryable() || op.deadline.passed()) {
                rung.end(outcome(effect), failure.getMessage());
                if (superseded) {
                    throw new SupersededException(effect, op.address, target, now, failure);
                }
                throw effect == Effect.NONE
                        ? op.outOfTime(doing, failure)
                        : notVerified(effect, now, "assigning ended in a failure", failure);
            }
        }
    }

    /** Waits, then reads who holds the address now. Without an answer the assignment is not repeated. */
    private List<Holder> lookAgain(
            Ladder.Rung rung, Backoff backoff, String doing, FloatingIpException failure, Effect effect) {
        FloatingIpException last = failure;
        // An unknown effect is worth one look even when time is up: it may turn "unknown" into "moved".
        if (backoff.pause() || (effect != Effect.NONE && !op.interrupted())) {
            try {
                return op.read(rung, doing, op::locate);
            } catch (FloatingIpException e) {
                e.addSuppressed(failure);
                last = e;
            }
        }
        rung.end(outcome(effect), last.getMessage());
        if (effect != Effect.NONE) {
            throw notVerified(effect, null, op.whyEnded(), last);
        }
        throw last.retryable() ? op.outOfTime(doing, last) : last;
    }

    private Holder verify(Survey survey) {
        String doing = "verifying that " + target + " holds " + op.address;
        Ladder.Rung rung = op.ladder.begin(StepKind.VERIFIED);
        Backoff backoff = op.backoff();
        List<Holder> seen = null;
        while (true) {
            FloatingIpException failure = null;
            try {
                rung.attempt();
                seen = op.locate();
                if (heldByTargetAlone(seen)) {
                    rung.end(StepOutcome.DONE, "seen on " + words(seen) + " alone");
                    return seen.get(0);
                }
                if (somebodyNew(seen, survey)) {
                    rung.end(StepOutcome.FAILED, "seen on " + words(seen));
                    throw new SupersededException(Effect.APPLIED, op.address, target, seen, null);
                }
            } catch (SupersededException e) {
                throw e;
            } catch (RuntimeException e) {
                failure = Operation.typed(e, Effect.NONE, doing);
            }
            boolean hopeless = failure != null && !failure.retryable();
            if (hopeless || !backoff.pause()) {
                rung.end(
                        StepOutcome.UNKNOWN,
                        failure != null
                                ? failure.getMessage()
                                : "last seen on " + words(seen == null ? List.of() : seen));
                throw notVerified(
                        Effect.APPLIED, seen, hopeless ? "looking ended in a failure" : op.whyEnded(), failure);
            }
        }
    }

    private static StepOutcome outcome(Effect effect) {
        return effect == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN;
    }

    private boolean heldByTargetAlone(List<Holder> holders) {
        return holders.size() == 1 && holders.get(0).isOn(target);
    }

    /** Whether somebody holds it who is neither the target nor was seen before: taking it from them would be a theft. */
    private boolean somebodyNew(List<Holder> now, Survey survey) {
        return now.stream()
                .anyMatch(holder -> !holder.isOn(target) && !survey.holders().contains(holder));
    }

    private NotVerifiedException notVerified(
            Effect effect, @Nullable List<Holder> observed, String why, @Nullable FloatingIpException cause) {
        return new NotVerifiedException(effect, op.address, "on " + target + " alone", observed, why, cause);
    }

    private MoveResult result(MoveOutcome outcome, List<Holder> displaced, Holder to) {
        return MoveResult.builder()
                .address(op.address)
                .outcome(outcome)
                .displaced(displaced)
                .to(to)
                .startedAt(op.ladder.startedAt())
                .elapsed(op.ladder.elapsed())
                .steps(op.ladder.steps())
                .build();
    }
}
