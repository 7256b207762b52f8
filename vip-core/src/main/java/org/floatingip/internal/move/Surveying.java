package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveStrategy;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.StalePlanException;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/**
 * The reading that a move begins with, and what refuses it: made now, a moment ago for this very move, or ahead of time. Until
 * here a batch is one thing: any refusal refuses all.
 *
 * @param known a survey of all addresses without refusals; null if it is still to be made
 * @param ahead whether it was made ahead of time
 * @param evacuated who shall hold none of them afterwards; null for a plain move
 */
record Surveying(
        @Nullable PerAddress<Survey> known,
        boolean ahead,
        @Nullable HostId evacuated) {

    static Surveying now() {
        return new Surveying(null, false, null);
    }

    /** @param clear a survey without refusals, made for this move; null if there is none */
    static Surveying evacuation(HostId from, @Nullable PerAddress<Survey> clear) {
        return new Surveying(clear, false, from);
    }

    /** It was made when somebody prepared the move. */
    static Surveying prepared(PerAddress<Survey> survey) {
        return new Surveying(survey, true, null);
    }

    /** The step that makes it. */
    Step of(Move move) {
        return new Step() {
            @Override
            public boolean wants(Course course) {
                return true;
            }

            @Override
            public void run(List<Course> batch) {
                PerAddress<Survey> unused = Surveying.this.run(move);
            }
        };
    }

    PerAddress<Survey> run(Move move) {
        PerAddress<Survey> survey = known;
        if (ahead && survey != null) {
            for (Course course : move.courses()) {
                Survey found = Objects.requireNonNull(survey.values().get(course.address()));
                course.surveyed(found);
                course.op.ladder.skip(StepKind.PLANNED, "prepared: to " + found.placement());
            }
            return survey;
        }
        Rungs rung = Rungs.of(move.courses(), StepKind.PLANNED);
        try {
            PerAddress<Survey> found = survey == null ? read(move, rung) : survey;
            if (survey != null) {
                rung.attempt();
            }
            Map<IpAddress, RefusedException> refusals = new LinkedHashMap<>();
            for (Course course : move.courses()) {
                RefusedException refusal = refusal(move, course, found);
                if (refusal != null) {
                    refusals.put(course.address(), refusal);
                    rung.end(course, StepOutcome.FAILED, refusal.getMessage());
                }
            }
            if (!refusals.isEmpty()) {
                throw new GroupRefusedException(
                        move.target, refusals, refusals.values().iterator().next());
            }
            for (Course course : move.courses()) {
                course.warnedBy(course.survey());
                rung.end(
                        course,
                        StepOutcome.DONE,
                        "held by " + words(course.before()) + ", can go to "
                                + course.survey().placement());
            }
            return found;
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.FAILED, e.getMessage());
            throw e;
        }
    }

    private static PerAddress<Survey> read(Move move, Rungs rung) {
        List<Course> courses = move.courses();
        String doing = "reading who holds " + Move.count(courses) + " and whether " + move.target + " can take "
                + (courses.size() == 1 ? "it" : "them");
        try {
            return move.lead.read(rung, doing, () -> move.network().surveyAll(Move.addresses(courses), move.target));
        } catch (RefusedException e) {
            if (courses.get(0).plan() == null) {
                throw e;
            }
            Map<IpAddress, RefusedException> stale = new LinkedHashMap<>();
            courses.forEach(course -> stale.put(course.address(), staleIfPlanned(course, e)));
            throw new GroupRefusedException(move.target, stale, e);
        }
    }

    private @Nullable RefusedException refusal(Move move, Course course, PerAddress<Survey> found) {
        RefusedException refusal = (RefusedException) found.failures().get(course.address());
        if (refusal == null) {
            Survey survey = Objects.requireNonNull(found.values().get(course.address()));
            course.surveyed(survey);
            refusal = refusal(move, course, survey);
            if (refusal == null) {
                return differences(move.order, course, survey);
            }
        }
        return staleIfPlanned(course, refusal);
    }

    private static RefusedException staleIfPlanned(Course course, RefusedException refusal) {
        return course.plan() == null
                ? refusal
                : new StalePlanException(course.address(), List.of(refusal.getMessage()), refusal);
    }

    /** What refuses an address that the network could move; null if nothing does. */
    private @Nullable RefusedException refusal(Move move, Course course, Survey found) {
        // Only the reading tells that an interface and a host are the same.
        if (evacuated != null && found.placement().asHolder().isOn(evacuated)) {
            return RefusedException.unknownTarget(
                    move.target,
                    "it would leave " + course.address() + " on " + evacuated + ", which is evacuated",
                    null);
        }
        if (course.is(Course.State.ALREADY_THERE)) {
            return null;
        }
        if (!move.order.accepts(found.holders())) {
            return new HolderChangedException(course.address(), move.order.from(), found.holders(), null);
        }
        return move.order.strategy() == MoveStrategy.HANDOVER
                ? handoverRefusal(move, course, found)
                : takeoverRefusal(move, course, found);
    }

    /** Where the network has no takeover, an address passes from one to another by a handover alone. */
    private static @Nullable RefusedException takeoverRefusal(Move move, Course course, Survey found) {
        return found.holders().isEmpty() || move.network().takesOver()
                ? null
                : RefusedException.of(
                        RefusalReason.HANDOVER_REFUSED,
                        course.address()
                                + " can't be taken over: this network can't take an address from its holder and give"
                                + " it by one change",
                        "ask for a handover: handover(), --handover",
                        null);
    }

    private static @Nullable RefusedException handoverRefusal(Move move, Course course, Survey found) {
        IpAddress address = course.address();
        if (!move.network().conditional()) {
            return RefusedException.handoverRefused(address, "this assigner's network enforces no conditions", null);
        }
        if (move.order.reassociate()) {
            return move.network().reassociates()
                    ? null
                    : RefusedException.handoverRefused(
                            address, "this assigner can't put back what a handover cuts off", null);
        }
        return found.dependents().isEmpty()
                ? null
                : RefusedException.handoverRefused(
                        address,
                        "taking it from its holder would cut off " + Dependent.join(found.dependents())
                                + ", and reassociate() was not asked for",
                        null);
    }

    /** What is not as it was when the plan was made; null if nothing, or if it does not matter any more. */
    private static @Nullable RefusedException differences(MoveOrder order, Course course, Survey survey) {
        MovePlan plan = course.plan();
        if (plan == null || order.isMetBy(survey.holders())) {
            return null;
        }
        List<String> differences = new ArrayList<>();
        if (!survey.holders().equals(plan.holders())) {
            differences.add(
                    "it was held by " + words(plan.holders()) + ", and is now held by " + words(survey.holders()));
        }
        if (!survey.placement().isSameInterface(plan.placement())) {
            differences.add("it was to go to " + plan.placement() + ", and would now go to " + survey.placement());
        }
        if (!survey.dependents().equals(plan.dependents())) {
            differences.add("what depends on it was " + inWords(plan.dependents()) + ", and is now "
                    + inWords(survey.dependents()));
        }
        return differences.isEmpty() ? null : new StalePlanException(course.address(), differences, null);
    }

    private static String inWords(List<Dependent> dependents) {
        return dependents.isEmpty() ? "nothing" : Dependent.join(dependents);
    }
}
