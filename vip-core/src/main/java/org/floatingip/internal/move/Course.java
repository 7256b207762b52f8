package org.floatingip.internal.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsChange;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.StaleStandbyException;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.names.Names;
import org.floatingip.internal.names.Naming;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * One address on its way: how far it came, with a ladder of its own. Plain state that knows no step; steps know it. Used by one
 * thread.
 */
final class Course {

    /** What can be changed of an address in the network. */
    enum Change {
        /** It was taken from its holder, before it is given. */
        TAKEN,
        GIVEN,
        /** It was taken from the target, before it is given back: so is what was handed over. */
        TAKEN_BACK,
        GIVEN_BACK
    }

    /** How far an address came. */
    enum State {
        /** Nothing was done in the network; or in a handover, it was taken from its holder and not given yet. */
        WAITING,
        /** The target held it before the move. */
        ALREADY_THERE,
        /** Given to the target, and not seen there yet. */
        ASSIGNED,
        /** Seen on the target after it was given. */
        MOVED,
        /** Where it was, because others failed. */
        RESTORED,
        FAILED
    }

    final Operation op;

    /** By whose looks it is told who holds it. */
    private final Network reads;

    final HostSide hostSide;
    final Probing probing;
    final Naming naming;
    private final MoveOrder order;
    private final List<String> warnings = new ArrayList<>();

    /** Of the name, which comes last. */
    private final List<String> namingWarnings = new ArrayList<>();

    /** Who was seen to hold it after our change, and was not known before: it may have been there before the change. */
    private final List<Holder> between = new ArrayList<>();

    private State state = State.WAITING;
    private @Nullable MovePlan plan;
    private boolean prepared;

    /** Whether a standby made it, whatever was read since. */
    private boolean byStandby;

    private @Nullable HostReport ready;
    private @Nullable Survey survey;
    private List<Holder> seen = List.of();
    private final Map<Change, Known> known = new EnumMap<>(Change.class);
    private final Set<Change> unanswered = EnumSet.noneOf(Change.class);
    private boolean changed;

    /** The most that the network said of any change: what is seen later may be by somebody else, what it took is ours. */
    private Known told = Known.UNTOUCHED;

    /** When it was changed last; null where the clock did not say, or was not asked yet. */
    private @Nullable Long changedNanos;

    private @Nullable Holder to;
    private @Nullable FloatingIpException failure;
    private @Nullable NotReassociatedException missing;
    private @Nullable FloatingIpException leftBehind;
    private @Nullable DnsChange named;

    Course(Operation op, Network reads, MoveOrder order, HostSide hostSide, Probing probing, @Nullable Names names) {
        this.op = op;
        this.reads = reads;
        this.order = order;
        this.hostSide = hostSide;
        this.probing = probing;
        this.naming = new Naming(op, names);
    }

    IpAddress address() {
        return op.address;
    }

    boolean is(State asked) {
        return state == asked;
    }

    // ---- what the move begins with

    /** The world has to be as it was when that plan was made. */
    void expect(MovePlan made) {
        plan = made;
    }

    /** What it has to be as; null if that was not asked for. */
    @Nullable
    MovePlan plan() {
        return plan;
    }

    /**
     * It was surveyed ahead of time.
     *
     * @param hostReady what the target said when it was made ready then; null if it was not
     */
    void prepared(@Nullable HostReport hostReady) {
        prepared = true;
        byStandby = true;
        ready = hostReady;
    }

    /** Whether the survey is from long ago, so that others than it shows may have come before this move. */
    boolean isPrepared() {
        return prepared;
    }

    @Nullable
    HostReport ready() {
        return ready;
    }

    Survey survey() {
        return Objects.requireNonNull(survey, "survey");
    }

    /** Who held it before the move. */
    List<Holder> before() {
        return survey().holders();
    }

    void surveyed(Survey found) {
        survey = found;
        saw(found.holders());
        if (order.isMetBy(found.holders())) {
            state = State.ALREADY_THERE;
            to = found.holders().get(0);
        }
    }

    /** What a reading said that was made for this move; what a standby was told long ago may not be so any more. */
    void warnedBy(Survey found) {
        warnings.addAll(found.warnings());
    }

    List<String> warnings() {
        return warnings;
    }

    /** Nothing was changed yet, so this is the first reading of a move that begins here. */
    void surveyedOnlyNow(List<Holder> now) {
        survey = Survey.of(now, survey().placement()).withDependents(survey().dependents());
        prepared = false;
    }

    /** Whom the next attempt would displace. */
    List<Holder> seen() {
        return seen;
    }

    void saw(List<Holder> holders) {
        seen = holders;
    }

    Transfer transfer() {
        return Transfer.of(op.address, seen, survey().placement());
    }

    // ---- what is known of its changes

    Known known(Change change) {
        return known.getOrDefault(change, Known.UNTOUCHED);
    }

    /**
     * Notes what one attempt came to for all of them. The clock is asked last: where it fails, all is known but the time, and
     * no answer is new.
     *
     * @param possible as far as the network's answer says
     */
    static void came(List<Course> batch, Change change, Effect possible) {
        batch.forEach(course -> course.came(change, possible));
        if (possible != Effect.NONE) {
            changedNow(batch);
        }
    }

    private void came(Change change, Effect possible) {
        if (possible == Effect.NONE) {
            return;
        }
        raise(change, Known.of(possible));
        told = told.or(Known.of(possible));
        if (possible == Effect.UNKNOWN) {
            unanswered.add(change);
        }
        changed = true;
        changedNanos = null;
    }

    /** It was seen as that change should leave it; that says nothing of the change where it was not tried. */
    private void sawChange(Change change) {
        if (known(change) != Known.UNTOUCHED) {
            raise(change, Known.SEEN);
        }
    }

    /** The one place in which what is known of a change rises. */
    private void raise(Change change, Known now) {
        known.merge(change, now, Known::or);
    }

    /**
     * What is known of the attempts to assign it: once one may have had its effect, no later refusal makes that known again.
     * None, where it was assigned all the same, means that somebody else did.
     */
    Effect effect() {
        return known(Change.GIVEN).effect();
    }

    /** The same for whom a look after the assignment fails: who was seen on the target is no longer known to be untouched. */
    Effect possible() {
        return known(Change.TAKEN).effect() == Effect.APPLIED || effect() == Effect.APPLIED
                ? Effect.APPLIED
                : Effect.UNKNOWN;
    }

    /** The most that the network said of any of its changes, whatever was seen since. */
    Effect told() {
        return told.effect();
    }

    /** Whether an attempt at it got no answer: its request may come through late, after whatever was done since. */
    boolean unanswered(Change change) {
        return unanswered.contains(change);
    }

    /** The network was told to change them a moment ago: answers may be older than that. */
    static void changedNow(List<Course> batch) {
        if (!batch.isEmpty()) {
            long now = batch.get(0).op.nanoTime();
            batch.forEach(course -> course.changedNanos = now);
        }
    }

    /** Whether the last look's answer is younger than our last change, so that it says what became of it. */
    boolean answersAreNew() {
        return left(reads.lookBeganNanos()).isZero();
    }

    /** How long until a look that is begun then is answered by what is new. */
    Duration untilAnswersAreNew() {
        return left(op.nanoTime());
    }

    private Duration left(long beganNanos) {
        Duration lag = op.readLag();
        if (!changed || lag.isZero()) {
            return Duration.ZERO;
        }
        Duration left = changedNanos == null ? lag : lag.minusNanos(beganNanos - changedNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** It was given to the target, by us or by somebody else, and has to be seen there. */
    void assigned() {
        state = State.ASSIGNED;
        failure = null;
    }

    /**
     * It was taken from its holder, or from the target; when that was comes by {@link #changedNow}.
     *
     * @param change which of both
     */
    void taken(Change change, Unassignment.Taken what) {
        came(change, what.unanswered() ? Effect.UNKNOWN : Effect.NONE);
        came(change, what.known());
        // Nobody is displaced by what comes now: the network itself refuses if somebody came between.
        seen = List.of();
    }

    /** Whether it was taken from its holder, to be given then: it is handed over. */
    boolean isTaken() {
        return known(Change.TAKEN) != Known.UNTOUCHED;
    }

    /** Somebody holds it after our change who was not known: by an old answer, or by having taken it since. */
    void sawBetween(List<Holder> holders) {
        for (Holder holder : holders) {
            boolean expected = OldHosts.anySame(before(), holder) || OldHosts.anySame(between, holder);
            if (!expected && !holder.isOn(order.requiredTarget())) {
                between.add(holder);
            }
        }
    }

    /** Whether somebody was seen to hold it after our change who was not known. */
    boolean sawSomebodyBetween() {
        return !between.isEmpty();
    }

    // ---- how it ends

    void moved(Holder holder) {
        state = State.MOVED;
        to = holder;
        sawChange(Change.GIVEN);
        hostSide.seen();
    }

    Holder to() {
        return Objects.requireNonNull(to, "to");
    }

    void restored() {
        state = State.RESTORED;
    }

    /** It was seen where it was before, by an answer that is no older than what was done to it. */
    void isBack() {
        sawChange(Change.GIVEN_BACK);
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    void failed(FloatingIpException why) {
        state = State.FAILED;
        if (missing != null) {
            Operation.suppress(why, missing);
        }
        // Once: giving back makes another failure of the first.
        failure = byStandby && why instanceof RefusedException && !(why instanceof StaleStandbyException)
                ? new StaleStandbyException(op.address, order.requiredTarget(), why.getMessage(), why)
                : why;
    }

    /** It moves, and at the end it fails by this all the same: what hung on it could not be put back. */
    void missing(NotReassociatedException what) {
        missing = what;
    }

    /** What was missing is back. */
    void nothingIsMissing() {
        missing = null;
    }

    /** Fails, if something is missing; what else the move came to is not lost with that. */
    void complete() {
        NotReassociatedException what = missing;
        if (what != null && state != State.FAILED) {
            missing = null;
            if (state == State.MOVED) {
                what.recordMoved(result());
            }
            failed(what);
        }
    }

    /** What it failed by; null if it has not failed. */
    @Nullable
    FloatingIpException failureOrNull() {
        return state == State.FAILED ? failure : null;
    }

    FloatingIpException failure() {
        return Objects.requireNonNull(failure, "failure");
    }

    /** Why the target still accepts an address that was restored; null if it does not. */
    @Nullable
    FloatingIpException leftBehind() {
        return leftBehind;
    }

    /**
     * Whether what was added to the target has to be taken back. Not where the effect is unknown: an address that the network
     * may send there must not be refused there. A target that held it before may have lost it since: whoever undoes looks.
     */
    boolean mayUndo() {
        return state == State.RESTORED
                || (state == State.FAILED
                        && (failure().effect() == Effect.NONE
                                || (known(Change.GIVEN_BACK) == Known.SEEN && !unanswered(Change.GIVEN))));
    }

    /** What is left of that, or null; all that is said stands beside what the address failed by. */
    void undone(@Nullable FloatingIpException left) {
        if (left == null) {
            return;
        }
        if (state == State.FAILED) {
            Operation.suppress(failure(), left);
        } else if (leftBehind == null) {
            leftBehind = left;
        } else {
            Operation.suppress(leftBehind, left);
        }
    }

    /** Who has to drop it after the move: hosts alone, as nobody else accepts it. */
    List<Holder> losers() {
        if (state != State.MOVED) {
            return List.of();
        }
        List<Holder> all = new ArrayList<>(before());
        all.addAll(between);
        return Lists.filter(MoveOrder.others(all, to()), Holder::hasHost);
    }

    /** Sets its name right, in what is left for all names. */
    void name(Deadline budget) {
        named = naming.run(budget, namingWarnings);
    }

    MoveResult result() {
        boolean moved = state == State.MOVED;
        return MoveResult.builder()
                .operationId(op.id)
                .address(op.address)
                .outcome(moved ? MoveOutcome.MOVED : MoveOutcome.ALREADY_HELD)
                .displaced(moved ? order.displaced(before()) : List.of())
                .to(to())
                .startedAt(op.ladder.startedAt())
                .elapsed(op.ladder.elapsed())
                .steps(op.ladder.steps())
                .warnings(allWarnings())
                .unsettled(hostSide.oldHosts().unsettled())
                .dnsChange(named)
                .build();
    }

    /** What somebody should know of it, of the network, of hosts and of its name. */
    List<String> allWarnings() {
        List<String> told = new ArrayList<>(warnings);
        told.addAll(hostSide.warnings());
        told.addAll(namingWarnings);
        return told;
    }
}
