package org.floatingip.internal;

import static org.floatingip.internal.MoveEngine.words;

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
 * Gives several addresses to their placements: one call for each interface. After a failure that may pass it looks before it
 * repeats, and repeats without those addresses that somebody else holds by then, as a move of one address does. Used once,
 * by one thread.
 */
final class GroupFlip {

    private final Network network;
    private final MoveOrder order;
    private final HostId target;
    private final Operation lead;

    GroupFlip(MoveOrder order, Operation lead) {
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
    void run(List<Member> members, BooleanSupplier goesOn) {
        for (List<Member> batch : batches(members)) {
            if (!goesOn.getAsBoolean()) {
                return;
            }
            if (lead.deadline.passed() || lead.interrupted()) {
                batch.forEach(member -> member.failed(lead.outOfTime("preparing to assign " + member.address(), null)));
            } else {
                assign(batch, goesOn);
            }
        }
    }

    /** What one call of the network can take: one interface, and either all displace somebody or none does. */
    private Collection<List<Member>> batches(Collection<Member> members) {
        Map<List<Object>, List<Member>> batches = new LinkedHashMap<>();
        for (Member member : members) {
            List<Object> key = new ArrayList<>(List.of(
                    member.survey().placement().interfaceId(), member.seen().isEmpty()));
            if (!network.severalAtOnce()) {
                key.add(member.address());
            }
            batches.computeIfAbsent(key, unused -> new ArrayList<>()).add(member);
        }
        return batches.values();
    }

    private void assign(List<Member> members, BooleanSupplier goesOn) {
        Holder next = members.get(0).survey().placement().asHolder();
        String doing = "assigning " + GroupOperation.addresses(members) + " to " + next;
        Rungs rung = new Rungs(members, StepKind.ASSIGNED);
        Backoff backoff = lead.backoff();
        Deque<List<Member>> queue = new ArrayDeque<>(List.of(members));
        FloatingIpException last = null;
        while (!queue.isEmpty()) {
            List<Member> batch = queue.remove();
            if (last != null && !goesOn.getAsBoolean()) {
                for (Member member : batch) {
                    leave(member, rung, last);
                }
                continue;
            }
            if (last != null && (lead.deadline.passed() || lead.interrupted())) {
                for (Member member : batch) {
                    giveUp(member, rung, doing, last, true);
                }
                continue;
            }
            FloatingIpException failure = attempt(batch, rung);
            if (failure == null) {
                batch.forEach(member -> {
                    rung.end(member, StepOutcome.DONE, "given to " + next);
                    member.assigned(Effect.APPLIED);
                });
                continue;
            }
            last = failure;
            batch.forEach(member -> member.tried(failure.effect()));
            // All were refused for one that somebody came to hold: the others can go without it.
            boolean oneCame = failure instanceof HolderChangedException && batch.size() > 1;
            if (batch.get(0).effect() == Effect.NONE && !failure.retryable() && !oneCame) {
                batch.forEach(member -> fail(member, rung, failure));
                continue;
            }
            Map<IpAddress, List<Holder>> now = lookAgain(batch, rung, backoff, doing, failure);
            if (now == null) {
                continue;
            }
            List<Member> left = new ArrayList<>();
            for (Member member : batch) {
                if (!decided(member, Objects.requireNonNull(now.get(member.address())), rung, failure)) {
                    left.add(member);
                }
            }
            // Who came may have left again by now: the network says so, or refuses anew.
            boolean repeatable = failure.retryable() || oneCame;
            if (!repeatable || lead.deadline.passed() || lead.interrupted()) {
                left.forEach(member -> giveUp(member, rung, doing, failure, repeatable));
            } else {
                queue.addAll(batches(left));
            }
        }
    }

    private @Nullable FloatingIpException attempt(List<Member> batch, Rungs rung) {
        List<Transfer> transfers = batch.stream().map(Member::transfer).toList();
        try {
            rung.attempt();
            network.assignAll(transfers);
            return null;
        } catch (FloatingIpException e) {
            return e;
        }
    }

    /** Waits, then reads who holds them now; null if that could not be told, and all of them have failed. */
    private @Nullable Map<IpAddress, List<Holder>> lookAgain(
            List<Member> batch, Rungs rung, Backoff backoff, String doing, FloatingIpException failure) {
        boolean unknown = batch.get(0).effect() != Effect.NONE;
        FloatingIpException last = failure;
        String why = lead.whyEnded();
        // An unknown effect is worth one look even when time is up: it may turn "unknown" into "moved".
        if (backoff.pause() || (unknown && !lead.interrupted())) {
            try {
                return lead.read(rung, doing, () -> network.locateAll(GroupOperation.addresses(batch)));
            } catch (FloatingIpException e) {
                Operation.suppress(e, failure);
                last = e;
                why = e instanceof OutOfTimeException ? lead.whyEnded() : "looking ended in a failure";
            }
        }
        for (Member member : batch) {
            fail(
                    member,
                    rung,
                    unknown
                            ? notVerified(member, null, why, last)
                            : last == failure ? lead.outOfTime(doing, last) : last);
        }
        return null;
    }

    /** Whether what was seen decides that address; if not, it may be assigned again, displacing only who was seen now. */
    private boolean decided(Member member, List<Holder> now, Rungs rung, FloatingIpException failure) {
        if (order.isMetBy(now)) {
            rung.end(member, StepOutcome.DONE, "seen on " + words(now) + " after a failure: " + failure.getMessage());
            member.assigned(member.effect());
            return true;
        }
        if (!order.mayRepeat(now, member.before(), member.seen())) {
            boolean untouched = member.effect() == Effect.NONE
                    && (order.from() != null || member.before().isEmpty());
            fail(
                    member,
                    rung,
                    untouched
                            ? new HolderChangedException(member.address(), order.from(), now, failure)
                            : new SupersededException(member.effect(), member.address(), target, now, failure));
            return true;
        }
        member.saw(now);
        return false;
    }

    /** Leaves it waiting where it is, if it is known to be there: others failed, and all shall be left. */
    private void leave(Member member, Rungs rung, FloatingIpException failure) {
        if (member.effect() == Effect.NONE) {
            rung.end(member, StepOutcome.FAILED, failure.getMessage());
        } else {
            fail(member, rung, notVerified(member, member.seen(), "assigning ended in a failure", failure));
        }
    }

    /** @param repeatable whether only the lack of time ended it: then the failure may be that of another address */
    private void giveUp(Member member, Rungs rung, String doing, FloatingIpException failure, boolean repeatable) {
        fail(
                member,
                rung,
                member.effect() != Effect.NONE
                        ? notVerified(member, member.seen(), "assigning ended in a failure", failure)
                        : repeatable ? lead.outOfTime(doing, failure) : failure);
    }

    private void fail(Member member, Rungs rung, FloatingIpException why) {
        rung.end(member, member.effect() == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN, why.getMessage());
        member.failed(why);
    }

    private NotVerifiedException notVerified(
            Member member, @Nullable List<Holder> observed, String why, FloatingIpException cause) {
        return new NotVerifiedException(
                member.effect(), member.address(), "on " + target + " alone", observed, why, cause);
    }
}
