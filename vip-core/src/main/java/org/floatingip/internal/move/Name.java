package org.floatingip.internal.move;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatingip.PlannedCall;
import org.floatingip.internal.names.Naming;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Deadline;

/** Sets the names of the addresses right, one after the other, in a time of their own. */
final class Name implements Step {

    private final Operation lead;

    Name(Move move) {
        this.lead = move.lead;
    }

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.MOVED) || course.is(Course.State.ALREADY_THERE);
    }

    @Override
    public void run(List<Course> there) {
        Deadline budget = Naming.budget(lead, there.size());
        there.forEach(course -> course.name(budget));
    }

    @Override
    public List<PlannedCall> explain(Map<Course, List<String>> warnings) {
        Deadline budget = Naming.budget(lead, warnings.size());
        List<PlannedCall> calls = new ArrayList<>();
        warnings.forEach((course, own) -> calls.addAll(course.naming.plan(budget, own)));
        return calls;
    }
}
