package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;

/** Looks once more at the addresses that old hosts were made to drop, and has accept them again who was given one: see {@link OldHosts}. */
final class Recheck implements Step {

    private final Move move;

    Recheck(Move move) {
        this.move = move;
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
                    "reading who holds " + Move.count(again) + " after the drop",
                    (course, holders) -> course.hostSide.oldHosts().isDroppedAmong(holders));
            for (Course course : again) {
                List<Holder> holders = now.get(course);
                if (holders == null) {
                    String why = move.answersMayBeOld();
                    rung.end(course, StepOutcome.UNKNOWN, why);
                    course.hostSide.oldHosts().couldNotLookAgain(why);
                    continue;
                }
                rung.end(
                        course, waited ? StepOutcome.DONE : StepOutcome.UNKNOWN, "after the drop on " + words(holders));
                course.hostSide.oldHosts().lookedAgain(holders);
                if (!waited && !course.hostSide.oldHosts().isDroppedAmong(holders)) {
                    course.hostSide.oldHosts().couldNotLookAgain(move.noNewAnswers());
                }
            }
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            again.forEach(course -> course.hostSide.oldHosts().couldNotLookAgain(e.getMessage()));
        }
    }
}
