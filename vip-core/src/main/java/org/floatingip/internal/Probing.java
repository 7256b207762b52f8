package org.floatingip.internal;

import java.io.IOException;
import java.time.Duration;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.spi.ReachabilityProbe;
import org.jspecify.annotations.Nullable;

/** Tries to reach a moved address until it answers or the move's time is up. Used by one thread. */
final class Probing {

    /** One try, so that a packet that was lost on the way does not cost the whole move. */
    private static final Duration TRY = Duration.ofSeconds(1);

    private final Operation op;
    private final @Nullable ReachabilityProbe probe;

    Probing(Operation op, @Nullable ReachabilityProbe probe) {
        this.op = op;
        this.probe = probe;
    }

    /** What is wrong with reaching it, as a sentence; null if it was reached, or nobody asked. */
    @Nullable
    String run() {
        if (probe == null) {
            return null;
        }
        Rung rung = op.ladder.begin(StepKind.REACHABLE);
        Backoff backoff = op.backoff();
        while (true) {
            String why;
            try {
                rung.attempt();
                Duration left = op.deadline.remaining();
                rung.end(StepOutcome.DONE, probe.reach(op.address, left.compareTo(TRY) < 0 ? left : TRY));
                return null;
            } catch (IOException | RuntimeException e) {
                why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
            if (!backoff.pause()) {
                rung.end(StepOutcome.FAILED, why);
                return op.address + " could not be reached after the move: " + why;
            }
        }
    }
}
