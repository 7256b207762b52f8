package org.floatingip.internal;

import static org.floatingip.internal.Engine.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.NotVerifiedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SupersededException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;

/**
 * Undoes a move of several addresses, because others of their group failed: each goes back to who held it, if the target
 * still holds it at the last look. Has a budget of its own, for the move's may be what ran out, and an interrupt does not
 * stop it: who asked for all or nothing must not be left with half. Used once, by one thread.
 */
final class Restore {

    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final Network network;
    private final MoveOrder order;
    private final HostId target;
    private final Operation undo;
    private final Set<Course> returned = new HashSet<>();

    /** Those of the returned of which it is not known whether the network took that. */
    private final Set<Course> doubtful = new HashSet<>();

    private String trouble = "it was not seen there in " + BUDGET.toMillis() + " ms";

    Restore(MoveOrder order, Operation lead) {
        this.network = lead.network;
        this.order = order;
        this.target = order.requiredTarget();
        this.undo = lead.withBudget(BUDGET);
    }

    /**
     * Leaves each of them restored; failed where somebody else has it, or where it is back and may not stay there; or moved as
     * it was, with a warning.
     */
    void run(List<Course> moved) {
        boolean interrupted = Thread.interrupted();
        Rungs rung = Rungs.of(moved, StepKind.UNDONE);
        Backoff backoff = undo.backoff();
        List<Course> left = new ArrayList<>(moved);
        try {
            do {
                List<Course> asked = left;
                String doing = "giving back " + Move.addresses(asked);
                Map<IpAddress, List<Holder>> now =
                        undo.read(rung, doing, () -> network.locateAll(Move.addresses(asked)));
                left = new ArrayList<>(asked);
                left.removeIf(course -> decided(course, Objects.requireNonNull(now.get(course.address())), rung));
                giveBack(left);
            } while (!left.isEmpty() && backoff.pause());
            left = lastLook(left, rung);
            left.removeIf(course -> !undo.interrupted() && stayedWhereItWas(course, rung));
        } catch (FloatingIpException e) {
            trouble = e.getMessage();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        for (Course course : left) {
            rung.end(course, StepOutcome.UNKNOWN, trouble);
            if (returned.contains(course)) {
                // It may be there by our own doing: nobody is to drop it as if it had come to the target.
                course.failed(new NotVerifiedException(
                        Effect.UNKNOWN,
                        course.address(),
                        "on " + words(course.before()) + " again",
                        course.seen(),
                        "it was given back, and not seen there: " + trouble,
                        null));
            } else {
                course.warn(
                        course.address() + " could not be given back to " + words(course.before()) + ": " + trouble);
            }
        }
    }

    /** One attempt may take all the time that there is: what was given back is looked for once more all the same. */
    private List<Course> lastLook(List<Course> asked, Rungs rung) {
        List<Course> left = new ArrayList<>(asked);
        if (left.stream().anyMatch(returned::contains)) {
            rung.attempt();
            Map<IpAddress, List<Holder>> now = network.locateAll(Move.addresses(left));
            left.removeIf(course -> decided(course, Objects.requireNonNull(now.get(course.address())), rung));
        }
        return left;
    }

    private boolean decided(Course course, List<Holder> now, Rungs rung) {
        course.saw(now);
        if (isWhereItWas(course)) {
            // Before it was given back this may be an old answer: it was seen on the target already.
            if (!returned.contains(course) || (doubtful.contains(course) && !course.answersAreNew())) {
                return false;
            }
            rung.end(course, StepOutcome.DONE, "given back to " + words(now));
            isBack(course);
            return true;
        }
        if (!order.isMetBy(now) && !now.isEmpty() && course.answersAreNew()) {
            rung.end(course, StepOutcome.FAILED, "seen on " + words(now));
            course.failed(new SupersededException(course.taken(), course.address(), target, now, null));
            return true;
        }
        return false;
    }

    /** Whether somebody else gave it back, for all that was seen until the end. */
    private boolean stayedWhereItWas(Course course, Rungs rung) {
        if (!isWhereItWas(course) || !course.answersAreNew()) {
            return false;
        }
        rung.end(course, StepOutcome.DONE, "seen on " + words(course.seen()));
        isBack(course);
        return true;
    }

    /** Restored, unless what gave it to the target may do so once more. */
    private void isBack(Course course) {
        if (!course.unanswered()) {
            course.restored();
            return;
        }
        course.failed(new NotVerifiedException(
                Effect.UNKNOWN,
                course.address(),
                "on " + words(course.before()) + " again",
                course.seen(),
                "it was given back, and an earlier request to assign it to " + target + " may come through yet",
                null));
    }

    private static boolean isWhereItWas(Course course) {
        return interfaces(course.seen()).equals(interfaces(course.before()));
    }

    private static Set<String> interfaces(List<Holder> holders) {
        Set<String> ids = new HashSet<>();
        holders.forEach(holder -> ids.add(holder.interfaceId()));
        return ids;
    }

    /** One call for each interface that gets some back. What was given back once is only looked for. */
    private void giveBack(List<Course> courses) {
        Map<List<Object>, List<Course>> batches = new LinkedHashMap<>();
        for (Course course : courses) {
            // Whoever else is shown may be an old answer, or have come since: nothing is taken from them.
            boolean ours = course.seen().isEmpty() || order.isMetBy(course.seen());
            if (returned.contains(course) || course.before().size() > 1 || !ours) {
                continue;
            }
            List<Object> key = new ArrayList<>(
                    List.of(interfaces(course.before()), course.seen().isEmpty()));
            if (course.before().isEmpty()) {
                key.add(course.address());
            }
            batches.computeIfAbsent(key, unused -> new ArrayList<>()).add(course);
        }
        List<List<Course>> portions = batches.values().stream()
                .flatMap(alike -> network.portions(alike).stream())
                .toList();
        for (List<Course> batch : portions) {
            try {
                giveBackAlike(batch);
                returned.addAll(batch);
                batch.forEach(Course::changedNow);
            } catch (FloatingIpException e) {
                trouble = e.getMessage();
                // Unless it is known not to have happened: a second one could take it from somebody who came since.
                if (e.effect() != Effect.NONE) {
                    returned.addAll(batch);
                    doubtful.addAll(batch);
                    batch.forEach(Course::changedNow);
                }
            }
        }
    }

    private void giveBackAlike(List<Course> batch) {
        Course first = batch.get(0);
        if (first.before().isEmpty()) {
            network.release(List.of(first.address()), first.to());
            return;
        }
        Holder holder = first.before().get(0);
        Placement back = Placement.builder(holder.host(), holder.interfaceId()).build();
        network.assignAll(batch.stream()
                .map(course -> Transfer.of(course.address(), course.seen(), back))
                .toList());
    }
}
