package org.floatingip.internal;

import static org.floatingip.internal.Engine.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;

/**
 * Makes the old hosts drop what they lost: where packets follow the network late, after that time and another look, and with
 * another look afterwards. One wait for all of them, the longest, and one look. Used once, by one thread.
 *
 * <p>An answer that speaks for an old host may be older than our own change. It is believed once it can't be; a host of which
 * that could not be told is left as it is, and among the unsettled.
 */
final class Drop {

    private final Move move;
    private final Operation lead;

    Drop(Move move) {
        this.move = move;
        this.lead = move.lead;
    }

    void run(List<Course> moved) {
        Map<Course, List<Holder>> now = new LinkedHashMap<>();
        Map<Course, Duration> waits = new LinkedHashMap<>();
        for (Course course : moved) {
            if (course.isPrepared() && course.hostSide.drops()) {
                course.warn("the move was prepared when " + course.address() + " was held by " + words(course.before())
                        + ": a host that was given it since then was not seen, and may still accept it");
            }
            Duration wait = waitFor(course);
            if (wait.isZero() && !sawAnother(course)) {
                now.put(course, course.hostSide.toRefuse(course.losers()));
            } else {
                waits.put(course, wait);
            }
        }
        move.hosts.refuse(now);
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
        Duration until = course.untilAnswersAreNew();
        Duration doubt = until.compareTo(move.lag()) < 0 ? until : move.lag();
        return grace.compareTo(doubt) < 0 ? doubt : grace;
    }

    private void afterGrace(List<Course> waiting, Duration wait) {
        Rungs rung = Rungs.of(waiting, StepKind.VERIFIED);
        if (!lead.await(wait)) {
            rung.end(StepOutcome.UNKNOWN, "interrupted while packets had time to follow");
            waiting.forEach(course -> course.hostSide
                    .oldHosts()
                    .leave(course.losers(), "interrupted while packets may still have come to it"));
            return;
        }
        Map<Course, List<Holder>> held;
        try {
            held = look(
                    waiting,
                    rung,
                    "looking who holds " + Move.count(waiting) + " before the refusal",
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
                String why = "whether it holds it again could not be told: answers may be "
                        + lead.readLag().toMillis() + " ms old";
                rung.end(course, StepOutcome.UNKNOWN, why);
                course.hostSide.oldHosts().leave(course.losers(), why);
            } else {
                rung.end(course, StepOutcome.DONE, HostSide.afterGrace(wait, holders));
                then.put(course, course.hostSide.toRefuse(course.losers(), holders));
            }
        }
        move.hosts.refuse(then);
    }

    /** Looks once more at those whose old hosts were made to drop them: see {@link OldHosts}. */
    void lookAgain(List<Course> moved) {
        List<Course> again = moved.stream()
                .filter(course -> course.hostSide.oldHosts().mustLookAgain())
                .toList();
        if (again.isEmpty()) {
            return;
        }
        Rungs rung = Rungs.of(again, StepKind.VERIFIED);
        try {
            // Who brought the address back while its host dropped it is seen only after that.
            // Interrupted, it is looked at once all the same: what speaks for an old host may be mended.
            boolean unused = lead.await(move.lag());
            Map<Course, List<Holder>> now = look(
                    again,
                    rung,
                    "looking who holds " + Move.count(again) + " after the refusal",
                    (course, holders) -> course.hostSide.oldHosts().isRefusedAmong(holders));
            for (Course course : again) {
                List<Holder> holders = now.get(course);
                if (holders == null) {
                    throw lead.outOfTime("waiting for answers that are new", null);
                }
                rung.end(course, StepOutcome.DONE, "after the refusal on " + words(holders));
            }
            again.forEach(course -> course.hostSide.oldHosts().lookedAgain(Objects.requireNonNull(now.get(course))));
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            again.forEach(course -> course.hostSide.oldHosts().couldNotLookAgain(e));
        }
    }

    /**
     * Looks until no answer is left that speaks against the move and may be older than it.
     *
     * @return who holds each; without those of which that could not be told in time
     */
    private Map<Course, List<Holder>> look(
            List<Course> asked, Rungs rung, String doing, BiPredicate<Course, List<Holder>> against) {
        Operation patience = lead.withBudget(HostSide.BUDGET.plus(move.lag()));
        Backoff backoff = patience.backoff();
        Map<Course, List<Holder>> told = new HashMap<>();
        List<Course> left = asked;
        while (true) {
            List<Course> now = left;
            Map<IpAddress, List<Holder>> found =
                    patience.read(rung, doing, () -> lead.network.locateAll(Move.addresses(now)));
            left = new ArrayList<>();
            for (Course course : now) {
                List<Holder> holders = Objects.requireNonNull(found.get(course.address()));
                if (course.answersAreNew() || !against.test(course, holders)) {
                    told.put(course, holders);
                } else {
                    left.add(course);
                }
            }
            if (left.isEmpty() || !backoff.pause()) {
                return told;
            }
        }
    }
}
