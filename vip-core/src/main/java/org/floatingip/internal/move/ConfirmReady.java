package org.floatingip.internal.move;

import java.util.List;

/** Asks a target that was made ready ahead of the move whether it still is: packets come to it by now. */
final class ConfirmReady implements Step {

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.MOVED);
    }

    @Override
    public void run(List<Course> moved) {
        moved.forEach(course -> course.hostSide.confirmReady());
    }
}
