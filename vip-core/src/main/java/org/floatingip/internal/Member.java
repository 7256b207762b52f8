package org.floatingip.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/** One address on its way in the move of a group: how far it came, with a ladder of its own. Used by one thread. */
final class Member {

    /** How far an address came. */
    enum State {
        /** Nothing was done in the network. */
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
    final HostSide hostSide;
    final Probing probing;
    private final MoveOrder order;
    private final Listeners.Events events;
    private final List<String> warnings = new ArrayList<>();
    private State state = State.WAITING;
    private @Nullable Survey survey;
    private List<Holder> seen = List.of();
    private Effect effect = Effect.NONE;
    private boolean unanswered;
    private @Nullable Holder to;
    private @Nullable FloatingIpException failure;
    private @Nullable FloatingIpException leftBehind;
    private @Nullable MoveResult result;

    Member(Operation op, MoveOrder order, HostSide hostSide, Probing probing, Listeners.Events events) {
        this.op = op;
        this.order = order;
        this.hostSide = hostSide;
        this.probing = probing;
        this.events = events;
        events.tell(listener -> listener.started(op.address, order.requiredTarget()));
    }

    IpAddress address() {
        return op.address;
    }

    boolean is(State asked) {
        return state == asked;
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
        warnings.addAll(found.warnings());
        saw(found.holders());
        if (order.isMetBy(found.holders())) {
            state = State.ALREADY_THERE;
            to = found.holders().get(0);
        }
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

    /**
     * What is known of the attempts to assign it: once one may have had its effect, no later refusal makes that known again.
     * None, where it was assigned all the same, means that somebody else did.
     */
    Effect effect() {
        return effect;
    }

    /** The same for whom a look after the assignment fails: who was seen on the target is no longer known to be untouched. */
    Effect taken() {
        return effect == Effect.NONE ? Effect.UNKNOWN : effect;
    }

    void tried(Effect possible) {
        if (possible != Effect.NONE) {
            effect = Effect.UNKNOWN;
            unanswered = true;
        }
    }

    /** Whether an attempt to assign it got no answer: its request may come through late, after whatever was done since. */
    boolean unanswered() {
        return unanswered;
    }

    /** @param taken what is known of it: applied where the network said so, else what was known before it was seen there */
    void assigned(Effect taken) {
        state = State.ASSIGNED;
        effect = taken;
    }

    void moved(Holder holder) {
        state = State.MOVED;
        to = holder;
        hostSide.seen();
    }

    Holder to() {
        return Objects.requireNonNull(to, "to");
    }

    void restored() {
        state = State.RESTORED;
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    void failed(FloatingIpException why) {
        state = State.FAILED;
        failure = why;
    }

    FloatingIpException failure() {
        return Objects.requireNonNull(failure, "failure");
    }

    /** Why the target still accepts an address that was restored; null if it does not. */
    @Nullable
    FloatingIpException leftBehind() {
        return leftBehind;
    }

    /** What is left to do when the network is as it will be: take back at the target what did not come to it. */
    void undo() {
        if (state == State.FAILED) {
            hostSide.undoAfter(failure());
        } else if (state == State.RESTORED) {
            leftBehind = hostSide.undo();
        }
    }

    /** Who has to refuse it after the move. */
    List<Holder> losers() {
        return state == State.MOVED ? MoveOrder.others(before(), to()) : List.of();
    }

    /** Made once, so that the listeners hear of the same as the caller. */
    MoveResult result() {
        MoveResult made = result;
        if (made == null) {
            made = makeResult();
            result = made;
        }
        return made;
    }

    private MoveResult makeResult() {
        boolean moved = state == State.MOVED;
        List<String> told = new ArrayList<>(warnings);
        told.addAll(hostSide.warnings());
        return MoveResult.builder()
                .address(op.address)
                .outcome(moved ? MoveOutcome.MOVED : MoveOutcome.ALREADY_HELD)
                .displaced(moved ? order.displaced(before()) : List.of())
                .to(to())
                .startedAt(op.ladder.startedAt())
                .elapsed(op.ladder.elapsed())
                .steps(op.ladder.steps())
                .warnings(told)
                .unsettled(hostSide.oldHosts().unsettled())
                .build();
    }

    /**
     * Tells the listeners how it ended.
     *
     * @param whole what the caller gets where this address did not fail itself; null where that is nothing of ours
     */
    void tellEnd(@Nullable FloatingIpException whole) {
        MoveResult told = result;
        if (told != null) {
            events.tell(listener -> listener.moved(told));
        } else {
            FloatingIpException why = failure != null ? failure : whole;
            if (why instanceof RefusedException refusal) {
                events.tell(listener -> listener.refused(op.address, refusal));
            } else if (why != null) {
                events.tell(listener -> listener.failed(op.address, why));
            }
        }
        events.end();
    }
}
