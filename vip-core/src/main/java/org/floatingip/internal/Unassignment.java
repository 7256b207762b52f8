package org.floatingip.internal;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.NotVerifiedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;

/**
 * Takes the address from one holder: the whole change of a release, and the first half of a handover.
 *
 * <p>Repeating is harmless here, unlike in a takeover: the network takes an address only from the interface that has it.
 */
final class Unassignment {

    private final Operation op;
    private final Holder holder;
    private boolean unanswered;

    Unassignment(Operation op, Holder holder) {
        this.op = op;
        this.holder = holder;
    }

    /** Whether an attempt got no answer: its request may come through late, after whatever was done since. */
    boolean unanswered() {
        return unanswered;
    }

    /** Takes it; whether the network said so, or it was only found gone after an attempt without an answer. */
    Effect run() {
        String doing = "taking " + op.address + " from " + holder;
        Rung rung = op.ladder.begin(StepKind.UNASSIGNED);
        Backoff backoff = op.backoff();
        Effect effect = Effect.NONE;
        while (true) {
            FloatingIpException failure;
            try {
                rung.attempt();
                op.network.release(op.address, holder);
                rung.end(StepOutcome.DONE, "taken from " + holder);
                return Effect.APPLIED;
            } catch (FloatingIpException e) {
                failure = e;
            }
            if (effect == Effect.UNKNOWN && failure instanceof HolderChangedException) {
                rung.end(StepOutcome.DONE, "gone after an attempt without an answer");
                return Effect.UNKNOWN;
            }
            if (failure.effect() != Effect.NONE) {
                effect = Effect.UNKNOWN;
                unanswered = true;
            }
            if (!failure.retryable() || !backoff.pause()) {
                rung.end(effect == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN, failure.getMessage());
                if (effect != Effect.NONE) {
                    throw new NotVerifiedException(
                            effect,
                            op.address,
                            "gone from " + holder,
                            null,
                            failure.retryable() ? op.whyEnded() : "taking it ended in a failure",
                            failure);
                }
                throw failure.retryable() ? op.outOfTime(doing, failure) : failure;
            }
        }
    }
}
