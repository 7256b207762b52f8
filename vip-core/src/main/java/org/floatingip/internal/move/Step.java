package org.floatingip.internal.move;

import java.util.List;
import java.util.Map;
import org.floatingip.PlannedCall;

/**
 * One step of a move. A move is a list of them ({@link Steps}), which is run, planned and undone from there. A step knows
 * {@link Course}, never the reverse. Made for one move, used once, by one thread.
 */
interface Step {

    /** Whether that address is to take it, by how far it came. */
    boolean wants(Course course);

    /**
     * Takes it, for all addresses that are to take it. What goes wrong with one fails that one; only what ends the whole move is
     * thrown.
     *
     * @param batch at least one
     */
    void run(List<Course> batch);

    /**
     * The calls that it would make, for addresses that were surveyed.
     *
     * @param warnings those addresses, each with a list that gets what somebody should know before
     */
    default List<PlannedCall> explain(Map<Course, List<String>> warnings) {
        return List.of();
    }

    /** Whether what it did to that address is to be undone, by what is known of it. */
    default boolean undoable(Course course) {
        return false;
    }

    /**
     * Undoes it.
     *
     * @param back at least one
     */
    default void undo(List<Course> back) {}

    /** The step that undoes this one. */
    default Step undone() {
        Step done = this;
        return new Step() {
            @Override
            public boolean wants(Course course) {
                return done.undoable(course);
            }

            @Override
            public void run(List<Course> batch) {
                done.undo(batch);
            }
        };
    }
}
