package org.floatingip.internal.move;

import java.util.List;

/** Makes the target accept the addresses, before the first packet comes. */
final class Ready implements Step {

    private final Move move;

    Ready(Move move) {
        this.move = move;
    }

    @Override
    public boolean wants(Course course) {
        return true;
    }

    @Override
    public void run(List<Course> batch) {
        move.hosts.make(batch);
    }

    @Override
    public boolean undoable(Course course) {
        return course.mayUndo();
    }

    @Override
    public void undo(List<Course> back) {
        new Undo(move).run(back);
    }
}
