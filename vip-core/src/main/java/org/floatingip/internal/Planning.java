package org.floatingip.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.MovePlan;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Survey;

/** What a move that was surveyed would do, said without doing it: what each of its steps says. */
final class Planning {

    private Planning() {}

    static MovePlan of(Move move, Course course, List<Step> steps) {
        MoveOrder order = move.order;
        Survey survey = course.survey();
        List<String> warnings = new ArrayList<>(course.warnings());
        List<PlannedCall> calls = new ArrayList<>();
        steps.forEach(step -> calls.addAll(step.explain(course, warnings)));
        return MovePlan.builder()
                .address(course.address())
                .strategy(order.strategy())
                .target(move.target)
                .expectedHolder(order.from())
                .orUnheld(order.orUnheld())
                .reassociate(order.reassociate())
                .holders(survey.holders())
                .placement(survey.placement())
                .dependents(survey.dependents())
                .plannedAt(course.op.ladder.startedAt())
                .calls(calls)
                .warnings(warnings)
                .build();
    }
}
