package org.floatingip.internal.move;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Rung;

/** One step that several addresses take together: a rung on the ladder of each. Used by one thread. */
final class Rungs implements Rung {

    private final StepKind kind;
    private final Map<Operation, Rung> open;

    Rungs(Collection<Operation> operations, StepKind kind) {
        this.kind = kind;
        this.open = new LinkedHashMap<>(2 * operations.size());
        operations.forEach(op -> open.put(op, op.ladder.begin(kind)));
    }

    static Rungs of(Collection<Course> courses, StepKind kind) {
        return new Rungs(Lists.map(courses, course -> course.op), kind);
    }

    /** Those take it too, beginning now. */
    void begin(Collection<Course> courses) {
        courses.forEach(course -> open.put(course.op, course.op.ladder.begin(kind)));
    }

    /** That of one, which has not ended. */
    Rung of(Course course) {
        return Objects.requireNonNull(open.get(course.op), "a rung that has not ended");
    }

    /** An attempt for all that have not ended. */
    @Override
    public void attempt() {
        open.values().forEach(Rung::attempt);
    }

    /** An attempt for those alone. */
    void attempt(List<Operation> operations) {
        for (Operation op : operations) {
            Rung rung = open.get(op);
            if (rung != null) {
                rung.attempt();
            }
        }
    }

    /** Ends it for all that have not ended. */
    @Override
    public void end(StepOutcome outcome, String detail) {
        open.values().forEach(rung -> rung.end(outcome, detail));
        open.clear();
    }

    /** Ends it for all that have not ended, each with words of its own. */
    void end(StepOutcome outcome, Function<Operation, String> detail) {
        open.forEach((op, rung) -> rung.end(outcome, detail.apply(op)));
        open.clear();
    }

    /** Ends it for that one, unless it has ended. */
    void end(Operation op, StepOutcome outcome, String detail) {
        Rung rung = open.remove(op);
        if (rung != null) {
            rung.end(outcome, detail);
        }
    }

    /** Ends it for that one, unless it has ended. */
    void end(Course course, StepOutcome outcome, String detail) {
        end(course.op, outcome, detail);
    }
}
