package org.floatingip.internal;

import static org.floatingip.internal.Engine.words;

import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.NotVerifiedException;
import org.floatingip.ReleaseResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.jspecify.annotations.Nullable;

/** One release: look, take the address from its holder, verify that it is gone from there. Used once, by one thread. */
final class ReleaseOperation {

    private final Operation op;
    private final HostId from;

    ReleaseOperation(Operation op, HostId from) {
        this.op = op;
        this.from = from;
    }

    ReleaseResult run() {
        List<Holder> holders =
                op.plan("looking who holds " + op.address, op::locate, found -> "held by " + words(found));
        Holder holder = holders.stream()
                .filter(candidate -> candidate.isOn(from))
                .findFirst()
                .orElseThrow(() -> new HolderChangedException(op.address, from, holders, null));
        verify(
                holder,
                new Unassignment(op, holder, List.of(op), "release").alone(op).known());
        return ReleaseResult.of(op.address, holder, op.ladder.startedAt(), op.ladder.elapsed(), op.ladder.steps());
    }

    private void verify(Holder holder, Effect taken) {
        Rung rung = op.ladder.begin(StepKind.VERIFIED);
        Backoff backoff = op.backoff();
        List<Holder> seen = null;
        while (true) {
            FloatingIpException failure = null;
            try {
                rung.attempt();
                seen = op.locate();
                if (seen.stream().noneMatch(candidate -> candidate.isOn(from))) {
                    rung.end(StepOutcome.DONE, "seen on " + words(seen));
                    return;
                }
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
                throw notVerified(
                        taken, holder, seen, hopeless ? "looking ended in a failure" : op.whyEnded(), failure);
            }
        }
    }

    private NotVerifiedException notVerified(
            Effect effect,
            Holder holder,
            @Nullable List<Holder> observed,
            String why,
            @Nullable FloatingIpException cause) {
        return new NotVerifiedException(effect, op.address, "gone from " + holder, observed, why, cause);
    }
}
