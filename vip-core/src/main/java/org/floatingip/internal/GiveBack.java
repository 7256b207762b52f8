package org.floatingip.internal;

import static org.floatingip.internal.MoveEngine.words;

import java.time.Duration;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.LeftUnheldException;
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

    GiveBack(Operation op, Holder from, HostId target) {
        this.op = op;
        this.from = from;
        this.target = target;
    }

    /** What the caller of the handover gets, by how the giving back went. */
    FloatingIpException after(FloatingIpException failure) {
        boolean interrupted = Thread.interrupted();
        Rung rung = op.ladder.begin(StepKind.UNDONE);
        try {
            List<Holder> now = giveBack(rung);
            if (now.size() == 1 && now.get(0).isOn(HostId.of(from.interfaceId()))) {
                rung.end(StepOutcome.DONE, "given back to " + from);
                return failure;
            }
            rung.end(StepOutcome.FAILED, "held by " + words(now));
            return now.isEmpty()
                    ? new LeftUnheldException(Effect.APPLIED, op.address, from, target, failure)
                    : new SupersededException(Effect.APPLIED, op.address, target, now, failure);
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            Operation.suppress(failure, e);
            return new LeftUnheldException(Effect.APPLIED, op.address, from, target, failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Tries until it worked, somebody has it, or the budget is spent; who was seen to hold it then. */
    private List<Holder> giveBack(Rung rung) {
        Operation undo = op.withBudget(BUDGET);
        Backoff backoff = undo.backoff();
        String doing = "giving " + op.address + " back to " + from;
        // Nobody seen: the network itself refuses if somebody came between.
        Transfer transfer = Transfer.of(
                op.address,
                List.of(),
                Placement.builder(from.host(), from.interfaceId()).build());
        while (true) {
            FloatingIpException failure = null;
            try {
                rung.attempt();
                op.assigner.assign(transfer);
            } catch (HolderChangedException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = Operation.typed(e, Effect.UNKNOWN, doing);
            }
            List<Holder> now = undo.read(rung, doing, undo::locate);
            if (failure == null || !now.isEmpty()) {
                return now;
            }
            if (!failure.retryable() || !backoff.pause()) {
                throw failure;
            }
        }
    }
}
