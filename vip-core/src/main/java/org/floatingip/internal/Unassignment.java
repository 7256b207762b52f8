package org.floatingip.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.IpAddress;
import org.floatingip.NotVerifiedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Takes addresses from one holder: the whole change of a release, and the first half of a handover. By as few calls as the
 * network allows; what was refused for one address of several is tried for each alone.
 *
 * <p>Repeating is harmless here, unlike in a takeover: the network takes an address only from the interface that has it.
 */
final class Unassignment {

    /**
     * What became of one address.
     *
     * @param known applied where the network said so; unknown where it was only found gone after an attempt without an answer
     * @param unanswered whether an attempt got no answer: its request may come through late, after whatever was done since
     */
    record Taken(Effect known, boolean unanswered) {}

    private final Operation lead;
    private final Holder holder;
    private final Map<Operation, Effect> effects = new LinkedHashMap<>();
    private final Map<Operation, Taken> taken = new LinkedHashMap<>();
    private final Map<Operation, FloatingIpException> failures = new LinkedHashMap<>();

    /** @param lead whose time counts */
    Unassignment(Operation lead, Holder holder) {
        this.lead = lead;
        this.holder = holder;
    }

    /** Those that were taken, after {@link #run}. */
    Map<Operation, Taken> taken() {
        return taken;
    }

    /** The others. */
    Map<Operation, FloatingIpException> failures() {
        return failures;
    }

    /**
     * Takes the address of that operation alone.
     *
     * @throws FloatingIpException if it could not be taken
     */
    Taken runAlone(Operation op) {
        run(List.of(op));
        FloatingIpException failure = failures.get(op);
        if (failure != null) {
            throw failure;
        }
        return Objects.requireNonNull(taken.get(op));
    }

    /** Takes all of them: each is among the taken or the failed afterwards. */
    void run(List<Operation> all) {
        Rungs rung = new Rungs(all, StepKind.UNASSIGNED);
        Backoff backoff = lead.backoff();
        Deque<List<Operation>> queue = new ArrayDeque<>(lead.network.portions(all));
        while (!queue.isEmpty()) {
            List<Operation> batch = queue.remove();
            FloatingIpException failure = attempt(batch, rung);
            if (failure == null) {
                batch.forEach(op -> done(op, Effect.APPLIED, rung, "taken from " + holder));
            } else if (batch.size() > 1 && (!failure.retryable() || failure.effect() != Effect.NONE)) {
                batch.forEach(op -> tried(op, failure));
                batch.forEach(op -> queue.add(List.of(op)));
            } else if (gone(batch, failure)) {
                batch.forEach(op -> done(op, Effect.UNKNOWN, rung, "gone after an attempt without an answer"));
            } else {
                batch.forEach(op -> tried(op, failure));
                if (failure.retryable() && backoff.pause()) {
                    queue.addFirst(batch);
                } else {
                    batch.forEach(op -> fail(op, failure, rung));
                }
            }
        }
    }

    private @Nullable FloatingIpException attempt(List<Operation> batch, Rungs rung) {
        try {
            rung.attempt(batch);
            List<IpAddress> addresses = new ArrayList<>();
            batch.forEach(op -> addresses.add(op.address));
            lead.network.release(addresses, holder);
            return null;
        } catch (FloatingIpException e) {
            return e;
        }
    }

    private boolean gone(List<Operation> batch, FloatingIpException failure) {
        return failure instanceof HolderChangedException
                && batch.stream().allMatch(op -> effects.get(op) == Effect.UNKNOWN);
    }

    private void tried(Operation op, FloatingIpException failure) {
        if (failure.effect() != Effect.NONE) {
            effects.put(op, Effect.UNKNOWN);
        }
    }

    private void done(Operation op, Effect known, Rungs rung, String detail) {
        taken.put(op, new Taken(known, effects.containsKey(op)));
        rung.end(op, StepOutcome.DONE, detail);
    }

    private void fail(Operation op, FloatingIpException failed, Rungs rung) {
        FloatingIpException failure = failed;
        boolean unknown = effects.containsKey(op);
        if (!unknown && failed instanceof HolderChangedException changed && isGone(changed.holders())) {
            List<Holder> now = whoCame(op);
            if (now.isEmpty()) {
                unknown = true;
            } else {
                failure = new HolderChangedException(op.address, holder.host(), now, failed);
            }
        }
        rung.end(op, unknown ? StepOutcome.UNKNOWN : StepOutcome.FAILED, failure.getMessage());
        String why = failure.retryable() ? lead.whyEnded() : "taking it ended in a failure";
        String doing = "taking " + op.address + " from " + holder;
        failures.put(
                op,
                unknown
                        ? new NotVerifiedException(
                                Effect.UNKNOWN, op.address, "gone from " + holder, null, why, failure)
                        : failure.retryable() ? lead.outOfTime(doing, failure) : failure);
    }

    /** Nobody is shown to have it; or, by an old answer, whoever was just said not to. */
    private boolean isGone(List<Holder> holders) {
        return holders.isEmpty() || Handover.anySame(holders, holder);
    }

    /**
     * Who holds an address that was refused because its holder had lost it. Most often another mover is between taking it and
     * giving it. If nobody comes, it may have been our own request, which somebody on the way sent twice.
     */
    private List<Holder> whoCame(Operation op) {
        Backoff backoff = lead.withBudget(HostSide.BUDGET).backoff();
        do {
            try {
                List<Holder> now = op.network.locate(op.address);
                if (!isGone(now)) {
                    return now;
                }
            } catch (FloatingIpException unread) {
                // Asked again while there is time, and unknown then.
            }
        } while (backoff.pause());
        return List.of();
    }
}
