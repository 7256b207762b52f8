package org.floatingip.internal;

import static org.floatingip.internal.MoveEngine.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveException;
import org.floatingip.GroupMoveResult;
import org.floatingip.GroupRefusedException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.NotVerifiedException;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SupersededException;
import org.floatingip.UnknownTargetException;
import org.floatingip.spi.GroupSurvey;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/**
 * One move of several addresses to one target: the steps of {@link MoveOperation}, each taken for all of them together. Used
 * once, by one thread.
 *
 * <p>What refuses an address before anything was changed refuses all. After that each fares for itself, unless all or nothing
 * was asked for.
 */
final class GroupOperation {

    private final List<Member> members = new ArrayList<>();
    private final Network network;
    private final GroupHosts hosts;
    private final MoveOrder order;
    private final HostId target;
    private final @Nullable HostId evacuated;
    private final @Nullable GroupSurvey known;
    private final boolean allOrNothing;
    private final Operation lead;

    /**
     * @param addresses at least one
     * @param evacuated who shall hold none of them afterwards; null for a plain move
     * @param known a survey of them without refusals, which was made for this move; null if it is still to be made
     * @param deadline began when the caller asked
     */
    GroupOperation(
            Collaborators by,
            List<IpAddress> addresses,
            MoveOrder order,
            @Nullable HostId evacuated,
            @Nullable GroupSurvey known,
            boolean allOrNothing,
            Deadline deadline) {
        Set<HostId> unreachable = new HashSet<>();
        for (IpAddress address : addresses) {
            Listeners.Events events = by.listeners().events();
            Operation op = by.operation(address, deadline, events);
            members.add(new Member(
                    op, order, new HostSide(op, by.hosts(), unreachable), new Probing(op, by.probe()), events));
        }
        this.order = order;
        this.target = order.requiredTarget();
        this.evacuated = evacuated;
        this.known = known;
        this.allOrNothing = allOrNothing;
        this.lead = members.get(0).op;
        this.network = lead.network;
        this.hosts = new GroupHosts(by.hosts(), lead, unreachable);
    }

    GroupMoveResult run() {
        try {
            survey();
            make();
            if (goesOn()) {
                new GroupFlip(order, lead).run(in(Member.State.WAITING), this::goesOn);
                verify();
            }
            if (!goesOn()) {
                giveBack();
            }
            probe();
            members.forEach(Member::undo);
            breakAtOldHosts();
            lookAgain();
            hosts.confirm(in(Member.State.MOVED));
            recordSteps();
            GroupMoveResult result = result();
            members.forEach(member -> member.tellEnd(null));
            return result;
        } catch (FloatingIpException e) {
            throw failed(e);
        } catch (RuntimeException | Error e) {
            throw failed(lead.broken(e));
        }
    }

    private FloatingIpException failed(FloatingIpException whole) {
        whole.recordSteps(lead.ladder.steps());
        members.forEach(member -> member.tellEnd(whole));
        return whole;
    }

    /** False once all shall be left where they were because one failed. */
    private boolean goesOn() {
        return !allOrNothing || in(Member.State.FAILED).isEmpty();
    }

    private void survey() {
        Rungs rung = new Rungs(members, StepKind.PLANNED);
        try {
            GroupSurvey found = known == null ? read(rung) : known;
            if (known != null) {
                rung.attempt();
            }
            Map<IpAddress, RefusedException> refusals = new LinkedHashMap<>();
            for (Member member : members) {
                RefusedException refusal = found.refusals().get(member.address());
                if (refusal == null) {
                    refusal = accept(
                            member, Objects.requireNonNull(found.surveys().get(member.address())));
                }
                if (refusal != null) {
                    refusals.put(member.address(), refusal);
                }
            }
            if (!refusals.isEmpty()) {
                throw new GroupRefusedException(
                        target, refusals, refusals.values().iterator().next());
            }
            for (Member member : members) {
                Survey survey = member.survey();
                rung.end(
                        member,
                        StepOutcome.DONE,
                        "held by " + words(survey.holders()) + ", can go to " + survey.placement());
            }
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.FAILED, e.getMessage());
            throw e;
        }
    }

    private GroupSurvey read(Rung rung) {
        String doing = "reading who holds " + count() + " and whether " + target + " can take them";
        return lead.read(rung, doing, () -> network.surveyAll(addresses(members), target));
    }

    /** Takes what was found of that address; what refuses it all the same, or null. */
    private @Nullable RefusedException accept(Member member, Survey found) {
        member.surveyed(found);
        // Only the reading tells that an interface and a host are the same.
        if (evacuated != null && found.placement().asHolder().isOn(evacuated)) {
            return new UnknownTargetException(
                    target, "it would leave " + member.address() + " on " + evacuated + ", which is evacuated", null);
        }
        return member.is(Member.State.ALREADY_THERE) || order.accepts(found.holders())
                ? null
                : new HolderChangedException(member.address(), order.from(), found.holders(), null);
    }

    /** Makes the target accept all of them. */
    private void make() {
        hosts.make(members);
        for (Member member : in(Member.State.ALREADY_THERE)) {
            member.op.ladder.skip(StepKind.ASSIGNED, "the target holds it already");
        }
    }

    /** Looks for all that were assigned, by one reading at a time, until each is decided. */
    private void verify() {
        List<Member> left = in(Member.State.ASSIGNED);
        if (left.isEmpty()) {
            return;
        }
        Rungs rung = new Rungs(left, StepKind.VERIFIED);
        Backoff backoff = lead.backoff();
        while (true) {
            FloatingIpException failure = null;
            try {
                rung.attempt();
                Map<IpAddress, List<Holder>> now = network.locateAll(addresses(left));
                left.forEach(member -> judge(member, Objects.requireNonNull(now.get(member.address())), rung));
            } catch (FloatingIpException e) {
                failure = e;
            }
            left = in(Member.State.ASSIGNED);
            if (left.isEmpty()) {
                return;
            }
            boolean hopeless = failure != null && !failure.retryable();
            if (hopeless || !backoff.pause()) {
                String why = hopeless ? "looking ended in a failure" : lead.whyEnded();
                rung.end(StepOutcome.UNKNOWN, failure != null ? failure.getMessage() : "not seen on " + target);
                for (Member member : left) {
                    member.failed(new NotVerifiedException(
                            member.taken(),
                            member.address(),
                            "on " + target + " alone",
                            failure != null ? null : member.seen(),
                            why,
                            failure));
                }
                return;
            }
        }
    }

    private void judge(Member member, List<Holder> now, Rungs rung) {
        member.saw(now);
        if (order.isMetBy(now)) {
            rung.end(member, StepOutcome.DONE, "seen on " + words(now) + " alone");
            member.moved(now.get(0));
        } else if (order.somebodyNew(now, member.before())) {
            rung.end(member, StepOutcome.FAILED, "seen on " + words(now));
            member.failed(new SupersededException(member.taken(), member.address(), target, now, null));
        }
    }

    private void giveBack() {
        in(Member.State.WAITING).forEach(Member::restored);
        // What somebody else brought there is theirs.
        List<Member> moved = in(Member.State.MOVED).stream()
                .filter(member -> member.effect() != Effect.NONE)
                .toList();
        if (!moved.isEmpty()) {
            new GroupGiveBack(order, lead).run(moved);
        }
    }

    /** Tries each of them before any is tried again: one that does not answer must not take the time of the others. */
    private void probe() {
        List<Member> left = in(Member.State.MOVED);
        Backoff backoff = lead.backoff();
        do {
            List<Member> unreached = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (!left.get(i).probing.done(left.size() - i)) {
                    unreached.add(left.get(i));
                }
            }
            left = unreached;
        } while (!left.isEmpty() && backoff.pause());
        left.forEach(member -> member.warn(member.probing.giveUp()));
    }

    /** As {@link HostSide#breakAt(List)} does for one: one wait, for the last of them, and one look for all. */
    private void breakAtOldHosts() {
        List<Member> waiting = in(Member.State.MOVED).stream()
                .filter(member -> !member.hostSide.graceOf(member.losers()).isZero())
                .toList();
        Duration wait = waiting.stream()
                .map(member -> member.hostSide.graceOf(member.losers()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Map<Member, List<Holder>> now = new LinkedHashMap<>();
        in(Member.State.MOVED).stream()
                .filter(member -> !waiting.contains(member))
                .forEach(member -> now.put(member, member.hostSide.toRefuse(member.losers())));
        hosts.refuse(now);
        if (waiting.isEmpty()) {
            return;
        }
        Rungs rung = new Rungs(waiting, StepKind.VERIFIED);
        if (!lead.await(wait)) {
            String why = "interrupted while packets may still have come to it";
            rung.end(StepOutcome.UNKNOWN, why);
            waiting.forEach(member -> member.hostSide.oldHosts().leave(member.losers(), why));
            return;
        }
        String doing = "looking who holds " + count() + " before the refusal";
        Map<IpAddress, List<Holder>> held;
        try {
            held = lead.withBudget(HostSide.BUDGET).read(rung, doing, () -> network.locateAll(addresses(waiting)));
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            waiting.forEach(member -> member.hostSide.couldNotLook(member.losers(), e));
            return;
        }
        Map<Member, List<Holder>> then = new LinkedHashMap<>();
        for (Member member : waiting) {
            List<Holder> holders = Objects.requireNonNull(held.get(member.address()));
            rung.end(member, StepOutcome.DONE, HostSide.afterGrace(wait, holders));
            then.put(member, member.hostSide.toRefuse(member.losers(), holders));
        }
        hosts.refuse(then);
    }

    /** Looks once more at those whose old hosts were made to refuse them: see {@link OldHosts}. */
    private void lookAgain() {
        List<Member> again = in(Member.State.MOVED).stream()
                .filter(member -> member.hostSide.oldHosts().mustLookAgain())
                .toList();
        if (again.isEmpty()) {
            return;
        }
        Rungs rung = new Rungs(again, StepKind.VERIFIED);
        String doing = "looking who holds " + count() + " after the refusal";
        try {
            Map<IpAddress, List<Holder>> now =
                    lead.withBudget(HostSide.BUDGET).read(rung, doing, () -> network.locateAll(addresses(again)));
            for (Member member : again) {
                List<Holder> holders = Objects.requireNonNull(now.get(member.address()));
                rung.end(member, StepOutcome.DONE, "after the refusal on " + words(holders));
            }
            again.forEach(member ->
                    member.hostSide.oldHosts().lookedAgain(Objects.requireNonNull(now.get(member.address()))));
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            again.forEach(member -> member.hostSide.oldHosts().couldNotLookAgain(e));
        }
    }

    /** One failure may stand for several addresses: it has the ladder of the first, whose steps were not skipped. */
    private void recordSteps() {
        Set<FloatingIpException> recorded = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Member member : in(Member.State.FAILED)) {
            if (recorded.add(member.failure())) {
                member.failure().recordSteps(member.op.ladder.steps());
            }
        }
    }

    private GroupMoveResult result() {
        List<Member> failed = in(Member.State.FAILED);
        List<MoveResult> there = members.stream()
                .filter(member -> member.is(Member.State.MOVED) || member.is(Member.State.ALREADY_THERE))
                .map(Member::result)
                .toList();
        if (failed.isEmpty()) {
            return GroupMoveResult.of(target, there, lead.deadline.startedAt(), lead.deadline.elapsed());
        }
        Map<IpAddress, FloatingIpException> failures = new LinkedHashMap<>();
        failed.forEach(member -> failures.put(member.address(), member.failure()));
        List<Member> restored = in(Member.State.RESTORED);
        GroupMoveException partial = new GroupMoveException(
                target, there, failures, addresses(restored), failed.get(0).failure());
        restored.stream().map(Member::leftBehind).filter(Objects::nonNull).forEach(partial::addSuppressed);
        throw partial;
    }

    private List<Member> in(Member.State state) {
        return members.stream().filter(member -> member.is(state)).toList();
    }

    private String count() {
        return members.size() == 1 ? members.get(0).address().toString() : members.size() + " addresses";
    }

    static List<IpAddress> addresses(Collection<Member> members) {
        return members.stream().map(Member::address).toList();
    }
}
