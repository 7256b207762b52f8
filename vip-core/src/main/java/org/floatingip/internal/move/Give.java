package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.SupersededException;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Backoff;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * Gives addresses to their placements: one call for each interface, each of them made before one that failed is repeated, so that
 * one that is stuck does not take the time of the others. After a failure that may pass it looks before it repeats, and repeats
 * without those addresses that somebody else holds by then. What was taken for this is held by nobody meanwhile: what is known not
 * to have been given is tried for a short time, and can go back then. Used once, by one thread.
 */
final class Give {

    /**
     * Addresses that one call takes.
     *
     * @param doing what they are in, for who reads of it
     * @param last what the last attempt failed by; null before the first
     * @param repeatable whether that may pass; or was said of all that one call was for, and is true of one of them
     * @param doubtful whether they are only looked at, since an old answer may have shown somebody else
     */
    private record Work(
            List<Course> batch,
            String doing,
            @Nullable FloatingIpException last,
            boolean repeatable,
            boolean doubtful) {

        static Work first(List<Course> batch, String doing) {
            return new Work(batch, doing, null, false, false);
        }

        Work failed(FloatingIpException failure) {
            return new Work(batch, doing, failure, failure.retryable() || oneCame(batch, failure), false);
        }

        /** Those of them alone, which failed together with the others. */
        Work of(List<Course> some, boolean onlyLookedAt) {
            return new Work(some, doing, last, repeatable, onlyLookedAt);
        }

        FloatingIpException failure() {
            return Objects.requireNonNull(last, "last");
        }

        boolean isUntouched() {
            return batch.get(0).effect() == Effect.NONE;
        }
    }

    /** How long it goes on, and the pauses in that. */
    private record Patience(Operation time, Backoff backoff) {

        static Patience of(Operation time) {
            return new Patience(time, time.backoff());
        }

        boolean isOver() {
            return time.deadline.passed() || time.interrupted();
        }
    }

    private final Network network;
    private final MoveOrder order;
    private final HostId target;
    private final Operation lead;
    private final BooleanSupplier goesOn;
    private final Unheld unheld;
    private final Rungs rung = Rungs.of(List.of(), StepKind.ASSIGNED);

    /** Of what may have been given. */
    private final Patience whole;

    /** Of what was taken, and is known not to have been given. */
    private final Patience brief;

    /** @param goesOn asked before each call */
    Give(MoveOrder order, Operation lead, BooleanSupplier goesOn) {
        this.network = lead.network;
        this.order = order;
        this.target = order.requiredTarget();
        this.lead = lead;
        this.goesOn = goesOn;
        this.unheld = new Unheld(network, target);
        this.whole = Patience.of(lead);
        boolean shorter = lead.deadline.remaining().compareTo(GiveBack.BUDGET) > 0;
        this.brief = shorter ? Patience.of(lead.withBudget(GiveBack.BUDGET)) : whole;
    }

    /** Leaves each of them assigned or failed; or waiting, where it was told to stop before. */
    void run(List<Course> courses) {
        List<Work> round = new ArrayList<>();
        for (List<Course> batch : batches(courses)) {
            String doing = "assigning " + Move.words(batch) + " to "
                    + batch.get(0).survey().placement().asHolder();
            round.add(Work.first(batch, doing));
        }
        while (!round.isEmpty()) {
            List<Work> failed = new ArrayList<>();
            for (Work work : round) {
                FloatingIpException failure = work.doubtful() ? work.failure() : attempt(work);
                if (failure != null) {
                    failed.add(work.doubtful() ? work : work.failed(failure));
                }
            }
            round = failed.isEmpty() ? List.of() : afterLook(failed);
        }
    }

    private Patience patience(Work work) {
        return isBrief(work) ? brief : whole;
    }

    private static boolean isBrief(Work work) {
        return work.batch().get(0).isTaken() && work.isUntouched();
    }

    /** As long as the most patient of them. */
    private Patience patience(List<Work> works) {
        return works.stream().allMatch(Give::isBrief) ? brief : whole;
    }

    /** What one call of the network can take: one interface, and either all displace somebody or none does. */
    private List<List<Course>> batches(Collection<Course> courses) {
        Map<List<Object>, List<Course>> batches = new LinkedHashMap<>();
        for (Course course : courses) {
            List<Object> key = List.of(
                    course.survey().placement().interfaceId(), course.seen().isEmpty());
            batches.computeIfAbsent(key, unused -> new ArrayList<>()).add(course);
        }
        List<List<Course>> portions = new ArrayList<>();
        batches.values().forEach(alike -> portions.addAll(network.portions(alike)));
        return portions;
    }

    /** Makes the call, if it is to be made; what it failed by where a look can tell more, else null. */
    private @Nullable FloatingIpException attempt(Work work) {
        List<Course> batch = work.batch();
        FloatingIpException last = work.last();
        if (!goesOn.getAsBoolean()) {
            if (last != null) {
                askWhyUnheld(batch);
                batch.forEach(course -> leave(course, last));
            }
            return null;
        }
        if (last != null && patience(work).isOver()) {
            giveUp(batch, work, true);
            return null;
        }
        // What was taken from its holder is given once, however late: that ends the gap soonest.
        if (last == null && !batch.get(0).isTaken() && whole.isOver()) {
            batch.forEach(course -> course.failed(lead.outOfTime("preparing to assign " + course.address(), null)));
            return null;
        }
        if (last == null) {
            rung.begin(batch);
        }
        FloatingIpException failure = call(batch);
        if (failure == null) {
            batch.forEach(Course::assigned);
            Course.came(batch, Course.Change.GIVEN, Effect.APPLIED);
            for (Course course : batch) {
                rung.end(
                        course,
                        StepOutcome.DONE,
                        "given to " + course.survey().placement().asHolder());
            }
            return null;
        }
        Course.came(batch, Course.Change.GIVEN, failure.effect());
        if (work.isUntouched() && !failure.retryable() && !oneCame(batch, failure)) {
            batch.forEach(course -> fail(course, failure));
            return null;
        }
        return failure;
    }

    /** Whether all were refused for one that somebody came to hold: the others can go without it. */
    private static boolean oneCame(List<Course> batch, FloatingIpException failure) {
        return failure instanceof HolderChangedException && batch.size() > 1;
    }

    /** What is left to do after attempts that failed, or after looks that may have been answered by an old view. */
    private List<Work> afterLook(List<Work> failed) {
        List<Work> next = new ArrayList<>();
        Map<IpAddress, List<Holder>> now = lookAgain(failed);
        for (Work work : failed) {
            if (now.containsKey(work.batch().get(0).address())) {
                next.addAll(after(work, now));
            }
        }
        return next;
    }

    private List<Work> after(Work work, Map<IpAddress, List<Holder>> now) {
        List<Course> batch = work.batch();
        FloatingIpException failure = work.failure();
        boolean isOver = patience(work).isOver();
        List<Course> left = new ArrayList<>();
        List<Course> doubtful = new ArrayList<>();
        for (Course course : batch) {
            List<Holder> holders = Objects.requireNonNull(now.get(course.address()));
            if (isDoubtful(course, holders)) {
                doubtful.add(course);
            } else if (!decided(course, holders, failure)) {
                left.add(course);
            }
        }
        // Who came may have left again by now: the network says so, or refuses anew.
        if (!work.repeatable() || isOver) {
            giveUp(left, work, work.repeatable());
            left = List.of();
        }
        List<Work> next = new ArrayList<>();
        batches(left).forEach(more -> next.add(work.of(more, false)));
        if (isOver) {
            for (Course course : doubtful) {
                fail(
                        course,
                        course.effect() == Effect.NONE
                                ? outOfTime(work)
                                : notVerified(course, now.get(course.address()), lead.whyEnded(), failure));
            }
        } else if (!doubtful.isEmpty()) {
            next.add(work.of(doubtful, true));
        }
        return next;
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

    private @Nullable FloatingIpException call(List<Course> batch) {
        List<Transfer> transfers = Lists.map(batch, Course::transfer);
        try {
            rung.attempt(Lists.map(batch, course -> course.op));
            network.assignAll(transfers);
            return null;
        } catch (FloatingIpException e) {
            return e;
        }
    }

    /** Waits, then reads who holds them now; of those that this does not tell, all have failed. */
    private Map<IpAddress, List<Holder>> lookAgain(List<Work> failed) {
        Patience patience = patience(failed);
        boolean waited = patience.backoff().pause();
        List<Work> asked = new ArrayList<>();
        for (Work work : failed) {
            // An unknown effect is worth one look even when time is up: it may turn "unknown" into "moved".
            if (waited || (!work.isUntouched() && !lead.interrupted())) {
                asked.add(work);
            } else {
                unseen(work, lead.whyEnded(), work.failure(), outOfTime(work));
            }
        }
        List<Course> courses =
                asked.stream().flatMap(work -> work.batch().stream()).toList();
        if (courses.isEmpty()) {
            return Map.of();
        }
        String doing =
                asked.size() == 1 ? asked.get(0).doing() : "assigning " + courses.size() + " addresses to " + target;
        try {
            return patience.time().read(rung, doing, () -> network.locateAll(Move.addresses(courses)));
        } catch (FloatingIpException e) {
            for (Work work : asked) {
                Operation.suppress(e, work.failure());
                unseen(work, e instanceof OutOfTimeException ? lead.whyEnded() : "reading the network failed", e, e);
            }
            return Map.of();
        }
    }

    /** All of them have failed, since nobody could see who holds them. */
    private void unseen(Work work, String why, FloatingIpException last, FloatingIpException untouched) {
        boolean known = work.isUntouched();
        work.batch().forEach(course -> fail(course, known ? untouched : notVerified(course, null, why, last)));
    }

    private OutOfTimeException outOfTime(Work work) {
        return patience(work).time().outOfTime(work.doing(), work.failure());
    }

    /** Whether what was seen decides that address; if not, it may be assigned again, displacing only who was seen now. */
    private boolean decided(Course course, List<Holder> now, FloatingIpException failure) {
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
                    untouched
                            ? new HolderChangedException(course.address(), order.from(), now, failure)
                            : superseded(course, now, failure));
            return true;
        }
        course.saw(now);
        return false;
    }

    /** Leaves it waiting where it is, if it is known to be there: others failed, and all shall be left. */
    private void leave(Course course, FloatingIpException failure) {
        if (course.effect() == Effect.NONE) {
            rung.end(course, StepOutcome.FAILED, failure.getMessage());
        } else {
            fail(course, notVerified(course, course.seen(), "the assignment failed", failure));
        }
    }

    /** @param repeatable whether only the lack of time ended it: then the failure may be that of another address */
    private void giveUp(List<Course> courses, Work work, boolean repeatable) {
        askWhyUnheld(courses);
        courses.forEach(course -> giveUp(course, work, repeatable));
    }

    private void askWhyUnheld(List<Course> courses) {
        unheld.ask(Lists.filter(courses, course -> course.effect() != Effect.NONE));
    }

    private void giveUp(Course course, Work work, boolean repeatable) {
        FloatingIpException failure = work.failure();
        if (failure instanceof StaleEpochException stale) {
            fail(course, stale.after(course.effect()));
            return;
        }
        fail(
                course,
                course.effect() != Effect.NONE
                        ? notVerified(course, course.seen(), "the assignment failed", failure)
                        : repeatable ? outOfTime(work) : failure);
    }

    private void fail(Course course, FloatingIpException why) {
        rung.end(course, course.effect() == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN, why.getMessage());
        course.failed(why);
    }

    private SupersededException superseded(Course course, List<Holder> now, FloatingIpException failure) {
        course.saw(now);
        askWhyUnheld(List.of(course));
        return unheld.superseded(course, failure);
    }

    private NotVerifiedException notVerified(
            Course course, @Nullable List<Holder> observed, String why, FloatingIpException cause) {
        return unheld.notVerified(course, course.effect(), observed, why, cause);
    }
}
