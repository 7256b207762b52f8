package org.floatingip.internal.move;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.internal.time.Backoff;

/** Tries to reach the addresses: each of them before any is tried again, so that one that is silent does not take the time of the others. */
final class Probe implements Step {

    private final Move move;

    Probe(Move move) {
        this.move = move;
    }

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.MOVED);
    }

    @Override
    public void run(List<Course> moved) {
        List<Course> left = moved;
        Backoff backoff = move.lead.backoff();
        do {
            List<Course> unreached = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (!left.get(i).probing.done(left.get(i).to(), left.size() - i)) {
                    unreached.add(left.get(i));
                }
            }
            left = unreached;
        } while (!left.isEmpty() && backoff.pause());
        left.forEach(course -> course.warn(course.probing.giveUp()));
    }
}
