package org.floatingip.internal;

import static org.floatingip.internal.MoveEngine.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.floatingip.DnsChange;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HandoverRefusedException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.MoveOutcome;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.MoveStrategy;
import org.floatingip.NotReassociatedException;
import org.floatingip.NotVerifiedException;
import org.floatingip.OutOfTimeException;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.StalePlanException;
import org.floatingip.StaleStandbyException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SupersededException;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * One move: survey and check, make, flip, verify until observed, break, under one deadline. Used once, by one thread.
 *
 * <p>The assignment is never repeated blindly: after a failure that may pass the engine first looks, and stops where it
 * finds somebody whom the survey did not show, or a condition that no longer holds.
 */
final class MoveOperation {

    private final Operation op;
    private final MoveOrder order;
    private final HostId target;
    private final HostSide hostSide;
    private final Probing probing;
    private final Naming naming;
    private final List<String> warnings = new ArrayList<>();

    /** What an earlier attempt at the same plan cut off. */
    private final List<Dependent> owed = new ArrayList<>();

    /** Whether the survey is from long ago, so that others than it shows may have come before this move. */
    private boolean prepared;

    /** What the target said when it was made ready ahead of the move; null if it was not. */
    private @Nullable HostReport ready;

    /** Applied where the network said that it took a change; where the target was only seen to hold it, that is not known. */
    private Effect taken = Effect.UNKNOWN;

    private @Nullable DnsChange named;

    MoveOperation(Operation op, MoveOrder order, Collaborators by, @Nullable Names names) {
        this.op = op;
        this.order = order;
        this.target = order.requiredTarget();
        this.hostSide = new HostSide(op, by.hosts());
        this.probing = new Probing(op, by.probe());
        this.naming = new Naming(op, names);
    }

    MoveResult run() {
        return carryOut(survey());
    }

    /** What {@link #run} would do, changing nothing. */
    MovePlan plan() {
        Survey survey = survey();
        MovePlan.Builder plan = MovePlan.builder()
                .address(op.address)
                .strategy(order.strategy())
                .target(target)
                .expectedHolder(order.from())
                .orUnheld(order.orUnheld())
                .reassociate(order.reassociate())
                .holders(survey.holders())
                .placement(survey.placement())
                .dependents(survey.dependents())
                .plannedAt(op.ladder.startedAt());
        List<PlannedCall> namingCalls = naming.plan(warnings);
        if (order.isMetBy(survey.holders())) {
            return plan.calls(namingCalls).warnings(warnings).build();
        }
        String fate = order.strategy() == MoveStrategy.HANDOVER
                ? " is cut off by the handover until it is put back: what comes by it does not arrive meanwhile"
                : " moves along";
        survey.dependents().forEach(dependent -> warnings.add(dependent.description() + fate));
        List<PlannedCall> calls = new ArrayList<>();
        Transfer transfer = Transfer.of(op.address, survey.holders(), survey.placement());
        List<Dependent> cutOff = order.strategy() == MoveStrategy.HANDOVER ? survey.dependents() : List.of();
        calls.addAll(op.network.explain(transfer, order.strategy(), cutOff));
        warnings.addAll(op.network.warnings(transfer));
        calls.addAll(namingCalls);
        return plan.calls(calls).warnings(warnings).build();
    }

    /** Carries out a plan, if the world is still as it was when it was made. */
    MoveResult apply(MovePlan plan) {
        Survey survey;
        try {
            survey = survey();
        } catch (RefusedException e) {
            throw new StalePlanException(op.address, List.of(e.getMessage()), e);
        }
        List<String> differences = new ArrayList<>();
        if (!survey.holders().equals(plan.holders())) {
            differences.add("it was held by " + words(plan.holders()) + ", it is held by " + words(survey.holders()));
        }
        if (!survey.placement().isSameInterface(plan.placement())) {
            differences.add("it was to go to " + plan.placement() + ", it would go to " + survey.placement());
        }
        if (!survey.dependents().equals(plan.dependents())) {
            differences.add(
                    "what hangs on it was " + inWords(plan.dependents()) + ", and is " + inWords(survey.dependents()));
        }
        if (!differences.isEmpty() && !order.isMetBy(survey.holders())) {
            throw new StalePlanException(op.address, differences, null);
        }
        if (order.reassociate() && order.isMetBy(survey.holders())) {
            // A move that was cut off before it had put them back: only the plan still knows of them.
            checkReassociation();
            owed.addAll(plan.dependents());
            owed.removeAll(survey.dependents());
        }
        return carryOut(survey);
    }

    /**
     * Carries out what was surveyed ahead of time: no reading before the change.
     *
     * @param hostReady what the target said when it was made to accept the address then; null if it was not
     */
    MoveResult runPrepared(Survey survey, @Nullable HostReport hostReady) {
        if (order.isMetBy(survey.holders())) {
            // It was there then: whether it still is, and accepts it, has to be asked.
            return run();
        }
        ready = hostReady;
        op.ladder.skip(StepKind.PLANNED, "prepared: to " + survey.placement());
        prepared = true;
        try {
            return carryOut(survey);
        } catch (RefusedException e) {
            throw new StaleStandbyException(op.address, target, e.getMessage(), e);
        }
    }

    /** Reads who holds the address and where it can go, and refuses what does not meet the conditions. */
    Survey survey() {
        return op.plan(
                "reading who holds " + op.address + " and whether " + target + " can take it",
                () -> {
                    Survey found = op.network.survey(op.address, target);
                    if (!order.isMetBy(found.holders())) {
                        check(found);
                    }
                    // Once: whatever throws before is asked again. What a standby was told long ago may not be so any
                    // more.
                    warnings.addAll(found.warnings());
                    return found;
                },
                found -> "held by " + words(found.holders()) + ", can go to " + found.placement());
    }

    private void check(Survey found) {
        order.check(op.address, found.holders());
        if (order.strategy() == MoveStrategy.HANDOVER) {
            if (!op.network.conditional()) {
                throw new HandoverRefusedException(op.address, "this assigner's network enforces no conditions", null);
            }
            if (order.reassociate()) {
                checkReassociation();
            } else if (!found.dependents().isEmpty()) {
                throw new HandoverRefusedException(
                        op.address,
                        "taking it from its holder would cut off " + Dependent.join(found.dependents())
                                + ", and reassociate() was not asked for",
                        null);
            }
        }
    }

    private void checkReassociation() {
        if (!op.network.reassociates()) {
            throw new HandoverRefusedException(
                    op.address, "this assigner can't put back what a handover cuts off", null);
        }
    }

    private MoveResult carryOut(Survey survey) {
        if (ready == null) {
            hostSide.make(survey.placement());
        } else {
            hostSide.madeAhead(ready, survey.placement());
        }
        if (order.isMetBy(survey.holders())) {
            op.ladder.skip(StepKind.ASSIGNED, "the target holds it already");
            putBackWhatIsOwed(survey.placement());
            named = naming.run(warnings);
            return result(MoveOutcome.ALREADY_HELD, List.of(), survey.holders().get(0));
        }
        NotReassociatedException cutOff;
        try {
            cutOff = flip(survey);
        } catch (NotReassociatedException e) {
            // The address is back where it was, though not all that hung on it.
            hostSide.undo(e);
            throw e;
        } catch (FloatingIpException e) {
            hostSide.undoAfter(e);
            throw e;
        }
        Holder holder;
        try {
            holder = verify(survey);
        } catch (FloatingIpException e) {
            if (cutOff != null) {
                Operation.suppress(e, cutOff);
            }
            throw e;
        }
        hostSide.seen();
        hostSide.confirmReady();
        String unreached = probing.run();
        if (unreached != null) {
            warnings.add(unreached);
        }
        hostSide.breakAt(MoveOrder.others(survey.holders(), holder));
        hostSide.oldHosts().lookAgain();
        hostSide.confirm();
        warnings.addAll(hostSide.warnings());
        named = naming.run(warnings);
        if (cutOff != null) {
            throw cutOff;
        }
        return result(MoveOutcome.MOVED, order.displaced(survey.holders()), holder);
    }

    private void putBackWhatIsOwed(Placement placement) {
        if (owed.isEmpty()) {
            return;
        }
        Reassociation reassociation =
                new Reassociation(op, List.copyOf(owed), placement, Set.of(placement.interfaceId()), false);
        if (!reassociation.run()) {
            throw reassociation.failed(Effect.NONE, null);
        }
    }

    /** Makes the change; what it cut off and could not put back, or null. */
    private @Nullable NotReassociatedException flip(Survey survey) {
        if (op.deadline.passed() || op.interrupted()) {
            throw op.outOfTime("preparing to assign " + op.address, null);
        }
        if (order.strategy() == MoveStrategy.HANDOVER && !survey.holders().isEmpty()) {
            Handover handover = new Handover(op, target, survey);
            NotReassociatedException missing = handover.run(() -> assign(survey, List.of()));
            if (handover.taken() == Effect.APPLIED) {
                taken = Effect.APPLIED;
            }
            return missing;
        }
        assign(survey, survey.holders());
        return null;
    }

    private void assign(Survey surveyed, List<Holder> first) {
        Survey survey = surveyed;
        Holder next = survey.placement().asHolder();
        List<Holder> seen = first;
        String doing = "assigning " + op.address + " to " + next;
        Rung rung = op.ladder.begin(StepKind.ASSIGNED);
        Backoff backoff = op.backoff();
        // Once an attempt may have had its effect, no later refusal makes that known again.
        Effect effect = Effect.NONE;
        while (true) {
            FloatingIpException failure;
            try {
                rung.attempt();
                op.network.assign(Transfer.of(op.address, seen, survey.placement()));
                taken = Effect.APPLIED;
                rung.end(StepOutcome.DONE, "given to " + next);
                return;
            } catch (FloatingIpException e) {
                failure = e;
            }
            if (failure.effect() != Effect.NONE) {
                effect = Effect.UNKNOWN;
            }
            if (effect == Effect.NONE && !failure.retryable()) {
                rung.end(StepOutcome.FAILED, failure.getMessage());
                throw failure;
            }
            List<Holder> now = lookAgain(rung, backoff, doing, failure, effect);
            if (order.isMetBy(now)) {
                rung.end(StepOutcome.DONE, "seen on " + words(now) + " after a failure: " + failure.getMessage());
                return;
            }
            if (prepared && effect == Effect.NONE && !seen.isEmpty()) {
                // Nothing was changed yet, so this is the first reading of a move that begins here.
                survey = Survey.of(now, survey.placement());
                prepared = false;
            }
            boolean mayRepeat = order.mayRepeat(now, survey.holders(), seen);
            if (!mayRepeat || !failure.retryable() || op.deadline.passed() || op.interrupted()) {
                rung.end(outcome(effect), failure.getMessage());
                if (!mayRepeat) {
                    throw effect == Effect.NONE && order.from() != null
                            ? new HolderChangedException(op.address, order.from(), now, failure)
                            : new SupersededException(effect, op.address, target, now, failure);
                }
                throw effect == Effect.NONE
                        ? op.outOfTime(doing, failure)
                        : notVerified(effect, now, "assigning ended in a failure", failure);
            }
            // The next attempt goes by what was seen last: where nobody holds it any more, nobody may be displaced.
            seen = now;
        }
    }

    /** Waits, then reads who holds the address now. Without an answer the assignment is not repeated. */
    private List<Holder> lookAgain(
            Rung rung, Backoff backoff, String doing, FloatingIpException failure, Effect effect) {
        FloatingIpException last = failure;
        boolean hopeless = false;
        // An unknown effect is worth one look even when time is up: it may turn "unknown" into "moved".
        if (backoff.pause() || (effect != Effect.NONE && !op.interrupted())) {
            try {
                return op.read(rung, doing, op::locate);
            } catch (FloatingIpException e) {
                Operation.suppress(e, failure);
                last = e;
                hopeless = !(e instanceof OutOfTimeException);
            }
        }
        rung.end(outcome(effect), last.getMessage());
        if (effect != Effect.NONE) {
            throw notVerified(effect, null, hopeless ? "looking ended in a failure" : op.whyEnded(), last);
        }
        throw last == failure ? op.outOfTime(doing, last) : last;
    }

    private Holder verify(Survey survey) {
        Rung rung = op.ladder.begin(StepKind.VERIFIED);
        Backoff backoff = op.backoff();
        List<Holder> seen = null;
        while (true) {
            FloatingIpException failure = null;
            try {
                rung.attempt();
                seen = op.locate();
                if (order.isMetBy(seen)) {
                    rung.end(StepOutcome.DONE, "seen on " + words(seen) + " alone");
                    return seen.get(0);
                }
                if (order.somebodyNew(seen, survey.holders())) {
                    rung.end(StepOutcome.FAILED, "seen on " + words(seen));
                    throw new SupersededException(taken, op.address, target, seen, null);
                }
            } catch (SupersededException e) {
                throw e;
            } catch (FloatingIpException e) {
                failure = e;
            }
            boolean hopeless = failure != null && !failure.retryable();
            if (hopeless || !backoff.pause()) {
                rung.end(
                        StepOutcome.UNKNOWN,
                        failure != null
                                ? failure.getMessage()
                                : "last seen on " + words(seen == null ? List.of() : seen));
                throw notVerified(taken, seen, hopeless ? "looking ended in a failure" : op.whyEnded(), failure);
            }
        }
    }

    private static String inWords(List<Dependent> dependents) {
        return dependents.isEmpty() ? "nothing" : Dependent.join(dependents);
    }

    private static StepOutcome outcome(Effect effect) {
        return effect == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN;
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
                .warnings(warnings)
                .unsettled(hostSide.oldHosts().unsettled())
                .dnsChange(named)
                .build();
    }
}
