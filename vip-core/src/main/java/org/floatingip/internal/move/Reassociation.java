package org.floatingip.internal.move;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Rung;
import org.floatingip.internal.time.Backoff;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/**
 * Puts back what a handover cut off, and looks until it is seen there. It has the time of the move, and at least a small
 * budget of its own, which is also all it has after an interrupt: as with {@link GiveBack}, half done is worse than two
 * seconds. Used once, by one thread.
 */
final class Reassociation {

    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final Operation op;
    private final List<Dependent> dependents;
    private final Placement placement;
    private final Set<String> expectedInterfaces;
    private final boolean wasThere;

    /** Whether asking has ended: it was done, or asking again can't help. */
    private boolean asked;

    /** Whether the last look was answered: only then is it asked for again. */
    private boolean looked = true;

    private boolean done;
    private @Nullable Rung rung;

    private Effect effect = Effect.NONE;
    private @Nullable FloatingIpException failure;
    private String why = "it was not asked for";

    /**
     * @param placement who shall have the address by now
     * @param expectedInterfaces those that may be shown to hold it while the network lags behind; anybody else ends this
     * @param wasThere whether they were there before they were cut off: that they are seen there proves nothing then, before
     *     the network has said yes
     */
    Reassociation(
            Operation op,
            List<Dependent> dependents,
            Placement placement,
            Set<String> expectedInterfaces,
            boolean wasThere) {
        this.op = op;
        this.dependents = dependents;
        this.placement = placement;
        this.expectedInterfaces = expectedInterfaces;
        this.wasThere = wasThere;
    }

    /**
     * Puts back all of them in one time: each is asked for before any is tried again, so that one that is stuck does not keep
     * the others cut off.
     *
     * @param lead whose time counts
     */
    static void run(Collection<Reassociation> all, Operation lead) {
        if (all.isEmpty()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            boolean inTime = !interrupted && lead.deadline.remaining().compareTo(BUDGET) >= 0;
            Backoff backoff = (inTime ? lead : lead.withBudget(BUDGET)).backoff();
            all.forEach(Reassociation::begin);
            List<Reassociation> left = List.copyOf(all);
            do {
                left = left.stream().filter(one -> !one.hasEnded()).toList();
            } while (!left.isEmpty() && backoff.pause());
            left.forEach(one -> one.end(one.unseen()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether all of it is in place, as far as could be seen. */
    boolean isDone() {
        return done;
    }

    private void begin() {
        rung = op.ladder.begin(StepKind.REASSOCIATED);
    }

    private Rung rung() {
        return Objects.requireNonNull(rung, "rung");
    }

    /** One attempt and one look. */
    private boolean hasEnded() {
        StepOutcome outcome = attempt();
        if (outcome == null) {
            return false;
        }
        end(outcome);
        return true;
    }

    private void end(StepOutcome outcome) {
        done = outcome == StepOutcome.DONE;
        rung().end(outcome, done ? Dependent.join(dependents) + " is on it again" : why);
    }

    private StepOutcome unseen() {
        return effect == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN;
    }

    /**
     * What to tell the caller where it is not {@link #isDone}.
     *
     * @param before what the operation had done to the network before
     * @param undone why the address is where it was, if it was given back
     */
    NotReassociatedException failed(Effect before, @Nullable FloatingIpException undone) {
        NotReassociatedException failed = new NotReassociatedException(
                before == Effect.NONE ? effect : before,
                op.address,
                placement.asHolder(),
                dependents,
                undone == null ? why : why + " (the handover was undone: " + undone.getMessage() + ")",
                undone == null ? failure : undone);
        if (undone != null && failure != null) {
            Operation.suppress(failed, failure);
        }
        return failed;
    }

    /** How it ended; null if it is worth another attempt, or another look. */
    private @Nullable StepOutcome attempt() {
        if (looked && !asked) {
            ask();
        }
        looked = false;
        try {
            rung().attempt();
            Survey now = op.network.survey(op.address, placement.host());
            looked = true;
            List<Holder> others = now.holders().stream()
                    .filter(holder -> !expectedInterfaces.contains(holder.interfaceId()))
                    .toList();
            if (!others.isEmpty()) {
                why = "somebody else holds the address by now: " + Engine.words(others);
                return StepOutcome.FAILED;
            }
            // After an attempt that is known to have done nothing this could only be what was there before.
            boolean mayBeOurs = wasThere ? effect == Effect.APPLIED : effect != Effect.NONE;
            if (mayBeOurs && isBack(now)) {
                return StepOutcome.DONE;
            }
        } catch (FloatingIpException typed) {
            // While the network lags behind, a refusal is about the past; a target that is gone does not come back.
            boolean mayPass = typed.retryable()
                    || (typed instanceof RefusedException refused && refused.reason() != RefusalReason.UNKNOWN_TARGET);
            looked = typed instanceof RefusedException;
            if (!mayPass) {
                if (failure == null) {
                    failure = typed;
                } else {
                    Operation.suppress(failure, typed);
                }
                why = typed.getMessage();
                return unseen();
            }
        }
        boolean hopeless = failure != null && !failure.retryable() && effect == Effect.NONE;
        return hopeless ? StepOutcome.FAILED : null;
    }

    private void ask() {
        try {
            rung().attempt();
            op.network.reassociate(op.address, placement, dependents);
            asked = true;
            effect = Effect.APPLIED;
            failure = null;
            why = "the network took it, and did not show it in time";
        } catch (FloatingIpException typed) {
            if (typed.effect() != Effect.NONE) {
                effect = Effect.UNKNOWN;
            }
            asked = !typed.retryable();
            failure = typed;
            why = typed.getMessage();
        }
    }

    private boolean isBack(Survey now) {
        return now.holders().size() == 1
                && now.holders().get(0).interfaceId().equals(placement.interfaceId())
                && now.dependents().stream()
                        .map(Dependent::id)
                        .toList()
                        .containsAll(dependents.stream().map(Dependent::id).toList());
    }
}
