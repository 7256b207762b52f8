package org.floatingip.internal.move;

import java.io.IOException;
import java.time.Duration;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.internal.gate.Spi;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Rung;
import org.floatingip.spi.ReachabilityProbe;
import org.jspecify.annotations.Nullable;

/** Tries to reach a moved address until it answers or the move's time is up. Used by one thread. */
final class Probing {

    /** One try, so that a packet that was lost on the way does not cost the whole move. */
    private static final Duration TRY = Duration.ofSeconds(1);

    private final Operation op;
    private final @Nullable ReachabilityProbe probe;
    private @Nullable Rung rung;
    private String why = "";

    Probing(Operation op, @Nullable ReachabilityProbe probe) {
        this.op = op;
        this.probe = probe;
    }

    /**
     * Tries once.
     *
     * @param holder who was seen to hold it
     * @param waiting how many addresses, this one included, still have to be tried in the time that is left
     * @return whether it was reached, or nobody asked
     */
    boolean done(Holder holder, int waiting) {
        ReachabilityProbe by = probe;
        if (by == null) {
            return true;
        }
        Rung open = rung == null ? op.ladder.begin(StepKind.REACHABLE) : rung;
        rung = open;
        try {
            open.attempt();
            Duration share = op.deadline.remaining().dividedBy(waiting);
            Duration budget = share.compareTo(TRY) < 0 ? share : TRY;
            open.end(
                    StepOutcome.DONE, Spi.answer(by, "reach", Effect.NONE, () -> by.reach(op.address, holder, budget)));
            return true;
        } catch (FloatingIpException e) {
            // What it throws by its contract says by itself what is wrong.
            Throwable told = e.getCause() instanceof IOException ? e.getCause() : e;
            why = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
            return false;
        }
    }

    /** Ends the step of one that was tried and not reached; what is wrong, as a sentence. */
    String giveUp() {
        if (rung != null) {
            rung.end(StepOutcome.FAILED, why);
        }
        return op.address + " could not be reached after the move: " + why;
    }
}
