package org.floatingip.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.MovePlan;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/** What a move that was surveyed would do, said without doing it. */
final class Planning {

    private Planning() {}

    static MovePlan of(Move move, Course course) {
        MoveOrder order = move.order;
        Survey survey = course.survey();
        List<String> warnings = new ArrayList<>(course.warnings());
        MovePlan.Builder plan = MovePlan.builder()
                .address(course.address())
                .strategy(order.strategy())
                .target(move.target)
                .expectedHolder(order.from())
                .orUnheld(order.orUnheld())
                .reassociate(order.reassociate())
                .holders(survey.holders())
                .placement(survey.placement())
                .dependents(survey.dependents())
                .plannedAt(course.op.ladder.startedAt());
        List<PlannedCall> namingCalls = course.naming.plan(warnings);
        if (order.isMetBy(survey.holders())) {
            return plan.calls(namingCalls).warnings(warnings).build();
        }
        boolean handover = order.strategy() == MoveStrategy.HANDOVER;
        String fate = handover
                ? " is cut off by the handover until it is put back: what comes by it does not arrive meanwhile"
                : " moves along";
        survey.dependents().forEach(dependent -> warnings.add(dependent.description() + fate));
        Transfer transfer = Transfer.of(course.address(), survey.holders(), survey.placement());
        List<Dependent> cutOff = handover ? survey.dependents() : List.of();
        List<PlannedCall> calls = new ArrayList<>(move.network().explain(List.of(transfer), order.strategy(), cutOff));
        warnings.addAll(move.network().warnings(transfer));
        calls.addAll(namingCalls);
        return plan.calls(calls).warnings(warnings).build();
    }
}
