package org.floatingip.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.GroupMovePlan;
import org.floatingip.HostId;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/** What a move that was surveyed would do, said without doing it. */
final class Planning {

    private Planning() {}

    /** @param evacuated who shall hold none of them afterwards; null for a plain move */
    static GroupMovePlan of(Move move, boolean allOrNothing, @Nullable HostId evacuated) {
        MoveOrder order = move.order;
        List<Course> courses = move.courses();
        Map<Course, List<String>> warnings = new LinkedHashMap<>();
        List<PlannedCall> naming = new ArrayList<>();
        Deadline budget = Naming.budget(move.lead, courses.size());
        for (Course course : courses) {
            List<String> own = new ArrayList<>(course.warnings());
            naming.addAll(course.naming.plan(budget, own));
            warnings.put(course, own);
        }
        List<PlannedCall> calls = new ArrayList<>(changes(move, warnings));
        calls.addAll(naming);
        GroupMovePlan.Builder plan = GroupMovePlan.builder()
                .strategy(order.strategy())
                .target(move.target)
                .expectedHolder(order.from())
                .orUnheld(order.orUnheld())
                .reassociate(order.reassociate())
                .evacuated(evacuated)
                .allOrNothing(allOrNothing)
                .calls(calls)
                .plannedAt(move.lead.ladder.startedAt());
        for (Course course : courses) {
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

    /** The calls that change the network, with the readings around them; none where the target holds all. */
    private static List<PlannedCall> changes(Move move, Map<Course, List<String>> warnings) {
        boolean handover = move.order.strategy() == MoveStrategy.HANDOVER;
        String fate = handover
                ? " is cut off by the handover until it is put back: what comes by it does not arrive meanwhile"
                : " moves along";
        List<Transfer> batch = new ArrayList<>();
        List<Dependent> cutOff = new ArrayList<>();
        Map<List<Object>, List<String>> asked = new LinkedHashMap<>();
        warnings.forEach((course, own) -> {
            if (course.is(Course.State.ALREADY_THERE)) {
                return;
            }
            Survey survey = course.survey();
            survey.dependents().forEach(dependent -> own.add(dependent.description() + fate));
            Transfer transfer = Transfer.of(course.address(), survey.holders(), survey.placement());
            batch.add(transfer);
            cutOff.addAll(handover ? survey.dependents() : List.of());
            // What is to be said of a way is to be said once, however many go it.
            own.addAll(asked.computeIfAbsent(
                    List.of(survey.holders(), survey.placement()),
                    unused -> move.network().warnings(transfer)));
        });
        return batch.isEmpty() ? List.of() : move.network().explain(batch, move.order.strategy(), cutOff);
    }
}
