package org.floatingip.internal.move;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.GroupMovePlan;
import org.floatingip.HostId;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/** What a move that was surveyed would do, said without doing it: what each of its steps says. */
final class Planning {

    private Planning() {}

    /** @param evacuated who shall hold none of them afterwards; null for a plain move */
    static GroupMovePlan of(Move move, boolean allOrNothing, @Nullable HostId evacuated, List<Step> steps) {
        MoveOrder order = move.order;
        Map<Course, List<String>> warnings = new LinkedHashMap<>();
        move.courses().forEach(course -> warnings.put(course, new ArrayList<>(course.warnings())));
        List<PlannedCall> calls = new ArrayList<>();
        steps.forEach(step -> calls.addAll(step.explain(warnings)));
        GroupMovePlan.Builder plan = GroupMovePlan.builder()
                .strategy(order.strategy())
                .target(move.target)
                .expectedHolder(order.from())
                .orUnheld(order.orUnheld())
                .reassociate(order.reassociate())
                .epoch(order.epoch())
                .evacuated(evacuated)
                .allOrNothing(allOrNothing)
                .calls(calls)
                .plannedAt(move.lead.ladder.startedAt());
        for (Course course : move.courses()) {
            Survey survey = course.survey();
            plan.add(
                    course.address(),
                    survey.holders(),
                    survey.placement(),
                    survey.dependents(),
                    Objects.requireNonNull(warnings.get(course)));
        }
        return plan.build();
    }
}
