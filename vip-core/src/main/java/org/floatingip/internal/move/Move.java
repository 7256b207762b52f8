package org.floatingip.internal.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.names.Names;
import org.floatingip.internal.operation.Collaborators;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Rung;
import org.floatingip.internal.operation.Telling;
import org.floatingip.internal.time.Backoff;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/**
 * One move of addresses to one target; one address is a batch of one. It takes its steps one after the other, each for all
 * addresses together, under one deadline. Used once, by one thread.
 *
 * <p>What refuses an address before anything was changed refuses all. After that each fares for itself, unless all or nothing
 * was asked for. A change is never repeated blindly: after a failure that may pass, the network is looked at first.
 */
final class Move {

    /** For answers that are older than this nobody waits; then what can't be told is said. */
    private static final Duration MOST_LAG = Duration.ofSeconds(5);

    final MoveOrder order;
    final HostId target;
    final Operation lead;
    final GroupHosts hosts;
    private final List<Course> courses = new ArrayList<>();
    private final boolean allOrNothing;

    /**
     * @param addresses at least one
     * @param names what names them; null for nobody
     * @param deadline began when the caller asked
     * @param telling of the operation that it is, or is a part of
     */
    Move(
            Collaborators by,
            List<IpAddress> addresses,
            @Nullable Names names,
            MoveOrder order,
            boolean allOrNothing,
            Deadline deadline,
            Telling telling) {
        Set<HostId> unreachable = new HashSet<>();
        Network reads = null;
        for (IpAddress address : addresses) {
            Operation op = by.operation(address, deadline, telling);
            HostSide hostSide = new HostSide(op, by.hosts(), unreachable);
            reads = reads == null ? op.network : reads;
            courses.add(new Course(op, reads, order, hostSide, new Probing(op, by.probe()), names));
        }
        this.order = order;
        this.target = order.requiredTarget();
        this.allOrNothing = allOrNothing;
        this.lead = courses.get(0).op;
        this.hosts = new GroupHosts(by.hosts(), lead, unreachable);
    }

    List<Course> courses() {
        return courses;
    }

    Network network() {
        return lead.network;
    }

    /** Reads what the move needs to know, and checks it, changing nothing. */
    PerAddress<Survey> survey(Surveying surveying) {
        return ours(() -> surveying.run(this));
    }

    /** The same, and what it would do then. */
    GroupMovePlan plan(Surveying surveying) {
        return ours(() -> {
            surveying.run(this);
            return Planning.of(this, allOrNothing, surveying.evacuated(), Steps.of(this, surveying));
        });
    }

    /**
     * Makes the target accept all of them ahead of the move.
     *
     * @param survey what was read of them
     * @return what it said of each
     * @throws FloatingIpException what failed for the first that it could not be made to accept; the others' is suppressed
     */
    Map<IpAddress, HostReport> makeReady(PerAddress<Survey> survey) {
        List<Course> failed = ours(() -> {
            courses.forEach(course -> course.surveyed(survey.get(course.address())));
            hosts.askWhatTheyCan();
            hosts.make(courses);
            return in(Course.State.FAILED);
        });
        if (!failed.isEmpty()) {
            failed.forEach(course -> course.undone(course.hostSide.perhapsLeft()));
            recordSteps();
            FloatingIpException first = failed.get(0).failure();
            Set<FloatingIpException> told = Collections.newSetFromMap(new IdentityHashMap<>());
            failed.stream().map(Course::failure).filter(told::add).forEach(other -> Operation.suppress(first, other));
            throw first;
        }
        Map<IpAddress, HostReport> ready = new LinkedHashMap<>();
        courses.forEach(course -> ready.put(course.address(), Objects.requireNonNull(course.hostSide.said(), "said")));
        return ready;
    }

    /** Carries it out, beginning with that reading. */
    GroupMoveResult run(Surveying surveying) {
        return ours(() -> {
            // Asked before anything is changed: what fails in it must not hide what was.
            courses.forEach(course -> course.op.network.traits());
            courses.forEach(course -> course.hostSide.ask());
            hosts.askWhatTheyCan();
            for (Step step : Steps.of(this, surveying)) {
                List<Course> batch = Lists.filter(courses, step::wants);
                if (!batch.isEmpty()) {
                    step.run(batch);
                }
            }
            courses.forEach(Course::complete);
            recordSteps();
            return result();
        });
    }

    private <T> T ours(Supplier<T> body) {
        try {
            return body.get();
        } catch (FloatingIpException e) {
            throw failed(e);
        } catch (RuntimeException | Error e) {
            FloatingIpException broken = lead.broken(e);
            giveBackWhatIsOpen(broken);
            throw failed(broken);
        }
    }

    /** Whatever ended the move where it stood, what it took from its holder goes back; what it gave stays where it is. */
    private void giveBackWhatIsOpen(FloatingIpException whole) {
        List<Course> open = Lists.filter(courses, Move::isOpen);
        if (open.isEmpty()) {
            return;
        }
        try {
            new GiveBack(this).run(open);
            open.stream()
                    .map(Course::failureOrNull)
                    .filter(Objects::nonNull)
                    .forEach(left -> Operation.suppress(whole, left));
        } catch (RuntimeException | Error e) {
            // A clock that stays broken: without it there is no budget, and nothing can be told of what was done.
            Operation.suppress(whole, lead.broken(e));
        }
    }

    /** Whether it was taken from its holder or from the target, and neither given nor given back for all that is known. */
    private static boolean isOpen(Course course) {
        boolean undecided = course.is(Course.State.WAITING)
                || (course.is(Course.State.FAILED) && course.failure().effect() == Effect.NONE);
        boolean taken = undecided && course.isTaken() && course.effect() == Effect.NONE;
        boolean takenBack = course.is(Course.State.MOVED) && course.known(Course.Change.TAKEN_BACK) != Known.UNTOUCHED;
        return (taken || takenBack) && course.known(Course.Change.GIVEN_BACK) != Known.SEEN;
    }

    private FloatingIpException failed(FloatingIpException whole) {
        whole.recordSteps(lead.ladder.steps());
        if (whole instanceof GroupRefusedException refused) {
            for (Course course : courses) {
                FloatingIpException own = refused.refusals().get(course.address());
                if (own != null) {
                    own.recordSteps(course.op.ladder.steps());
                }
            }
        }
        return whole;
    }

    /** False once all shall be left where they were because one failed. */
    boolean goesOn() {
        return !allOrNothing || in(Course.State.FAILED).isEmpty();
    }

    /** One failure may stand for several addresses: it has the ladder of the first, whose steps were not skipped. */
    private void recordSteps() {
        List<Course> failed = in(Course.State.FAILED);
        if (failed.isEmpty()) {
            return;
        }
        Set<FloatingIpException> recorded = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Course course : failed) {
            if (recorded.add(course.failure())) {
                course.failure().recordSteps(course.op.ladder.steps());
            }
        }
    }

    private GroupMoveResult result() {
        List<Course> failed = in(Course.State.FAILED);
        List<MoveResult> there = Lists.map(
                Lists.filter(courses, course -> course.is(Course.State.MOVED) || course.is(Course.State.ALREADY_THERE)),
                Course::result);
        if (failed.isEmpty()) {
            return GroupMoveResult.of(target, there, lead.deadline.startedAt(), lead.deadline.elapsed())
                    .withOperationId(lead.id);
        }
        Map<IpAddress, FloatingIpException> failures = new LinkedHashMap<>();
        failed.forEach(course -> failures.put(course.address(), course.failure()));
        List<Course> restored = in(Course.State.RESTORED);
        GroupMoveException partial = new GroupMoveException(
                target, there, failures, addresses(restored), failed.get(0).failure());
        for (Course course : courses) {
            if (failures.containsKey(course.address()) || restored.contains(course)) {
                partial.recordAddress(course.address(), course.op.ladder.steps(), course.allWarnings());
            }
        }
        restored.stream().map(Course::leftBehind).filter(Objects::nonNull).forEach(partial::addSuppressed);
        throw partial;
    }

    private List<Course> in(Course.State state) {
        return Lists.filter(courses, course -> course.is(state));
    }

    /** Reads who holds those now, within a budget that is not the move's. */
    Map<IpAddress, List<Holder>> locate(List<Course> asked, Rung rung, String doing, Duration budget) {
        return lead.withBudget(budget).read(rung, doing, () -> network().locateAll(addresses(asked)));
    }

    /**
     * Looks until no answer is left that speaks against the move and may be older than it.
     *
     * @param against whether those holders speak against it
     * @return who holds each; without those of which that could not be told in time
     */
    Map<Course, List<Holder>> lookUntilTold(
            List<Course> asked, Rung rung, String doing, BiPredicate<Course, List<Holder>> against) {
        Operation patience = lead.withBudget(HostSide.BUDGET.plus(waitable(lead.readLag())));
        Backoff backoff = patience.backoff();
        Map<Course, List<Holder>> told = new HashMap<>();
        List<Course> left = asked;
        while (true) {
            List<Course> now = left;
            Map<IpAddress, List<Holder>> found =
                    patience.read(rung, doing, () -> network().locateAll(addresses(now)));
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

    /** Waits until what is asked then is answered by what is no older than now; false where that can't be. */
    boolean awaitNewAnswers() {
        Duration lag = lead.readLag();
        return lag.equals(waitable(lag)) && lead.await(lag);
    }

    /** That time, as far as anybody waits so long; else none. */
    Duration waitable(Duration time) {
        return time.compareTo(MOST_LAG) <= 0 ? time : Duration.ZERO;
    }

    /** Why {@link #awaitNewAnswers()} was in vain. */
    String noNewAnswers() {
        return lead.interrupted()
                ? lead.outOfTime("waiting for up-to-date answers", null).getMessage()
                : answersMayBeOld();
    }

    String answersMayBeOld() {
        return "answers may be " + lead.readLag().toMillis() + " ms old";
    }

    static List<IpAddress> addresses(Collection<Course> courses) {
        return Lists.map(courses, Course::address);
    }

    /** The address, where it is one; else all of them. */
    static String words(Collection<Course> courses) {
        return courses.size() == 1
                ? courses.iterator().next().address().toString()
                : addresses(courses).toString();
    }

    /** The address, where it is one; else how many. */
    static String count(Collection<Course> courses) {
        return courses.size() == 1 ? words(courses) : courses.size() + " addresses";
    }
}
