package org.floatingip.internal;

import static org.floatingip.internal.Engine.words;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.LeftUnheldException;
import org.floatingip.NotVerifiedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SupersededException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;

/**
 * Undoes the first half of a handover whose second half is known not to have happened: gives the address back to its
 * holder, unless somebody has it by now. It has a budget of its own, for the move's may be what ran out, and an interrupt
 * does not stop it: an address that nobody holds is worse than two seconds.
 */
final class GiveBack {

    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final Operation op;
    private final Holder from;
    private final HostId target;
    private final Effect taken;
    private final boolean unanswered;
    private boolean done;

    /**
     * @param taken what is known of the first half
     * @param unanswered whether an attempt at the first half got no answer, and may come through yet
     */
    GiveBack(Operation op, Holder from, HostId target, Effect taken, boolean unanswered) {
        this.op = op;
        this.from = from;
        this.target = target;
        this.taken = taken;
        this.unanswered = unanswered;
    }

    /** What the caller of the handover gets, by how the giving back went. */
    FloatingIpException after(FloatingIpException failure) {
        boolean interrupted = Thread.interrupted();
        Rung rung = op.ladder.begin(StepKind.UNDONE);
        try {
            List<Holder> now = giveBack(rung);
            if (isBack(now)) {
                done = true;
                rung.end(StepOutcome.DONE, "given back to " + from);
                return unanswered
                        ? new NotVerifiedException(
                                Effect.UNKNOWN,
                                op.address,
                                "on " + from + " again",
                                now,
                                "it was given back, and an earlier request to take it may come through yet",
                                failure)
                        : failure;
            }
            rung.end(StepOutcome.FAILED, "held by " + words(now));
            return now.isEmpty()
                    ? new LeftUnheldException(taken, op.address, from, target, failure)
                    : new SupersededException(taken, op.address, target, now, failure);
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            Operation.suppress(failure, e);
            return new LeftUnheldException(taken, op.address, from, target, failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the old holder was seen to have it again. */
    boolean done() {
        return done;
    }

    private boolean isBack(List<Holder> now) {
        return now.size() == 1 && now.get(0).isOn(HostId.of(from.interfaceId()));
    }

    /**
     * Tries until it worked, somebody has it, or the budget is spent; who was seen to hold it then. That the old holder is seen
     * proves nothing before the network has said yes: a view that is behind shows it where it was taken from.
     */
    private List<Holder> giveBack(Rung rung) {
        Operation undo = op.withBudget(BUDGET);
        Backoff backoff = undo.backoff();
        String doing = "giving " + op.address + " back to " + from;
        // Nobody seen: the network itself refuses if somebody came between.
        Transfer transfer = Transfer.of(
                op.address,
                List.of(),
                Placement.builder(from.host(), from.interfaceId()).build());
        boolean given = false;
        FloatingIpException failure = null;
        while (true) {
            if (!given && (failure == null || failure.retryable())) {
                try {
                    rung.attempt();
                    op.network.assign(transfer);
                    given = true;
                } catch (FloatingIpException e) {
                    failure = e;
                }
            }
            List<Holder> now = undo.read(rung, doing, undo::locate);
            if (isBack(now) ? given : !now.isEmpty()) {
                return now;
            }
            boolean hopeless = !given && now.isEmpty() && failure != null && !failure.retryable();
            if (hopeless || !backoff.pause()) {
                if (given) {
                    return now;
                }
                throw Objects.requireNonNull(failure);
            }
        }
    }
}
