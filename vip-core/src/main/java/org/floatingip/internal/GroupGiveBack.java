package org.floatingip.internal;

import static org.floatingip.internal.MoveEngine.words;

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
final class GroupGiveBack {

    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final Network network;
    private final MoveOrder order;
    private final HostId target;
    private final Operation undo;
    private final Set<Member> returned = new HashSet<>();
    private String trouble = "it was not seen there in " + BUDGET.toMillis() + " ms";

    GroupGiveBack(MoveOrder order, Operation lead) {
        this.network = lead.network;
        this.order = order;
        this.target = order.requiredTarget();
        this.undo = lead.withBudget(BUDGET);
    }

    /**
     * Leaves each of them restored; failed where somebody else has it, or where it is back and may not stay there; or moved as
     * it was, with a warning.
     */
    void run(List<Member> moved) {
        boolean interrupted = Thread.interrupted();
        Rungs rung = new Rungs(moved, StepKind.UNDONE);
        Backoff backoff = undo.backoff();
        List<Member> left = new ArrayList<>(moved);
        try {
            do {
                List<Member> asked = left;
                String doing = "giving back " + GroupOperation.addresses(asked);
                Map<IpAddress, List<Holder>> now =
                        undo.read(rung, doing, () -> network.locateAll(GroupOperation.addresses(asked)));
                left = new ArrayList<>(asked);
                left.removeIf(member -> decided(member, Objects.requireNonNull(now.get(member.address())), rung));
                giveBack(left);
            } while (!left.isEmpty() && backoff.pause());
            left.removeIf(member -> !undo.interrupted() && stayedWhereItWas(member, rung));
        } catch (FloatingIpException e) {
            trouble = e.getMessage();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        for (Member member : left) {
            rung.end(member, StepOutcome.UNKNOWN, trouble);
            member.warn(member.address() + " could not be given back to " + words(member.before()) + ": " + trouble);
        }
    }

    private boolean decided(Member member, List<Holder> now, Rungs rung) {
        member.saw(now);
        if (isWhereItWas(member)) {
            // Before it was given back this may be an old answer: it was seen on the target already.
            if (!returned.contains(member)) {
                return false;
            }
            rung.end(member, StepOutcome.DONE, "given back to " + words(now));
            isBack(member);
            return true;
        }
        if (!order.isMetBy(now) && !now.isEmpty()) {
            rung.end(member, StepOutcome.FAILED, "seen on " + words(now));
            member.failed(new SupersededException(member.taken(), member.address(), target, now, null));
            return true;
        }
        return false;
    }

    /** Whether somebody else gave it back, for all that was seen until the end. */
    private boolean stayedWhereItWas(Member member, Rungs rung) {
        if (!isWhereItWas(member)) {
            return false;
        }
        rung.end(member, StepOutcome.DONE, "seen on " + words(member.seen()));
        isBack(member);
        return true;
    }

    /** Restored, unless what gave it to the target may do so once more. */
    private void isBack(Member member) {
        if (!member.unanswered()) {
            member.restored();
            return;
        }
        member.failed(new NotVerifiedException(
                Effect.UNKNOWN,
                member.address(),
                "on " + words(member.before()) + " again",
                member.seen(),
                "it was given back, and an earlier request to assign it to " + target + " may come through yet",
                null));
    }

    private static boolean isWhereItWas(Member member) {
        return interfaces(member.seen()).equals(interfaces(member.before()));
    }

    private static Set<String> interfaces(List<Holder> holders) {
        Set<String> ids = new HashSet<>();
        holders.forEach(holder -> ids.add(holder.interfaceId()));
        return ids;
    }

    /** One call for each interface that gets some back. What was given back once is only looked for. */
    private void giveBack(List<Member> members) {
        Map<List<Object>, List<Member>> batches = new LinkedHashMap<>();
        for (Member member : members) {
            if (returned.contains(member) || member.before().size() > 1 || isWhereItWas(member)) {
                continue;
            }
            List<Object> key = new ArrayList<>(
                    List.of(interfaces(member.before()), member.seen().isEmpty()));
            if (!network.severalAtOnce() || member.before().isEmpty()) {
                key.add(member.address());
            }
            batches.computeIfAbsent(key, unused -> new ArrayList<>()).add(member);
        }
        for (List<Member> batch : batches.values()) {
            try {
                giveBackAlike(batch);
                returned.addAll(batch);
            } catch (FloatingIpException e) {
                trouble = e.getMessage();
                // Unless it is known not to have happened: a second one could take it from somebody who came since.
                if (e.effect() != Effect.NONE) {
                    returned.addAll(batch);
                }
            }
        }
    }

    private void giveBackAlike(List<Member> batch) {
        Member first = batch.get(0);
        if (first.before().isEmpty()) {
            network.release(first.address(), first.to());
            return;
        }
        Holder holder = first.before().get(0);
        Placement back = Placement.builder(holder.host(), holder.interfaceId()).build();
        network.assignAll(batch.stream()
                .map(member -> Transfer.of(member.address(), member.seen(), back))
                .toList());
    }
}
