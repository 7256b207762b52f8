package org.floatingip.internal.move;

import java.util.List;

/** Asks a target once more that accepted the addresses before the move: whoever took them from it may have made it drop them. */
final class Confirm implements Step {

    private final Move move;

    Confirm(Move move) {
        this.move = move;
    }

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.MOVED);
    }

    @Override
    public void run(List<Course> moved) {
        move.hosts.confirm(moved);
    }
}
