package org.floatingip.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveException;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.GroupRefusedException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.MoveStrategy;
import org.floatingip.NotReassociatedException;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.spi.Dependent;
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
     */
    Move(
            Collaborators by,
            List<IpAddress> addresses,
            @Nullable Names names,
            MoveOrder order,
            boolean allOrNothing,
            Deadline deadline,
            Listeners listeners) {
        Set<HostId> unreachable = new HashSet<>();
        Network reads = null;
        for (IpAddress address : addresses) {
            Listeners.Events events = listeners.events();
            Operation op = by.operation(address, deadline, events);
            HostSide hostSide = new HostSide(op, by.hosts(), unreachable);
            reads = reads == null ? op.network : reads;
            courses.add(new Course(op, reads, order, hostSide, new Probing(op, by.probe()), names, events));
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
        return told(() -> surveying.run(this));
    }

    /** The same, and what it would do then. */
    GroupMovePlan plan(Surveying surveying) {
        return told(() -> {
            surveying.run(this);
            return Planning.of(this, allOrNothing, surveying.evacuated());
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
        List<Course> failed = told(() -> {
            courses.forEach(course -> course.surveyed(survey.get(course.address())));
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
        courses.forEach(Course::tellStart);
        return told(() -> {
            // Asked before anything is changed: what fails in it must not hide what was.
            courses.forEach(course -> course.op.network.traits());
            hosts.askWhatTheyCan();
            surveying.run(this);
            hosts.make(courses);
            skipWhatIsThere();
            if (goesOn()) {
                take();
                new Give(order, lead).run(in(Course.State.WAITING), this::goesOn);
                giveBackWhatWasTaken();
                putBack();
                new Verify(this).run(in(Course.State.ASSIGNED));
            }
            if (!goesOn()) {
                restore();
            }
            in(Course.State.MOVED).forEach(course -> course.hostSide.confirmReady());
            probe();
            new Undo(this).run(courses);
            Drop drop = new Drop(this);
            drop.run(in(Course.State.MOVED));
            drop.lookAgain(in(Course.State.MOVED));
            hosts.confirm(in(Course.State.MOVED));
            name();
            courses.forEach(Course::complete);
            recordSteps();
            GroupMoveResult result = result();
            courses.forEach(course -> course.tellEnd(null));
            return result;
        });
    }

    private <T> T told(Supplier<T> body) {
        try {
            return body.get();
        } catch (FloatingIpException e) {
            throw failed(e);
        } catch (RuntimeException | Error e) {
            throw failed(lead.broken(e));
        }
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
        courses.forEach(course -> course.tellEnd(whole));
        return whole;
    }

    /** False once all shall be left where they were because one failed. */
    private boolean goesOn() {
        return !allOrNothing || in(Course.State.FAILED).isEmpty();
    }

    private void skipWhatIsThere() {
        for (Course course : in(Course.State.ALREADY_THERE)) {
            course.op.ladder.skip(StepKind.ASSIGNED, "the target holds it already");
            putBackWhatIsOwed(course);
        }
    }

    /** A move that was cut off before it had put back what it cut off: only the plan still knows of that. */
    private void putBackWhatIsOwed(Course course) {
        if (course.plan() == null || !order.reassociate()) {
            return;
        }
        List<Dependent> owed = new ArrayList<>(course.plan().dependents());
        owed.removeAll(course.survey().dependents());
        if (!owed.isEmpty() && !network().reassociates()) {
            course.failed(RefusedException.handoverRefused(
                    course.address(), "this assigner can't put back what a handover cuts off", null));
        } else if (!owed.isEmpty()) {
            Reassociation reassociation = new Reassociation(
                    course.op,
                    List.copyOf(owed),
                    course.survey().placement(),
                    Set.of(course.survey().placement().interfaceId()),
                    false);
            if (!reassociation.run()) {
                course.failed(reassociation.failed(Effect.NONE, null));
            }
        }
    }

    /** The first half of a handover: takes addresses from those who hold them, by as few calls as the network allows. */
    private void take() {
        if (order.strategy() != MoveStrategy.HANDOVER) {
            return;
        }
        Map<Holder, List<Course>> held = new LinkedHashMap<>();
        for (Course course : in(Course.State.WAITING)) {
            if (!course.before().isEmpty()) {
                held.computeIfAbsent(course.before().get(0), unused -> new ArrayList<>())
                        .add(course);
            }
        }
        held.forEach((holder, holding) -> {
            if (lead.deadline.passed() || lead.interrupted()) {
                for (Course course : holding) {
                    course.failed(lead.outOfTime("preparing to assign " + course.address(), null));
                }
                return;
            }
            Unassignment unassignment = new Unassignment(lead, holder);
            unassignment.run(holding.stream().map(course -> course.op).toList());
            for (Course course : holding) {
                Unassignment.Taken taken = unassignment.taken().get(course.op);
                if (taken != null) {
                    course.taken(new Handover(course.op, target, course.survey(), taken.known(), taken.unanswered()));
                } else {
                    FloatingIpException failure =
                            Objects.requireNonNull(unassignment.failures().get(course.op));
                    course.failed(Handover.notTaken(course.op, course.survey(), failure));
                }
            }
        });
    }

    /** An address that nobody holds is worse than two seconds: this comes before anything else. */
    private void giveBackWhatWasTaken() {
        for (Course course : in(Course.State.FAILED)) {
            Handover handover = course.handover();
            if (handover != null) {
                course.failed(handover.notGiven(course.failure()));
            }
        }
    }

    private void putBack() {
        for (Course course : in(Course.State.ASSIGNED)) {
            Handover handover = course.handover();
            NotReassociatedException missing = handover == null ? null : handover.putBackOnTarget();
            if (missing != null) {
                course.missing(missing);
            }
        }
    }

    private void restore() {
        in(Course.State.WAITING).forEach(Course::restored);
        // What somebody else brought there is theirs.
        List<Course> moved = in(Course.State.MOVED).stream()
                .filter(course -> course.effect() != Effect.NONE)
                .toList();
        if (!moved.isEmpty()) {
            new Restore(order, lead).run(moved);
        }
    }

    /** Tries each of them before any is tried again: one that does not answer must not take the time of the others. */
    private void probe() {
        List<Course> left = in(Course.State.MOVED);
        Backoff backoff = lead.backoff();
        do {
            List<Course> unreached = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (!left.get(i).probing.done(left.size() - i)) {
                    unreached.add(left.get(i));
                }
            }
            left = unreached;
        } while (!left.isEmpty() && backoff.pause());
        left.forEach(course -> course.warn(course.probing.giveUp()));
    }

    private void name() {
        List<Course> named = new ArrayList<>(in(Course.State.ALREADY_THERE));
        named.addAll(in(Course.State.MOVED));
        Deadline budget = Naming.budget(lead, named.size());
        named.forEach(course -> course.name(budget));
    }

    /** One failure may stand for several addresses: it has the ladder of the first, whose steps were not skipped. */
    private void recordSteps() {
        Set<FloatingIpException> recorded = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Course course : in(Course.State.FAILED)) {
            if (recorded.add(course.failure())) {
                course.failure().recordSteps(course.op.ladder.steps());
            }
        }
    }

    private GroupMoveResult result() {
        List<Course> failed = in(Course.State.FAILED);
        List<MoveResult> there = courses.stream()
                .filter(course -> course.is(Course.State.MOVED) || course.is(Course.State.ALREADY_THERE))
                .map(Course::result)
                .toList();
        if (failed.isEmpty()) {
            return GroupMoveResult.of(target, there, lead.deadline.startedAt(), lead.deadline.elapsed());
        }
        Map<IpAddress, FloatingIpException> failures = new LinkedHashMap<>();
        failed.forEach(course -> failures.put(course.address(), course.failure()));
        List<Course> restored = in(Course.State.RESTORED);
        GroupMoveException partial = new GroupMoveException(
                target, there, failures, addresses(restored), failed.get(0).failure());
        restored.stream().map(Course::leftBehind).filter(Objects::nonNull).forEach(partial::addSuppressed);
        throw partial;
    }

    private List<Course> in(Course.State state) {
        return courses.stream().filter(course -> course.is(state)).toList();
    }

    /** Reads who holds those now, within a budget that is not the move's. */
    Map<IpAddress, List<Holder>> locate(List<Course> asked, Rung rung, String doing, Duration budget) {
        return lead.withBudget(budget).read(rung, doing, () -> network().locateAll(addresses(asked)));
    }

    /** How old answers may be, as far as anybody waits for that; else zero. */
    Duration lag() {
        Duration lag = lead.readLag();
        return lag.compareTo(MOST_LAG) <= 0 ? lag : Duration.ZERO;
    }

    static List<IpAddress> addresses(Collection<Course> courses) {
        return courses.stream().map(Course::address).toList();
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
