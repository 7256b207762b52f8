package org.floatingip.internal.move;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.PlannedCall;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.internal.gate.Fence;
import org.floatingip.internal.operation.Operation;

/**
 * Records the claim of the caller's epoch to each address, before anything is changed anywhere. Also where the target holds it
 * already: an earlier epoch must not take it from there. One that is stale refuses all of them: they stand for one election.
 */
final class Claiming implements Step {

    private final Move move;

    Claiming(Move move) {
        this.move = move;
    }

    @Override
    public boolean wants(Course course) {
        return move.network().fence() != null;
    }

    @Override
    public void run(List<Course> batch) {
        claim(Lists.map(batch, course -> course.op));
    }

    @Override
    public List<PlannedCall> explain(Map<Course, List<String>> warnings) {
        Fence fence = move.network().fence();
        return fence == null ? List.of() : fence.explain(Lists.map(move.courses(), Course::address));
    }

    /**
     * Records them; nothing where there is no fence.
     *
     * @param operations at least one, of one epoch and one deadline
     * @throws StaleEpochException if a later epoch has claimed one; nothing was changed
     * @throws FloatingIpException if the ledger did not say, by type; nothing was changed
     */
    static void claim(List<Operation> operations) {
        Operation lead = operations.get(0);
        Fence fence = lead.network.fence();
        if (fence == null) {
            return;
        }
        Rungs rung = new Rungs(operations, StepKind.CLAIMED);
        for (Operation op : operations) {
            try {
                Object unused = lead.read(rung, "claiming " + op.address + " by epoch " + fence.epoch(), () -> {
                    fence.claim(op.address, lead.deadline.remaining());
                    return fence;
                });
            } catch (FloatingIpException e) {
                rung.end(op, StepOutcome.FAILED, Objects.requireNonNull(e.getMessage()));
                rung.end(StepOutcome.SKIPPED, "not claimed: " + op.address + " could not be");
                throw e;
            }
            rung.end(op, StepOutcome.DONE, "for " + fence.target() + " by epoch " + fence.epoch());
        }
    }
}
