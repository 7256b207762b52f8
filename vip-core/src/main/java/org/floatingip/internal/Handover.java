package org.floatingip.internal;

import java.util.List;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.NotReassociatedException;
import org.floatingip.StepKind;
import org.floatingip.SupersededException;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/**
 * What a handover knows of one address: it was taken from its holder, and is to be given to the target if nobody came between,
 * or back; and what that cut off is put back wherever the address is then. Used by one thread.
 */
final class Handover {

    private final Operation op;
    private final HostId target;
    private final Placement to;
    private final Holder from;
    private final List<Dependent> cutOff;
    private final Effect taken;
    private final boolean unanswered;
    private boolean backInPart;

    /**
     * @param survey what was surveyed: one holder at least
     * @param taken what is known of the taking: applied where the network said so, unknown where it was only found gone
     * @param unanswered whether an attempt at it got no answer, and may come through yet
     */
    Handover(Operation op, HostId target, Survey survey, Effect taken, boolean unanswered) {
        this.op = op;
        this.target = target;
        this.to = survey.placement();
        this.from = survey.holders().get(0);
        this.cutOff = survey.dependents();
        this.taken = taken;
        this.unanswered = unanswered;
    }

    /** Whether the holder, by its host or by its interface, is one of those. */
    static boolean anySame(List<Holder> holders, Holder holder) {
        return holders.stream().anyMatch(known -> OldHosts.isSame(known, holder));
    }

    Effect taken() {
        return taken;
    }

    /** Whether the address is back where it was, though not all that hung on it. */
    boolean isBackInPart() {
        return backInPart;
    }

    /** What the caller gets where the address could not be taken. */
    static FloatingIpException notTaken(Operation op, Survey survey, FloatingIpException failure) {
        return failure.effect() == Effect.NONE
                ? failure
                : notPutBack(op, survey.dependents(), failure, "it is not known whether the address was taken");
    }

    /** What the caller gets where it could not be given to the target: it is given back, if that is known not to have happened. */
    FloatingIpException notGiven(FloatingIpException failure) {
        if (failure instanceof HolderChangedException changed) {
            return changed.holders().isEmpty() ? givenBack(failure) : superseded(changed.holders(), failure);
        }
        if (failure instanceof SupersededException superseded) {
            return superseded(superseded.observed(), failure);
        }
        // Where the effect is unknown the target may have it: giving it back could take it away again.
        return failure.effect() == Effect.NONE
                ? givenBack(failure)
                : notPutBack(op, cutOff, failure, "it is not known who holds the address");
    }

    /** Puts back onto the target what was cut off; what could not be put back, or null. */
    @Nullable
    NotReassociatedException putBackOnTarget() {
        return putBackOn(to, null);
    }

    private FloatingIpException givenBack(FloatingIpException failure) {
        GiveBack giveBack = new GiveBack(op, from, target, taken, unanswered);
        FloatingIpException told = giveBack.after(failure);
        if (!giveBack.done()) {
            return notPutBack(op, cutOff, told, "the address could not be given back");
        }
        NotReassociatedException lost =
                putBackOn(Placement.builder(from.host(), from.interfaceId()).build(), told);
        backInPart = lost != null;
        return lost == null ? told : lost;
    }

    private FloatingIpException superseded(List<Holder> holders, FloatingIpException cause) {
        return notPutBack(
                op,
                cutOff,
                new SupersededException(taken, op.address, target, holders, cause),
                "somebody else holds the address");
    }

    private @Nullable NotReassociatedException putBackOn(Placement placement, @Nullable FloatingIpException back) {
        if (cutOff.isEmpty()) {
            return null;
        }
        Reassociation reassociation =
                new Reassociation(op, cutOff, placement, Set.of(to.interfaceId(), from.interfaceId()), back != null);
        return reassociation.run() ? null : reassociation.failed(Effect.APPLIED, back);
    }

    /** The same failure, which tells beside itself that something is cut off: it says more of the address. */
    private static FloatingIpException notPutBack(
            Operation op, List<Dependent> cutOff, FloatingIpException failure, String why) {
        if (!cutOff.isEmpty()) {
            op.ladder.skip(StepKind.REASSOCIATED, Dependent.join(cutOff) + " was not put back: " + why);
            Operation.suppress(
                    failure, new NotReassociatedException(failure.effect(), op.address, null, cutOff, why, null));
        }
        return failure;
    }
}
