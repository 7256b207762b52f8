package org.floatingip.internal.move;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.MovePlan;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.internal.operation.Operation;
import org.floatingip.spi.Placement;

/** Puts back what a handover cut off, wherever the address is by then: on the target, or given back to its holder. */
final class PutBack implements Step {

    private final Move move;

    PutBack(Move move) {
        this.move = move;
    }

    @Override
    public boolean wants(Course course) {
        return (course.is(Course.State.ASSIGNED) && course.isTaken())
                || (course.is(Course.State.ALREADY_THERE) && !owed(course).isEmpty());
    }

    /** Those that were taken, and have been given to the target; and what an earlier move owes to those that were there. */
    @Override
    public void run(List<Course> there) {
        Map<Course, Reassociation> all = new LinkedHashMap<>();
        for (Course course : there) {
            Placement target = course.survey().placement();
            if (course.is(Course.State.ALREADY_THERE)) {
                all.put(
                        course,
                        new Reassociation(course.op, owed(course), target, Set.of(target.interfaceId()), false));
            } else if (!course.survey().dependents().isEmpty()) {
                all.put(course, of(course, target, false));
            }
        }
        missing(all).forEach((course, reassociation) -> {
            if (course.is(Course.State.ALREADY_THERE)) {
                course.failed(reassociation.failed(Effect.NONE, null));
            } else {
                course.missing(reassociation.failed(course.told(), null));
            }
        });
    }

    /** Those that were given back: what hung on one was cut off when it was taken, the last time from the target. */
    void onHolders(List<Course> back) {
        Map<Course, Reassociation> all = new LinkedHashMap<>();
        for (Course course : back) {
            if (!course.isTaken() || course.survey().dependents().isEmpty()) {
                continue;
            }
            course.nothingIsMissing();
            Holder holder = course.before().get(0);
            all.put(
                    course,
                    of(
                            course,
                            Placement.builder(holder.host(), holder.interfaceId())
                                    .build(),
                            true));
        }
        missing(all)
                .forEach((course, reassociation) ->
                        course.failed(reassociation.failed(course.told(), course.failureOrNull())));
    }

    /** Puts all of it back, in one time; those for which that could not be done. */
    private Map<Course, Reassociation> missing(Map<Course, Reassociation> all) {
        Reassociation.run(all.values(), move.lead);
        Map<Course, Reassociation> missing = new LinkedHashMap<>(all);
        missing.values().removeIf(Reassociation::isDone);
        return missing;
    }

    private static Reassociation of(Course course, Placement where, boolean wasThere) {
        Placement target = course.survey().placement();
        Set<String> expected =
                Set.copyOf(List.of(target.interfaceId(), course.before().get(0).interfaceId()));
        return new Reassociation(course.op, course.survey().dependents(), where, expected, wasThere);
    }

    /** What a move that was cut off had not put back of what it had cut off: only the plan still knows of that. */
    private List<Dependent> owed(Course course) {
        MovePlan plan = course.plan();
        if (plan == null || !move.order.reassociate()) {
            return List.of();
        }
        List<Dependent> owed = new ArrayList<>(plan.dependents());
        owed.removeAll(course.survey().dependents());
        return List.copyOf(owed);
    }

    /** Refuses what is owed where it can't be put back, before anything is changed. */
    void checkOwed(Course course) {
        if (!owed(course).isEmpty() && !move.network().reassociates()) {
            course.failed(RefusedException.handoverRefused(
                    course.address(), "this assigner can't put back what a handover cuts off", null));
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
