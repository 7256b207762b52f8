package org.floatingip.internal;

import static org.floatingip.internal.Engine.words;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;

/** Looks once more at the addresses that old hosts were made to drop, and has accept them again who was given one: see {@link OldHosts}. */
final class Recheck implements Step {

    private final Move move;
    private final Operation lead;

    Recheck(Move move) {
        this.move = move;
        this.lead = move.lead;
    }

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.MOVED) && course.hostSide.oldHosts().mustLookAgain();
    }

    @Override
    public void run(List<Course> again) {
        Rungs rung = Rungs.of(again, StepKind.VERIFIED);
        try {
            // Who brought the address back while its host dropped it is seen only after that.
            boolean waited = move.awaitNewAnswers();
            // Else it is looked at once all the same: what speaks for an old host may be mended.
            Map<Course, List<Holder>> now = move.lookUntilTold(
                    again,
                    rung,
                    "looking who holds " + Move.count(again) + " after the refusal",
                    (course, holders) -> course.hostSide.oldHosts().isRefusedAmong(holders));
            for (Course course : again) {
                if (now.get(course) == null) {
                    throw lead.outOfTime("waiting for answers that are new", null);
                }
            }
            for (Course course : again) {
                List<Holder> holders = Objects.requireNonNull(now.get(course));
                rung.end(
                        course,
                        waited ? StepOutcome.DONE : StepOutcome.UNKNOWN,
                        "after the refusal on " + words(holders));
                course.hostSide.oldHosts().lookedAgain(holders);
                if (!waited) {
                    course.hostSide.oldHosts().couldNotLookAgain(move.noNewAnswers());
                }
            }
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            again.forEach(course -> course.hostSide.oldHosts().couldNotLookAgain(e.getMessage()));
        }
    }
}
