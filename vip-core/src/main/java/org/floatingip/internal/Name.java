package org.floatingip.internal;

import java.util.List;
import org.floatingip.PlannedCall;

/** Sets the names of the addresses right. */
final class Name implements Step {

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.MOVED) || course.is(Course.State.ALREADY_THERE);
    }

    @Override
    public void run(List<Course> there) {
        there.forEach(Course::name);
    }

    @Override
    public List<PlannedCall> explain(Course course, List<String> warnings) {
        return course.naming.plan(warnings);
    }
}
