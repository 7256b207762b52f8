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
 * The change of a handover: takes the address from the expected holder, has it given to the target if nobody came between,
 * or gives it back; and puts back what that cut off, wherever the address is then. Used once, by one thread.
 */
final class Handover {

    private final Operation op;
    private final HostId target;
    private final Placement to;
    private final Holder from;
    private final List<Dependent> cutOff;
    private Effect taken = Effect.NONE;

    /** A handover of what was surveyed: one holder at least. */
    Handover(Operation op, HostId target, Survey survey) {
        this.op = op;
        this.target = target;
        this.to = survey.placement();
        this.from = survey.holders().get(0);
        this.cutOff = survey.dependents();
    }

    /**
     * Hands over.
     *
     * @param give gives the address to the target, displacing nobody
     * @return what could not be put back on the target, which has the address; null if nothing is missing
     * @throws NotReassociatedException if the handover was undone, and what was cut off could not be put back
     */
    @Nullable
    NotReassociatedException run(Runnable give) {
        Unassignment unassignment = new Unassignment(op, from);
        try {
            taken = unassignment.run();
        } catch (FloatingIpException e) {
            throw e.effect() == Effect.NONE ? e : notPutBack(e, "it is not known whether the address was taken");
        }
        GiveBack giveBack = new GiveBack(op, from, target, taken, unassignment.unanswered());
        try {
            give.run();
        } catch (HolderChangedException e) {
            throw e.holders().isEmpty() ? givenBack(giveBack, e) : superseded(e.holders(), e);
        } catch (SupersededException e) {
            throw superseded(e.observed(), e);
        } catch (FloatingIpException e) {
            // Where the effect is unknown the target may have it: giving it back could take it away again.
            throw e.effect() == Effect.NONE
                    ? givenBack(giveBack, e)
                    : notPutBack(e, "it is not known who holds the address");
        }
        return putBackOn(to, null);
    }

    /** What is known of the first half: applied where the network said so, unknown where it was only found gone. */
    Effect taken() {
        return taken;
    }

    private FloatingIpException givenBack(GiveBack giveBack, FloatingIpException failure) {
        FloatingIpException told = giveBack.after(failure);
        if (!giveBack.done()) {
            return notPutBack(told, "the address could not be given back");
        }
        NotReassociatedException lost =
                putBackOn(Placement.builder(from.host(), from.interfaceId()).build(), told);
        return lost == null ? told : lost;
    }

    private FloatingIpException superseded(List<Holder> holders, FloatingIpException cause) {
        return notPutBack(
                new SupersededException(taken, op.address, target, holders, cause), "somebody else holds the address");
    }

    private @Nullable NotReassociatedException putBackOn(Placement placement, @Nullable FloatingIpException undone) {
        if (cutOff.isEmpty()) {
            return null;
        }
        Reassociation reassociation =
                new Reassociation(op, cutOff, placement, Set.of(to.interfaceId(), from.interfaceId()), undone != null);
        return reassociation.run() ? null : reassociation.failed(Effect.APPLIED, undone);
    }

    /** The same failure, which tells beside itself that something is cut off: it says more of the address. */
    private FloatingIpException notPutBack(FloatingIpException failure, String why) {
        if (!cutOff.isEmpty()) {
            op.ladder.skip(StepKind.REASSOCIATED, Dependent.join(cutOff) + " was not put back: " + why);
            Operation.suppress(
                    failure, new NotReassociatedException(failure.effect(), op.address, null, cutOff, why, null));
        }
        return failure;
    }
}
