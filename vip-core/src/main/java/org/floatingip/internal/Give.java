package org.floatingip.internal;

import static org.floatingip.internal.Engine.words;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.NotVerifiedException;
import org.floatingip.OutOfTimeException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SupersededException;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * Gives addresses to their placements: one call for each interface. After a failure that may pass it looks before it repeats,
 * and repeats without those addresses that somebody else holds by then. Used once, by one thread.
 */
final class Give {

    /** Addresses that one call takes; or that are only looked at, since an old answer may have shown somebody else. */
    private record Work(List<Course> batch, @Nullable FloatingIpException failure) {}

    private final Network network;
    private final MoveOrder order;
    private final HostId target;
    private final Operation lead;

    Give(MoveOrder order, Operation lead) {
        this.network = lead.network;
        this.order = order;
        this.target = order.requiredTarget();
        this.lead = lead;
    }

    /**
     * Leaves each of them assigned or failed; or waiting, where it was told to stop before.
     *
     * @param goesOn asked before each call
     */
    void run(List<Course> courses, BooleanSupplier goesOn) {
        for (List<Course> batch : batches(courses)) {
            if (!goesOn.getAsBoolean()) {
                return;
            }
            // What was taken from its holder is given once, however late: that ends the gap soonest.
            if (!batch.get(0).isTaken() && (lead.deadline.passed() || lead.interrupted())) {
                batch.forEach(course -> course.failed(lead.outOfTime("preparing to assign " + course.address(), null)));
            } else {
                assign(batch, goesOn);
            }
        }
    }

    /** What one call of the network can take: one interface, and either all displace somebody or none does. */
    private List<List<Course>> batches(Collection<Course> courses) {
        Map<List<Object>, List<Course>> batches = new LinkedHashMap<>();
        for (Course course : courses) {
            List<Object> key = List.of(
                    course.survey().placement().interfaceId(), course.seen().isEmpty());
            batches.computeIfAbsent(key, unused -> new ArrayList<>()).add(course);
        }
        return batches.values().stream()
                .flatMap(alike -> network.portions(alike).stream())
                .toList();
    }

    private void assign(List<Course> courses, BooleanSupplier goesOn) {
        Holder next = courses.get(0).survey().placement().asHolder();
        String doing = "assigning " + Move.words(courses) + " to " + next;
        Rungs rung = Rungs.of(courses, StepKind.ASSIGNED);
        Backoff backoff = lead.backoff();
        Deque<Work> queue = new ArrayDeque<>(List.of(new Work(courses, null)));
        FloatingIpException last = null;
        while (!queue.isEmpty()) {
            Work work = queue.remove();
            List<Course> batch = work.batch();
            FloatingIpException failure = work.failure();
            if (failure == null) {
                if (last != null && !goesOn.getAsBoolean()) {
                    for (Course course : batch) {
                        leave(course, rung, last);
                    }
                    continue;
                }
                if (last != null && (lead.deadline.passed() || lead.interrupted())) {
                    for (Course course : batch) {
                        giveUp(course, rung, doing, last, true);
                    }
                    continue;
                }
                failure = attempt(batch, rung);
                if (failure == null) {
                    batch.forEach(course -> {
                        rung.end(course, StepOutcome.DONE, "given to " + next);
                        course.came(Course.Change.GIVEN, Effect.APPLIED);
                        course.assigned();
                    });
                    continue;
                }
                Effect possible = failure.effect();
                batch.forEach(course -> course.came(Course.Change.GIVEN, possible));
            }
            last = failure;
            queue.addAll(after(batch, failure, rung, backoff, doing));
        }
    }

    /** What is left to do after an attempt that failed, or after a look that may have been answered by an old view. */
    private List<Work> after(
            List<Course> batch, FloatingIpException failure, Rungs rung, Backoff backoff, String doing) {
        // All were refused for one that somebody came to hold: the others can go without it.
        boolean oneCame = failure instanceof HolderChangedException && batch.size() > 1;
        if (batch.get(0).effect() == Effect.NONE && !failure.retryable() && !oneCame) {
            batch.forEach(course -> fail(course, rung, failure));
            return List.of();
        }
        Map<IpAddress, List<Holder>> now = lookAgain(batch, rung, backoff, doing, failure);
        if (now == null) {
            return List.of();
        }
        List<Course> left = new ArrayList<>();
        List<Course> doubtful = new ArrayList<>();
        for (Course course : batch) {
            List<Holder> holders = Objects.requireNonNull(now.get(course.address()));
            if (isDoubtful(course, holders)) {
                doubtful.add(course);
            } else if (!decided(course, holders, rung, failure)) {
                left.add(course);
            }
        }
        // Who came may have left again by now: the network says so, or refuses anew.
        boolean repeatable = failure.retryable() || oneCame;
        if (!repeatable || lead.deadline.passed() || lead.interrupted()) {
            left.forEach(course -> giveUp(course, rung, doing, failure, repeatable));
            left = List.of();
        }
        List<Work> work = new ArrayList<>();
        batches(left).forEach(more -> work.add(new Work(more, null)));
        if (lead.deadline.passed() || lead.interrupted()) {
            for (Course course : doubtful) {
                fail(
                        course,
                        rung,
                        course.effect() == Effect.NONE
                                ? lead.outOfTime(doing, failure)
                                : notVerified(course, now.get(course.address()), lead.whyEnded(), failure));
            }
        } else if (!doubtful.isEmpty()) {
            work.add(new Work(doubtful, failure));
        }
        return work;
    }

    /**
     * Whether an answer that decides against the address may be older than a change of ours that may have had its effect: then
     * it says nothing of what became of that.
     */
    private boolean isDoubtful(Course course, List<Holder> now) {
        boolean changed = course.isTaken() || course.effect() != Effect.NONE;
        boolean against = changed && !order.isMetBy(now) && !order.mayRepeat(now, course.before(), course.seen());
        if (!against || course.answersAreNew()) {
            return false;
        }
        course.sawBetween(now);
        return true;
    }

    private @Nullable FloatingIpException attempt(List<Course> batch, Rungs rung) {
        List<Transfer> transfers = batch.stream().map(Course::transfer).toList();
        try {
            rung.attempt(batch.stream().map(course -> course.op).toList());
            network.assignAll(transfers);
            return null;
        } catch (FloatingIpException e) {
            return e;
        }
    }

    /** Waits, then reads who holds them now; null if that could not be told, and all of them have failed. */
    private @Nullable Map<IpAddress, List<Holder>> lookAgain(
            List<Course> batch, Rungs rung, Backoff backoff, String doing, FloatingIpException failure) {
        boolean unknown = batch.get(0).effect() != Effect.NONE;
        FloatingIpException last = failure;
        String why = lead.whyEnded();
        // An unknown effect is worth one look even when time is up: it may turn "unknown" into "moved".
        if (backoff.pause() || (unknown && !lead.interrupted())) {
            try {
                return lead.read(rung, doing, () -> network.locateAll(Move.addresses(batch)));
            } catch (FloatingIpException e) {
                Operation.suppress(e, failure);
                last = e;
                why = e instanceof OutOfTimeException ? lead.whyEnded() : "looking ended in a failure";
            }
        }
        for (Course course : batch) {
            fail(
                    course,
                    rung,
                    unknown
                            ? notVerified(course, null, why, last)
                            : last == failure ? lead.outOfTime(doing, last) : last);
        }
        return null;
    }

    /** Whether what was seen decides that address; if not, it may be assigned again, displacing only who was seen now. */
    private boolean decided(Course course, List<Holder> now, Rungs rung, FloatingIpException failure) {
        if (order.isMetBy(now)) {
            rung.end(course, StepOutcome.DONE, "seen on " + words(now) + " after a failure: " + failure.getMessage());
            course.assigned();
            return true;
        }
        if (course.isPrepared()
                && course.effect() == Effect.NONE
                && !course.seen().isEmpty()) {
            course.surveyedOnlyNow(now);
        }
        if (!order.mayRepeat(now, course.before(), course.seen())) {
            boolean untouched = course.effect() == Effect.NONE
                    && (order.from() != null || failure instanceof HolderChangedException);
            fail(
                    course,
                    rung,
                    untouched
                            ? new HolderChangedException(course.address(), order.from(), now, failure)
                            : new SupersededException(course.effect(), course.address(), target, now, failure));
            return true;
        }
        course.saw(now);
        return false;
    }

    /** Leaves it waiting where it is, if it is known to be there: others failed, and all shall be left. */
    private void leave(Course course, Rungs rung, FloatingIpException failure) {
        if (course.effect() == Effect.NONE) {
            rung.end(course, StepOutcome.FAILED, failure.getMessage());
        } else {
            fail(course, rung, notVerified(course, course.seen(), "assigning ended in a failure", failure));
        }
    }

    /** @param repeatable whether only the lack of time ended it: then the failure may be that of another address */
    private void giveUp(Course course, Rungs rung, String doing, FloatingIpException failure, boolean repeatable) {
        fail(
                course,
                rung,
                course.effect() != Effect.NONE
                        ? notVerified(course, course.seen(), "assigning ended in a failure", failure)
                        : repeatable ? lead.outOfTime(doing, failure) : failure);
    }

    private void fail(Course course, Rungs rung, FloatingIpException why) {
        rung.end(course, course.effect() == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN, why.getMessage());
        course.failed(why);
    }

    private NotVerifiedException notVerified(
            Course course, @Nullable List<Holder> observed, String why, FloatingIpException cause) {
        return new NotVerifiedException(
                course.effect(), course.address(), "on " + target + " alone", observed, why, cause);
    }
}
