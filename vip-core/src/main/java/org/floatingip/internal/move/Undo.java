package org.floatingip.internal.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Claim;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.StaleEpochException;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what a move added to its target, for those addresses that did not come there. Another mover may have given one to
 * the same target meanwhile, and relies on what is there: so the network is asked before, and once more after. Has a budget of
 * its own, and an interrupt does not stop it. Used once, by one thread.
 */
final class Undo {

    private final Move move;

    Undo(Move move) {
        this.move = move;
    }

    void run(List<Course> back) {
        List<Course> added = new ArrayList<>();
        for (Course course : back) {
            if (course.hostSide.added() == null) {
                course.undone(course.hostSide.perhapsLeft());
            } else {
                added.add(course);
            }
        }
        if (added.isEmpty()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            takeBack(added);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void takeBack(List<Course> added) {
        Rungs rung = Rungs.of(added, StepKind.UNDONE);
        Map<IpAddress, List<Holder>> now;
        boolean waited = false;
        try {
            now = locate(added, rung, "before undoing");
            Duration old = old(added, now);
            if (!old.isZero() && move.lead.await(move.waitable(old))) {
                // What was given back, or taken by somebody else, a moment ago is shown on the target by an old answer.
                now = locate(added, rung, "before undoing");
                waited = old.equals(move.waitable(old));
            }
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            added.forEach(course -> course.undone(left(
                    course,
                    "it may still accept " + course.address() + ", because it could not be read who holds it: "
                            + e.getMessage())));
            return;
        }
        Map<Course, HostSide.Undone> undone = new LinkedHashMap<>();
        for (Course course : added) {
            Claim successor = successor(course);
            if (successor != null) {
                // Another process of that host: what the host accepts is its by now.
                rung.end(course, StepOutcome.SKIPPED, "it is claimed for the target by epoch " + successor.epoch());
                course.undone(left(
                        course,
                        "it still accepts " + course.address() + ", which is claimed for it by epoch "
                                + successor.epoch()));
                continue;
            }
            boolean told = heldIt(course) ? waited || move.lead.readLag().isZero() : course.answersAreNew();
            if (holdsIt(course, now) && !told) {
                String why = "it could not be read whether the target holds it: " + move.answersMayBeOld();
                rung.end(course, StepOutcome.UNKNOWN, why);
                course.undone(left(course, "it may still accept " + course.address() + ": " + why));
            } else if (holdsIt(course, now) && heldIt(course)) {
                rung.end(course, StepOutcome.SKIPPED, "the target holds it");
            } else if (holdsIt(course, now)) {
                rung.end(course, StepOutcome.SKIPPED, "the target holds it by now: somebody else gave it");
                course.undone(left(
                        course,
                        "it still accepts " + course.address() + ", because somebody else gave it the address"));
            } else {
                HostSide.Undone end = course.hostSide.undo(rung.of(course));
                course.undone(end.left());
                undone.put(course, end);
            }
        }
        if (!undone.isEmpty()) {
            lookAgain(undone, rung);
        }
    }

    /** The later claim that stopped it, where that is for the same host; null for none. */
    private static @Nullable Claim successor(Course course) {
        for (Throwable each = course.failureOrNull(); each != null; each = each.getCause()) {
            if (each instanceof StaleEpochException stale
                    && stale.standing().target().equals(stale.claim().target())) {
                return stale.standing();
            }
        }
        return null;
    }

    /** How long until an answer is new that shows on the target what was given back, or what somebody else took from it. */
    private Duration old(List<Course> added, Map<IpAddress, List<Holder>> now) {
        return added.stream()
                .filter(course -> holdsIt(course, now) && (heldIt(course) || !course.answersAreNew()))
                .map(course -> heldIt(course) ? move.lead.readLag() : course.untilAnswersAreNew())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Whoever gave an address to the target while that was made to drop it would find that it does not accept it. */
    private void lookAgain(Map<Course, HostSide.Undone> undone, Rungs rung) {
        List<Course> courses = List.copyOf(undone.keySet());
        Map<IpAddress, List<Holder>> now = Map.of();
        String unread = "";
        try {
            if (move.awaitNewAnswers()) {
                now = locate(courses, rung, "after undoing");
            } else {
                unread = move.noNewAnswers();
            }
        } catch (FloatingIpException e) {
            unread = e.getMessage();
        }
        for (Course course : courses) {
            HostSide.Undone end = Objects.requireNonNull(undone.get(course));
            rung.end(course, end.outcome(), end.detail());
            if (!unread.isEmpty()) {
                course.undone(left(
                        course,
                        "it could not be read whether it was given " + course.address() + " during the undo: "
                                + unread));
            } else if (holdsIt(course, now)) {
                String why = course.hostSide.acceptAgain();
                course.undone(left(
                        course,
                        "it was given " + course.address() + " during the undo"
                                + (why == null ? ", and accepts it again" : ", and may not accept it: " + why)));
            }
        }
    }

    private Map<IpAddress, List<Holder>> locate(List<Course> courses, Rungs rung, String when) {
        return move.locate(courses, rung, "reading who holds " + Move.count(courses) + " " + when, HostSide.BUDGET);
    }

    /** Whether the target held it before the move: then nothing was changed, and somebody else may have taken it since. */
    private boolean heldIt(Course course) {
        return move.order.isMetBy(course.before());
    }

    private static boolean holdsIt(Course course, Map<IpAddress, List<Holder>> now) {
        List<Holder> holders = Objects.requireNonNull(now.get(course.address()));
        return OldHosts.anySame(holders, course.survey().placement().asHolder());
    }

    private static FloatingIpException left(Course course, String why) {
        return new HostConfigurationException(course.survey().placement().host(), why, null);
    }
}
