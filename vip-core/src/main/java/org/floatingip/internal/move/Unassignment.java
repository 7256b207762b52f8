package org.floatingip.internal.move;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * Takes addresses from one holder: the whole change of a release, and the first half of a handover. By as few calls as the
 * network allows; what was refused for one address of several is tried for each alone. It goes one attempt at a time, so that
 * what was taken can be given before anything else is tried. Used once, by one thread.
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

    /**
     * What one call takes.
     *
     * @param rung theirs; null before the first attempt
     * @param last what the last attempt failed by; null before the first
     * @param waits whether it is to be repeated only after a pause
     */
    private record Batch(
            List<Operation> all,
            @Nullable Rungs rung,
            @Nullable FloatingIpException last,
            boolean waits) {}

    /**
     * One that was refused because its holder had lost it, or may have: only a look can tell what became of it.
     *
     * @param stays whether it is left as it is where its holder turns out to have it
     */
    private record Vanished(FloatingIpException failure, Rungs rung, String why, boolean stays) {}

    private static final String ENDED = "taking it failed";

    private final Operation lead;
    private final Holder holder;
    private final String purpose;
    private final Backoff backoff;
    private final Deque<Batch> queue = new ArrayDeque<>();
    private final Map<Operation, Effect> effects = new LinkedHashMap<>();

    /** Those of which one was refused because its holder does not have it, and nobody says which. */
    private final Set<Operation> doubtful = new HashSet<>();

    /** When the last attempt ended: a look says what came of it if it began later than that by as much as answers may be old. */
    private long triedNanos;

    private final Map<Operation, Taken> taken = new LinkedHashMap<>();
    private final Map<Operation, FloatingIpException> failures = new LinkedHashMap<>();
    private final Map<Operation, Vanished> lost = new LinkedHashMap<>();

    /**
     * @param lead whose time counts
     * @param all all that shall be taken from that holder
     * @param purpose what they are taken for, as a verb
     */
    Unassignment(Operation lead, Holder holder, List<Operation> all, String purpose) {
        this.lead = lead;
        this.holder = holder;
        this.purpose = purpose;
        this.backoff = lead.backoff();
        lead.network.portions(all).forEach(portion -> queue.add(new Batch(portion, null, null, false)));
    }

    /** What became of it, if it was taken; else null. */
    @Nullable
    Taken taken(Operation op) {
        return taken.get(op);
    }

    /** The same where the last attempt was cut off: one that may have been taken counts as that. */
    @Nullable
    Taken perhapsTaken(Operation op) {
        Effect possible = effects.get(op);
        Taken perhaps = possible == null ? null : new Taken(possible, true);
        return taken.getOrDefault(op, perhaps);
    }

    /**
     * What it failed by; null if it did not, or was not tried to the end. Of one that was lost this says no more than that,
     * until {@link #look} was told.
     */
    @Nullable
    FloatingIpException failure(Operation op) {
        return failures.get(op);
    }

    /** Whether nothing more becomes known of it. */
    boolean isDecided(Operation op) {
        return !lost.containsKey(op);
    }

    /** Whether nothing is left to be tried; what was lost has to be looked at yet, by {@link #look}. */
    boolean isDone() {
        return queue.isEmpty();
    }

    /**
     * Makes the next attempt. What it failed to take is tried again after the others, or first where it may be held by nobody
     * since: then each alone, at once. Once something was taken, only what may have been taken with it comes before it is given.
     */
    void next() {
        int before = taken.size();
        boolean goesOn;
        do {
            attempt(queue.remove());
            Batch next = queue.peek();
            goesOn = next != null
                    && !next.waits()
                    && (taken.size() == before
                            ? mayBeTaken(next)
                            : next.all().stream().anyMatch(effects::containsKey));
        } while (goesOn);
    }

    /** Takes no more: what may have been taken has failed, and the rest is left as it is. */
    void stop() {
        for (Batch batch : queue) {
            for (Operation op : batch.all()) {
                FloatingIpException last = batch.last();
                Rungs rung = batch.rung();
                if (last == null || rung == null) {
                    continue;
                }
                if (effects.containsKey(op)) {
                    fail(op, last, rung, ENDED, null);
                } else if (doubtful.contains(op)) {
                    lost.put(op, new Vanished(last, rung, ENDED, true));
                } else {
                    rung.end(op, StepOutcome.FAILED, last.getMessage());
                }
            }
        }
        queue.clear();
    }

    /**
     * Looks who has those that were lost, all of one operation in one time. Most often another mover is between taking it and
     * giving it. If nobody comes, it may have been our own request, which somebody on the way sent twice. Called once what was
     * taken has been given: nobody has that meanwhile.
     */
    static void look(Collection<Unassignment> all) {
        Map<Operation, Unassignment> by = new LinkedHashMap<>();
        all.forEach(one -> one.lost.keySet().forEach(op -> by.put(op, one)));
        if (by.isEmpty()) {
            return;
        }
        Operation lead = all.iterator().next().lead;
        Map<Operation, List<Holder>> seen = new HashMap<>();
        Set<Operation> left = new LinkedHashSet<>(by.keySet());
        Backoff patience = lead.withBudget(HostSide.BUDGET).backoff();
        do {
            try {
                Map<IpAddress, List<Holder>> now = lead.network.locateAll(
                        left.stream().map(op -> op.address).toList());
                left.forEach(op -> seen.put(op, Objects.requireNonNull(now.get(op.address))));
                left.removeIf(op -> Objects.requireNonNull(by.get(op)).isTold(Objects.requireNonNull(seen.get(op))));
            } catch (FloatingIpException unread) {
                // Asked again while there is time, and unknown then.
            }
        } while (!left.isEmpty() && patience.pause());
        by.forEach((op, one) -> one.looked(op, seen.get(op)));
    }

    /** @param now who was seen last; null if nothing was */
    private void looked(Operation op, @Nullable List<Holder> now) {
        Vanished what = Objects.requireNonNull(lost.remove(op));
        if (what.stays() && isThereYet(now)) {
            what.rung().end(op, StepOutcome.FAILED, what.failure().getMessage());
        } else {
            fail(op, what.failure(), what.rung(), what.why(), now);
        }
    }

    private boolean mayBeTaken(Batch batch) {
        return batch.all().stream().anyMatch(this::mayBeTaken);
    }

    private boolean mayBeTaken(Operation op) {
        return effects.containsKey(op) || doubtful.contains(op);
    }

    private void attempt(Batch batch) {
        List<Operation> all = batch.all();
        if (isOutOfTime(batch)) {
            return;
        }
        Rungs rung = batch.rung() == null ? new Rungs(all, StepKind.UNASSIGNED) : batch.rung();
        FloatingIpException failure = release(all, rung);
        // Noted before the clock is asked, which may fail: what was taken has to go back then.
        if (failure == null) {
            taken(all, Effect.APPLIED);
        } else if (failure.effect() != Effect.NONE) {
            all.forEach(op -> effects.put(op, Effect.UNKNOWN));
        }
        triedNanos = lead.nanoTime();
        if (failure == null) {
            all.forEach(op -> rung.end(op, StepOutcome.DONE, "taken from " + holder));
            return;
        }
        // Who is not allowed to take one is not allowed to take another.
        boolean apart = all.size() > 1 && (failure instanceof RefusedException || failure.effect() != Effect.NONE);
        if (!apart && isGone(all, failure)) {
            taken(all, Effect.UNKNOWN);
            all.forEach(op -> rung.end(op, StepOutcome.DONE, "gone after an attempt without an answer"));
            return;
        }
        if (apart && failure instanceof HolderChangedException) {
            doubtful.addAll(all);
        }
        if (apart) {
            again(all.stream()
                    .map(op -> new Batch(List.of(op), rung, failure, false))
                    .toList());
        } else if (failure.retryable()) {
            again(List.of(new Batch(all, rung, failure, true)));
        } else {
            all.forEach(op -> fail(op, failure, rung, ENDED));
        }
    }

    private void again(List<Batch> batches) {
        if (mayBeTaken(batches.get(0))) {
            for (int i = batches.size() - 1; i >= 0; i--) {
                queue.addFirst(batches.get(i));
            }
        } else {
            queue.addAll(batches);
        }
    }

    /** Whether there is no time for another attempt; then all of them have failed. */
    private boolean isOutOfTime(Batch batch) {
        FloatingIpException last = batch.last();
        if (batch.waits() ? backoff.pause() : !lead.deadline.passed() && !lead.interrupted()) {
            return false;
        }
        for (Operation op : batch.all()) {
            if (last == null) {
                failures.put(op, lead.outOfTime("preparing to " + purpose + " " + op.address, null));
            } else {
                fail(op, last, Objects.requireNonNull(batch.rung()), lead.whyEnded());
            }
        }
        return true;
    }

    private @Nullable FloatingIpException release(List<Operation> all, Rungs rung) {
        try {
            rung.attempt(all);
            List<IpAddress> addresses = new ArrayList<>();
            all.forEach(op -> addresses.add(op.address));
            lead.network.release(addresses, holder);
            return null;
        } catch (FloatingIpException e) {
            return e;
        }
    }

    private boolean isGone(List<Operation> all, FloatingIpException failure) {
        return failure instanceof HolderChangedException && all.stream().allMatch(effects::containsKey);
    }

    private void taken(List<Operation> all, Effect known) {
        all.forEach(op -> taken.put(op, new Taken(known, effects.containsKey(op))));
    }

    private void fail(Operation op, FloatingIpException failed, Rungs rung, String why) {
        boolean gone = failed instanceof HolderChangedException changed && isNobody(changed.holders());
        if (!effects.containsKey(op) && (gone || doubtful.contains(op))) {
            lost.put(op, new Vanished(failed, rung, why, false));
            failures.put(op, failed);
        } else {
            fail(op, failed, rung, why, null);
        }
    }

    /** @param now who was seen to have it since; null where nobody looked, or nothing could be seen */
    private void fail(Operation op, FloatingIpException failed, Rungs rung, String why, @Nullable List<Holder> now) {
        FloatingIpException failure = failed;
        boolean unknown = effects.containsKey(op);
        boolean ofAnother = failed instanceof HolderChangedException changed
                && !changed.address().equals(op.address);
        boolean gone = failed instanceof HolderChangedException changed && isNobody(changed.holders()) && !ofAnother;
        if (!unknown && now != null && isTold(now)) {
            failure = new HolderChangedException(op.address, holder.host(), now, failed);
            ofAnother = false;
        } else if (!unknown) {
            unknown = gone || (doubtful.contains(op) && !isThereYet(now));
        }
        rung.end(op, unknown ? StepOutcome.UNKNOWN : StepOutcome.FAILED, failure.getMessage());
        String doing = "taking " + op.address + " from " + holder;
        failures.put(
                op,
                unknown
                        ? new NotVerifiedException(Effect.UNKNOWN, op.address, "gone from " + holder, now, why, failure)
                        : failure.retryable() || ofAnother ? lead.outOfTime(doing, failure) : failure);
    }

    /** Whether its holder has it, by a look that is younger than the last attempt: it was refused for another one. */
    private boolean isThereYet(@Nullable List<Holder> now) {
        return now != null && OldHosts.anySame(now, holder) && looksAreNew();
    }

    /** Somebody else has it, by a look that is younger than the last attempt. */
    private boolean isTold(List<Holder> now) {
        return !isNobody(now) && looksAreNew();
    }

    private boolean looksAreNew() {
        return lead.network.lookBeganNanos() - triedNanos >= lead.readLag().toNanos();
    }

    /** Nobody is shown to have it; or, by an old answer, whoever was just said not to. */
    private boolean isNobody(List<Holder> holders) {
        return holders.isEmpty() || OldHosts.anySame(holders, holder);
    }
}
