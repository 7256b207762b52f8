package org.floatingip.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.StepKind;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/**
 * Gives the addresses to the target; in a handover takes them from their holders before. What one call took is given before
 * another is made, so that nobody holds an address for longer than about one round trip, and what could not be given goes back
 * before anything else. What was refused is tried again after the others.
 */
final class Flip implements Step {

    private final Move move;
    private final Give give;

    Flip(Move move) {
        this.move = move;
        this.give = new Give(move.order, move.lead);
    }

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.WAITING) || course.is(Course.State.ALREADY_THERE);
    }

    @Override
    public void run(List<Course> batch) {
        List<Course> free = new ArrayList<>();
        Map<Holder, List<Course>> held = new LinkedHashMap<>();
        for (Course course : batch) {
            if (course.is(Course.State.ALREADY_THERE)) {
                course.op.ladder.skip(StepKind.ASSIGNED, "the target holds it already");
                new PutBack(move).whatIsOwed(course);
            } else if (isTaken(course)) {
                held.computeIfAbsent(course.before().get(0), unused -> new ArrayList<>())
                        .add(course);
            } else {
                free.add(course);
            }
        }
        give(free);
        List<Taking> open = new ArrayList<>();
        held.forEach((holder, courses) -> open.add(new Taking(holder, courses)));
        while (!open.isEmpty()) {
            open.forEach(Taking::next);
            open.removeIf(taking -> taking.unassignment.isDone());
        }
    }

    private boolean isTaken(Course course) {
        return move.order.strategy() == MoveStrategy.HANDOVER
                && !course.before().isEmpty();
    }

    private void give(List<Course> courses) {
        if (move.goesOn()) {
            give.run(courses, move::goesOn);
        }
    }

    /** What is taken from one holder. */
    private final class Taking {

        private final List<Course> left;
        private final Unassignment unassignment;

        private Taking(Holder holder, List<Course> courses) {
            this.left = new ArrayList<>(courses);
            this.unassignment = new Unassignment(
                    move.lead, holder, courses.stream().map(course -> course.op).toList(), "assign");
        }

        private void next() {
            if (move.goesOn()) {
                unassignment.next();
            } else {
                unassignment.stop();
            }
            List<Course> taken = new ArrayList<>();
            for (Course course : List.copyOf(left)) {
                Unassignment.Taken so = unassignment.taken(course.op);
                FloatingIpException failure = unassignment.failure(course.op);
                if (so != null) {
                    course.taken(so.known(), so.unanswered());
                    taken.add(course);
                    left.remove(course);
                } else if (failure != null) {
                    course.failed(
                            failure.effect() == Effect.NONE
                                    ? failure
                                    : PutBack.isLeftOut(
                                            course, failure, "it is not known whether the address was taken"));
                    left.remove(course);
                }
            }
            give(taken);
            new GiveBack(move)
                    .run(taken.stream()
                            .filter(course -> !course.is(Course.State.ASSIGNED))
                            .toList());
        }
    }

    @Override
    public List<PlannedCall> explain(Map<Course, List<String>> warnings) {
        boolean handover = move.order.strategy() == MoveStrategy.HANDOVER;
        String fate = handover
                ? " is cut off by the handover until it is put back: what comes by it does not arrive meanwhile"
                : " moves along";
        List<Transfer> batch = new ArrayList<>();
        List<Dependent> cutOff = new ArrayList<>();
        Map<List<Object>, List<String>> ways = new LinkedHashMap<>();
        warnings.forEach((course, own) -> {
            if (course.is(Course.State.ALREADY_THERE)) {
                return;
            }
            Survey survey = course.survey();
            survey.dependents().forEach(dependent -> own.add(dependent.description() + fate));
            cutOff.addAll(handover ? survey.dependents() : List.of());
            Transfer transfer = Transfer.of(course.address(), survey.holders(), survey.placement());
            batch.add(transfer);
            // What is to be said of a way is asked for once, however many addresses go it.
            own.addAll(ways.computeIfAbsent(
                    List.of(survey.holders(), survey.placement()),
                    unused -> move.network().warnings(transfer)));
        });
        return batch.isEmpty() ? List.of() : move.network().explain(batch, move.order.strategy(), cutOff);
    }

    /** Where all or nothing was asked for and one failed; but what somebody else brought to the target is theirs. */
    @Override
    public boolean undoable(Course course) {
        return !move.goesOn()
                && (course.is(Course.State.WAITING)
                        || (course.is(Course.State.MOVED) && course.effect() != Effect.NONE));
    }

    @Override
    public void undo(List<Course> back) {
        back.stream().filter(course -> course.is(Course.State.WAITING)).forEach(Course::restored);
        new GiveBack(move)
                .run(back.stream()
                        .filter(course -> course.is(Course.State.MOVED))
                        .toList());
    }
}
