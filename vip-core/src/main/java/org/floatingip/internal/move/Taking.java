package org.floatingip.internal.move;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.internal.operation.Operation;
import org.jspecify.annotations.Nullable;

/** The addresses of a move that are taken from one holder, by an {@link Unassignment}. Used once, by one thread. */
final class Taking {

    private final List<Course> left;
    private final Unassignment unassignment;

    /** @param lead whose time counts */
    Taking(Holder holder, List<Course> courses, Operation lead, String purpose) {
        this.left = new ArrayList<>(courses);
        this.unassignment = new Unassignment(lead, holder, Lists.map(courses, course -> course.op), purpose);
    }

    boolean isDone() {
        return unassignment.isDone();
    }

    /** Makes the next attempt: those that it took. */
    List<Course> next(Course.Change change) {
        unassignment.next();
        List<Course> taken = note(change, unassignment::taken);
        Course.changedNow(taken);
        return taken;
    }

    /** The move was cut off: notes what was taken by then, or may have been. Asks no clock, for that may be what failed. */
    void cutOff(Course.Change change) {
        note(change, unassignment::perhapsTaken);
    }

    private List<Course> note(Course.Change change, Function<Operation, Unassignment.@Nullable Taken> of) {
        List<Course> taken = new ArrayList<>();
        for (Course course : left) {
            Unassignment.Taken what = of.apply(course.op);
            if (what != null) {
                course.taken(change, what);
                taken.add(course);
            }
        }
        left.removeAll(taken);
        return taken;
    }

    /** Takes no more. */
    void stop() {
        unassignment.stop();
    }

    /** Looks who has those that were lost, once nothing more is taken: see {@link Unassignment#look}. */
    static void look(Collection<Taking> all) {
        Unassignment.look(Lists.map(all, taking -> taking.unassignment));
    }

    /** Those that could not be taken, and why; each until all is known of it. */
    Map<Course, FloatingIpException> failed() {
        Map<Course, FloatingIpException> failed = new LinkedHashMap<>();
        for (Course course : left) {
            FloatingIpException failure = unassignment.failure(course.op);
            if (failure != null) {
                failed.put(course, failure);
            }
        }
        left.removeIf(course -> failed.containsKey(course) && unassignment.isDecided(course.op));
        return failed;
    }
}
