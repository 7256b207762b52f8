package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.internal.operation.Operation;

/**
 * Makes the old hosts drop what they lost: where packets follow the network late, after that time and another look. One wait for
 * all of them, the longest, and one look.
 *
 * <p>An answer that speaks for an old host may be older than our own change. It is believed once it can't be; a host of which
 * that could not be told is left as it is, and among the unsettled.
 */
final class Drop implements Step {

    private final Move move;
    private final Operation lead;

    Drop(Move move) {
        this.move = move;
        this.lead = move.lead;
    }

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.MOVED);
    }

    @Override
    public void run(List<Course> moved) {
        Map<Course, List<Holder>> now = new LinkedHashMap<>();
        Map<Course, Duration> waits = new LinkedHashMap<>();
        for (Course course : moved) {
            if (course.isPrepared() && course.hostSide.drops()) {
                course.warn("the move was prepared when " + course.address() + " was held by " + words(course.before())
                        + ": a host that was given it since then was not seen, and may still accept it");
            }
            Duration wait = waitFor(course);
            if (wait.isZero() && !sawAnother(course)) {
                now.put(course, course.hostSide.toDrop(course.losers()));
            } else {
                waits.put(course, wait);
            }
        }
        move.hosts.drop(now);
        if (!waits.isEmpty()) {
            afterGrace(
                    List.copyOf(waits.keySet()),
                    waits.values().stream().max(Comparator.naturalOrder()).orElseThrow());
        }
    }

    /** Whether somebody was seen to hold it after our change: it has to be looked whether that is so yet. */
    private static boolean sawAnother(Course course) {
        return course.sawSomebodyBetween() && course.hostSide.drops();
    }

    private Duration waitFor(Course course) {
        Duration grace = course.hostSide.graceOf(course.losers());
        if (!sawAnother(course)) {
            return grace;
        }
        // Whoever was seen by an old answer may hold it by now: that has to be told first.
        Duration doubt = move.waitable(course.untilAnswersAreNew());
        return grace.compareTo(doubt) < 0 ? doubt : grace;
    }

    private void afterGrace(List<Course> waiting, Duration wait) {
        Rungs rung = Rungs.of(waiting, StepKind.VERIFIED);
        if (!lead.await(wait)) {
            rung.end(StepOutcome.UNKNOWN, "interrupted while waiting for packets to follow");
            waiting.forEach(course -> course.hostSide
                    .oldHosts()
                    .leave(course.losers(), "interrupted while packets might still arrive there"));
            return;
        }
        Map<Course, List<Holder>> held;
        try {
            held = move.lookUntilTold(
                    waiting,
                    rung,
                    "reading who holds " + Move.count(waiting) + " before the drop",
                    (course, holders) -> !move.order.isMetBy(holders));
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            waiting.forEach(course -> course.hostSide.couldNotLook(course.losers(), e));
            return;
        }
        Map<Course, List<Holder>> then = new LinkedHashMap<>();
        for (Course course : waiting) {
            List<Holder> holders = held.get(course);
            if (holders == null) {
                String why = "it could not be read whether it holds it again: " + move.answersMayBeOld();
                rung.end(course, StepOutcome.UNKNOWN, why);
                course.hostSide.oldHosts().leave(course.losers(), why);
            } else {
                rung.end(course, StepOutcome.DONE, HostSide.afterGrace(wait, holders));
                then.put(course, course.hostSide.toDrop(course.losers(), holders));
            }
        }
        move.hosts.drop(then);
    }
}
