package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Backoff;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * Gives addresses back to who held them before the move: those that were taken and not given, and in a move of all or nothing
 * those that were moved. First all addresses, then what hangs on them.
 *
 * <p>It has a budget of its own, for the move's may be what ran out, and an interrupt does not stop it: an address that nobody
 * holds, or half of what was to be all or nothing, is worse than two seconds. What nobody holds is tried for as long as the move
 * has time, and that much longer, unless it is interrupted. What somebody else brought away is left to them.
 * Used once, by one thread.
 */
final class GiveBack {

    static final Duration BUDGET = Duration.ofSeconds(2);

    private final Move move;
    private final MoveOrder order;
    private final Network network;
    private Operation undo;
    private Backoff backoff;
    private boolean interrupted;

    /** Those that the target holds. The others are held by nobody. */
    private final Set<Course> moved = new HashSet<>();

    /** Those that were looked at here. */
    private final Set<Course> looked = new HashSet<>();

    /** What the last attempt at each failed by. */
    private final Map<Course, FloatingIpException> refused = new HashMap<>();

    /** Those that were refused together with others, and are tried alone. */
    private final Set<Course> apart = new HashSet<>();

    private final Set<Course> hopeless = new HashSet<>();
    private final List<Course> back = new ArrayList<>();

    /** What the last look failed by; null where it did not. */
    private @Nullable FloatingIpException unread;

    GiveBack(Move move) {
        this.move = move;
        this.order = move.order;
        this.network = move.network();
        this.undo = move.lead.withBudget(BUDGET);
        this.backoff = undo.backoff();
    }

    /**
     * Leaves each of them restored; failed; assigned, where one that was not given came to the target all the same; or, where one
     * that was moved could not be given back, moved as it was, with a warning. One that failed before keeps that failure where
     * it is back.
     */
    void run(List<Course> all) {
        List<Course> asked = new ArrayList<>(all);
        asked.removeIf(this::isLeft);
        if (asked.isEmpty()) {
            return;
        }
        asked.stream()
                .filter(course ->
                        course.is(Course.State.MOVED) && course.known(Course.Change.TAKEN_BACK) == Known.UNTOUCHED)
                .forEach(moved::add);
        interrupted = Thread.interrupted();
        if (moved.isEmpty() && !interrupted) {
            // What keeps the target from getting it may keep its holder, too, until the move's time is over.
            isGivenFor(move.lead.deadline.remaining().plus(BUDGET));
        }
        try {
            addresses(asked);
            new PutBack(move).onHolders(back);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether it can't be given back, by what it failed: somebody else has it, or may have it. */
    private boolean isLeft(Course course) {
        if (!course.is(Course.State.FAILED)) {
            return false;
        }
        FloatingIpException failure = course.failure();
        boolean came = failure instanceof HolderChangedException || failure instanceof SupersededException;
        List<Holder> shown = failure instanceof HolderChangedException changed
                ? changed.holders()
                : failure instanceof SupersededException superseded ? superseded.observed() : List.of();
        if (!came) {
            // The target may have it: giving it back could take it away again.
            if (failure.effect() != Effect.NONE) {
                PutBack.isLeftOut(course, failure, "it is not known who holds the address");
            }
            return failure.effect() != Effect.NONE;
        }
        if (shown.isEmpty()) {
            return false;
        }
        boolean elsewhere = !isWhereItWas(course, shown) && !order.isMetBy(shown);
        if (failure instanceof SupersededException || (elsewhere && course.answersAreNew())) {
            superseded(course, shown, failure, "somebody else holds the address");
            return true;
        }
        course.saw(shown);
        return false;
    }

    private void addresses(List<Course> asked) {
        Rungs rung = Rungs.of(asked, StepKind.UNDONE);
        List<Course> left = new ArrayList<>(asked);
        List<Course> held =
                asked.stream().filter(course -> !course.seen().isEmpty()).toList();
        if (!held.isEmpty()) {
            look(held, rung);
            left.removeIf(course -> looked.contains(course) && isDecided(course, rung));
        }
        while (!left.isEmpty()) {
            give(left, rung);
            look(left, rung);
            if (unread == null) {
                left.removeIf(course -> isDecided(course, rung));
            }
            boolean ended = unread == null
                    ? left.stream().allMatch(course -> !mayBeTried(course) && course.answersAreNew())
                    : !unread.retryable();
            if (ended || !pause()) {
                break;
            }
        }
        left.removeIf(course -> stayedWhereItWas(course, rung));
        left.forEach(course -> end(course, rung));
    }

    private boolean mayBeTried(Course course) {
        return !hopeless.contains(course) && !(moved.contains(course) && course.isTaken());
    }

    /** From the first interrupt on there is no more than the small budget. */
    private void wake(boolean now) {
        if (now && !interrupted && undo.deadline.remaining().compareTo(BUDGET) > 0) {
            isGivenFor(BUDGET);
        }
        interrupted |= now;
    }

    private void isGivenFor(Duration time) {
        undo = move.lead.withBudget(time);
        backoff = undo.backoff();
    }

    /** Waits before the next attempt. An interrupt cuts the pause short, and no more than that. */
    private boolean pause() {
        wake(Thread.interrupted());
        if (backoff.pause()) {
            return true;
        }
        boolean woken = Thread.interrupted();
        wake(woken);
        return woken && !undo.deadline.passed();
    }

    private void look(List<Course> asked, Rungs rung) {
        try {
            rung.attempt(ops(asked));
            Map<IpAddress, List<Holder>> now = network.locateAll(Move.addresses(asked));
            asked.forEach(course -> course.saw(Objects.requireNonNull(now.get(course.address()))));
            looked.addAll(asked);
            unread = null;
        } catch (FloatingIpException e) {
            unread = e;
        }
    }

    private boolean isDecided(Course course, Rungs rung) {
        List<Holder> now = course.seen();
        if (isWhereItWas(course, now)) {
            // Before it was given back this may be an old answer.
            Known given = course.known(Course.Change.GIVEN_BACK);
            boolean proven = given == Known.APPLIED || (given == Known.UNKNOWN && course.answersAreNew());
            if (proven) {
                isBack(course, rung, "given back to ");
            }
            return proven;
        }
        if (!course.is(Course.State.MOVED) && order.isMetBy(now) && course.answersAreNew()) {
            // By somebody else; or by a request of ours that a proxy sent twice, where the second was refused.
            rung.end(course, StepOutcome.SKIPPED, "the target holds it by now: seen on " + words(now));
            course.assigned();
            return true;
        }
        if (!isOurs(course) && course.answersAreNew()) {
            rung.end(course, StepOutcome.FAILED, "held by " + words(now));
            superseded(
                    course,
                    now,
                    moved.contains(course) ? null : course.failureOrNull(),
                    "the address could not be given back");
            return true;
        }
        return false;
    }

    /** Whether nobody has it, or the target by our own doing. */
    private boolean isOurs(Course course) {
        return course.seen().isEmpty() || (moved.contains(course) && order.isMetBy(course.seen()));
    }

    /** Whether somebody else gave it back, for all that was seen until the end. */
    private boolean stayedWhereItWas(Course course, Rungs rung) {
        if (!looked.contains(course) || !isWhereItWas(course, course.seen()) || !course.answersAreNew()) {
            return false;
        }
        isBack(course, rung, "seen on ");
        return true;
    }

    /** Restored, or failed as before; unless a request of ours that got no answer may take it away once more. */
    private void isBack(Course course, Rungs rung, String words) {
        rung.end(course, StepOutcome.DONE, words + words(course.seen()));
        course.isBack();
        back.add(course);
        FloatingIpException failure = course.failureOrNull();
        boolean mayCome = course.unanswered(Course.Change.GIVEN);
        if (mayCome || course.unanswered(Course.Change.TAKEN)) {
            course.failed(notBack(
                    course,
                    "it was given back, and an earlier request to "
                            + (mayCome ? "assign it to " + move.target : "take it") + " may still arrive",
                    failure));
        } else if (failure == null) {
            course.restored();
        }
    }

    private static boolean isWhereItWas(Course course, List<Holder> now) {
        return interfaces(now).equals(interfaces(course.before()));
    }

    private static Set<String> interfaces(List<Holder> holders) {
        Set<String> ids = new HashSet<>();
        holders.forEach(holder -> ids.add(holder.interfaceId()));
        return ids;
    }

    /** One call for each interface that gets some back. */
    private void give(List<Course> courses, Rungs rung) {
        Map<List<Object>, List<Course>> batches = new LinkedHashMap<>();
        for (Course course : courses) {
            if (!isDue(course)) {
                continue;
            }
            List<Object> key = new ArrayList<>(
                    List.of(interfaces(course.before()), displaced(course).isEmpty()));
            if (course.before().isEmpty() || apart.contains(course)) {
                key.add(course.address());
            }
            batches.computeIfAbsent(key, unused -> new ArrayList<>()).add(course);
        }
        batches.values().forEach(alike -> network.portions(alike).forEach(batch -> giveAlike(batch, rung)));
    }

    /**
     * Whether to try it. What nobody holds is given as such: the network itself refuses if somebody came, so that repeating it
     * is harmless. What the target was given by a takeover is taken from it once, and only if a look showed it there.
     */
    private boolean isDue(Course course) {
        if (hopeless.contains(course) || course.known(Course.Change.GIVEN_BACK) == Known.APPLIED) {
            return false;
        }
        return moved.contains(course)
                ? !course.isTaken()
                        && looked.contains(course)
                        && isOurs(course)
                        && course.before().size() < 2
                        && course.known(Course.Change.GIVEN_BACK) == Known.UNTOUCHED
                : course.seen().isEmpty() || isWhereItWas(course, course.seen());
    }

    /** From whom it is taken: for one that nobody holds, whatever an old answer shows, from nobody. */
    private List<Holder> displaced(Course course) {
        return moved.contains(course) ? course.seen() : List.of();
    }

    private void giveAlike(List<Course> batch, Rungs rung) {
        Course first = batch.get(0);
        try {
            rung.attempt(ops(batch));
            if (first.before().isEmpty()) {
                network.release(List.of(first.address()), first.to());
            } else {
                Holder holder = first.before().get(0);
                Placement to =
                        Placement.builder(holder.host(), holder.interfaceId()).build();
                network.assignAll(batch.stream()
                        .map(course -> Transfer.of(course.address(), displaced(course), to))
                        .toList());
            }
            Course.came(batch, Course.Change.GIVEN_BACK, Effect.APPLIED);
            batch.forEach(refused::remove);
        } catch (FloatingIpException e) {
            Course.came(batch, Course.Change.GIVEN_BACK, e.effect());
            for (Course course : batch) {
                refused.put(course, e);
                if (!e.retryable()) {
                    boolean mayBeAnothers = batch.size() > 1 && e instanceof RefusedException;
                    boolean unused = (mayBeAnothers ? apart : hopeless).add(course);
                }
            }
        }
    }

    private static List<Operation> ops(List<Course> courses) {
        return Lists.map(courses, course -> course.op);
    }

    // ---- what could not be given back

    private void end(Course course, Rungs rung) {
        FloatingIpException trouble = unread == null
                ? refused.get(course)
                : unread.retryable()
                        ? undo.outOfTime("giving " + course.address() + " back to " + words(course.before()), unread)
                        : unread;
        String why = trouble == null
                ? "it was not seen there in " + undo.deadline.timeout().toMillis() + " ms"
                : trouble.getMessage();
        boolean mayBeBack = course.known(Course.Change.GIVEN_BACK) != Known.UNTOUCHED;
        FloatingIpException failure = course.failureOrNull();
        if (moved.contains(course)) {
            rung.end(course, StepOutcome.UNKNOWN, why);
            if (mayBeBack) {
                // It may be there by our own doing: nobody is to drop it as if it had come to the target.
                course.failed(notBack(course, "it was given back, and not seen there: " + why, null));
            } else {
                course.warn(course.address() + " could not be given back to " + words(course.before()) + ": " + why);
            }
            return;
        }
        boolean told = trouble == null && course.answersAreNew();
        rung.end(
                course,
                told ? StepOutcome.FAILED : StepOutcome.UNKNOWN,
                told ? "held by " + words(course.seen()) : why);
        if (failure != null && trouble != null) {
            Operation.suppress(failure, trouble);
        }
        FloatingIpException end = mayBeBack && unread == null && !course.answersAreNew()
                ? notBack(course, "it was given back, and not seen there: " + why, failure)
                : new LeftUnheldException(
                        course.known(Course.Change.TAKEN).effect(),
                        course.address(),
                        course.before().get(0),
                        move.target,
                        failure == null ? trouble : failure);
        course.failed(PutBack.isLeftOut(course, end, "the address could not be given back"));
    }

    private NotVerifiedException notBack(Course course, String why, @Nullable FloatingIpException failure) {
        return new NotVerifiedException(
                Effect.UNKNOWN,
                course.address(),
                "on " + words(course.before()) + " again",
                course.seen(),
                why,
                failure);
    }

    private void superseded(Course course, List<Holder> now, @Nullable FloatingIpException cause, String notPutBack) {
        SupersededException end = new SupersededException(
                moved.contains(course) || !course.isTaken()
                        ? course.possible()
                        : course.known(Course.Change.TAKEN).effect(),
                course.address(),
                move.target,
                now,
                cause);
        course.failed(moved.contains(course) ? end : PutBack.isLeftOut(course, end, notPutBack));
    }
}
