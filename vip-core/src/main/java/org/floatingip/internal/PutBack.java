package org.floatingip.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.NotReassociatedException;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.Placement;

/** Puts back what a handover cut off, wherever the address is by then: on the target, or given back to its holder. */
final class PutBack implements Step {

    private final Move move;

    PutBack(Move move) {
        this.move = move;
    }

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.ASSIGNED) && course.isTaken();
    }

    /** Those that were taken, and have been given to the target. */
    @Override
    public void run(List<Course> given) {
        for (Course course : given) {
            if (!course.survey().dependents().isEmpty()) {
                Reassociation onTarget = of(course, course.survey().placement(), false);
                if (!onTarget.run()) {
                    course.missing(onTarget.failed(Effect.APPLIED, null));
                }
            }
        }
    }

    /** Those that were given back: what hung on one was cut off when it was taken, the last time from the target. */
    void onHolders(List<Course> back) {
        for (Course course : back) {
            if (!course.isTaken() || course.survey().dependents().isEmpty()) {
                continue;
            }
            course.nothingIsMissing();
            Holder holder = course.before().get(0);
            Reassociation onHolder = of(
                    course,
                    Placement.builder(holder.host(), holder.interfaceId()).build(),
                    true);
            if (!onHolder.run()) {
                course.failed(onHolder.failed(Effect.APPLIED, course.failureOrNull()));
            }
        }
    }

    private static Reassociation of(Course course, Placement where, boolean wasThere) {
        Placement target = course.survey().placement();
        Set<String> expected =
                Set.copyOf(List.of(target.interfaceId(), course.before().get(0).interfaceId()));
        return new Reassociation(course.op, course.survey().dependents(), where, expected, wasThere);
    }

    /** For a move that was cut off before it had put back what it cut off: only the plan still knows of that. */
    void whatIsOwed(Course course) {
        if (course.plan() == null || !move.order.reassociate()) {
            return;
        }
        List<Dependent> owed = new ArrayList<>(course.plan().dependents());
        owed.removeAll(course.survey().dependents());
        if (!owed.isEmpty() && !move.network().reassociates()) {
            course.failed(RefusedException.handoverRefused(
                    course.address(), "this assigner can't put back what a handover cuts off", null));
        } else if (!owed.isEmpty()) {
            Placement placement = course.survey().placement();
            Reassociation reassociation =
                    new Reassociation(course.op, List.copyOf(owed), placement, Set.of(placement.interfaceId()), false);
            if (!reassociation.run()) {
                course.failed(reassociation.failed(Effect.NONE, null));
            }
        }
    }

    /** The same failure, which tells beside itself that something is cut off: it says more of the address. */
    static FloatingIpException isLeftOut(Course course, FloatingIpException failure, String why) {
        List<Dependent> cutOff = course.survey().dependents();
        if (!cutOff.isEmpty()) {
            course.op.ladder.skip(StepKind.REASSOCIATED, Dependent.join(cutOff) + " was not put back: " + why);
            Operation.suppress(
                    failure, new NotReassociatedException(failure.effect(), course.address(), null, cutOff, why, null));
        }
        return failure;
    }
}
