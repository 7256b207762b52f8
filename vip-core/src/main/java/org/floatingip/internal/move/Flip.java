package org.floatingip.internal.move;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.StepKind;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/**
 * Gives the addresses to the target; in a handover takes them from their holders before. What one call took is given before
 * another is made, so that nobody holds an address for longer than about one round trip, and what could not be given goes back
 * before anything else. What was refused is tried again after the others. Undone it is the same the other way round: what was
 * handed over is handed back, and what was taken over is taken from the target.
 */
final class Flip implements Step {

    private final Move move;

    Flip(Move move) {
        this.move = move;
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
                new PutBack(move).checkOwed(course);
            } else if (isTaken(course)) {
                held.computeIfAbsent(course.before().get(0), unused -> new ArrayList<>())
                        .add(course);
            } else {
                free.add(course);
            }
        }
        give(free);
        List<Taking> all = new ArrayList<>();
        held.forEach((holder, courses) -> all.add(new Taking(holder, courses, move.lead, "assign")));
        unlessCutOff(all, Course.Change.TAKEN, () -> {
            take(all);
            Taking.look(all);
        });
        all.forEach(from -> from.failed().forEach(Flip::notTaken));
    }

    private void take(List<Taking> all) {
        List<Taking> open = new ArrayList<>(all);
        while (!open.isEmpty()) {
            for (Taking from : open) {
                if (move.goesOn()) {
                    List<Course> taken = from.next(Course.Change.TAKEN);
                    // First, since where all or nothing was asked for what was taken goes back then.
                    from.failed().forEach(Flip::notTaken);
                    giveTaken(taken);
                } else {
                    from.stop();
                }
            }
            open.removeIf(Taking::isDone);
        }
    }

    /** Whatever cuts it off, as a clock that fails does: who gives back what is open has to know of all that was taken. */
    private static void unlessCutOff(List<Taking> all, Course.Change change, Runnable taking) {
        try {
            taking.run();
        } catch (RuntimeException | Error cutOff) {
            all.forEach(from -> from.cutOff(change));
            throw cutOff;
        }
    }

    private boolean isTaken(Course course) {
        return move.order.strategy() == MoveStrategy.HANDOVER
                && !course.before().isEmpty();
    }

    private void give(List<Course> courses) {
        if (move.goesOn()) {
            new Give(move.order, move.lead, move::goesOn).run(courses);
        }
    }

    private void giveTaken(List<Course> taken) {
        give(taken);
        new GiveBack(move).run(Lists.filter(taken, course -> !course.is(Course.State.ASSIGNED)));
    }

    private static void notTaken(Course course, FloatingIpException failure) {
        course.failed(
                failure.effect() == Effect.NONE
                        ? failure
                        : PutBack.isLeftOut(course, failure, "it is not known whether the address was taken"));
    }

    @Override
    public List<PlannedCall> explain(Map<Course, List<String>> warnings) {
        boolean handover = move.order.strategy() == MoveStrategy.HANDOVER;
        String fate = handover
                ? " is cut off by the handover until it is put back: traffic through it does not arrive meanwhile"
                : " moves along";
        List<Transfer> batch = new ArrayList<>();
        List<Dependent> cutOff = new ArrayList<>();
        Map<Holder, List<Transfer>> arriving = new LinkedHashMap<>();
        Map<Holder, List<List<String>>> told = new LinkedHashMap<>();
        warnings.forEach((course, own) -> {
            if (course.is(Course.State.ALREADY_THERE)) {
                return;
            }
            Survey survey = course.survey();
            survey.dependents().forEach(dependent -> own.add(dependent.description() + fate));
            cutOff.addAll(handover ? survey.dependents() : List.of());
            Transfer transfer = Transfer.of(course.address(), survey.holders(), survey.placement());
            batch.add(transfer);
            Holder to = survey.placement().asHolder();
            arriving.computeIfAbsent(to, unused -> new ArrayList<>()).add(transfer);
            told.computeIfAbsent(to, unused -> new ArrayList<>()).add(own);
        });
        // Of all that come to an interface together: they fill it together.
        arriving.forEach((to, together) -> {
            List<String> said = move.network().warnings(together);
            Objects.requireNonNull(told.get(to)).forEach(own -> own.addAll(said));
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
        List<Course> takenOver = new ArrayList<>();
        Map<Holder, List<Course>> handedOver = new LinkedHashMap<>();
        for (Course course : back) {
            if (course.is(Course.State.WAITING)) {
                course.restored();
            } else if (course.isTaken()) {
                handedOver
                        .computeIfAbsent(course.to(), unused -> new ArrayList<>())
                        .add(course);
            } else {
                takenOver.add(course);
            }
        }
        new GiveBack(move).run(takenOver);
        boolean interrupted = Thread.interrupted();
        handedOver.forEach(this::handBack);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void handBack(Holder target, List<Course> courses) {
        Taking from = new Taking(target, courses, move.lead.withBudget(GiveBack.BUDGET), "give back");
        unlessCutOff(List.of(from), Course.Change.TAKEN_BACK, () -> {
            while (!from.isDone()) {
                new GiveBack(move).run(from.next(Course.Change.TAKEN_BACK));
            }
            Taking.look(List.of(from));
        });
        from.failed().forEach(this::notTakenBack);
    }

    private void notTakenBack(Course course, FloatingIpException failure) {
        if (failure instanceof HolderChangedException) {
            // Whoever has it by now, it is looked at, and left to them.
            new GiveBack(move).run(List.of(course));
        } else if (failure.effect() == Effect.NONE) {
            course.warn(course.address() + " could not be given back to " + Engine.words(course.before()) + ": "
                    + failure.getMessage());
        } else {
            notTaken(course, failure);
        }
    }
}
