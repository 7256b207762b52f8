package org.floatingip;

import java.time.Duration;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.SupersededException;
import org.floatingip.internal.move.Engine;
import org.floatingip.internal.move.MoveOrder;

/**
 * A move with settings of its own, from {@link FloatingIp#move()}. Immutable: each method returns a new request, so one can
 * be kept and executed many times.
 */
public final class MoveRequest {

    private final Engine engine;
    private final MoveOrder order;

    MoveRequest(Engine engine, MoveOrder order) {
        this.engine = engine;
        this.order = order;
    }

    /**
     * The host, or the interface, that shall hold the address. Required.
     *
     * @throws IllegalArgumentException if {@code target} can't be a host id
     */
    public MoveRequest to(String target) {
        return to(HostId.of(target));
    }

    /** Like {@link #to(String)}. */
    public MoveRequest to(HostId target) {
        return new MoveRequest(engine, order.to(target));
    }

    /**
     * The host, or the interface, that must hold the address for the move to be made; default anybody. Checked by looking
     * before a takeover, and enforced by the network in a {@link #handover()}. A target that holds it already is fine.
     *
     * @throws IllegalArgumentException if {@code holder} can't be a host id
     */
    public MoveRequest from(String holder) {
        return from(HostId.of(holder));
    }

    /** Like {@link #from(String)}. */
    public MoveRequest from(HostId holder) {
        return new MoveRequest(engine, order.from(holder));
    }

    /**
     * Accepts, beside the expected holder, that nobody holds the address: it is then given to the target only if nobody
     * came since. With this a handover that was killed in its gap converges when it is run again. Needs {@link #from}.
     */
    public MoveRequest orUnheld() {
        return new MoveRequest(engine, order.acceptingUnheld());
    }

    /**
     * Hands the address over instead of taking it: see {@link MoveStrategy#HANDOVER}. Needs {@link #from}.
     *
     * <p>In the gap between its two calls nobody holds the address, and an automatic assignment of the network could take
     * it; in EC2 a subnet CIDR reservation of type {@code explicit} on the address prevents that.
     */
    public MoveRequest handover() {
        return new MoveRequest(engine, order.by(MoveStrategy.HANDOVER));
    }

    /**
     * Puts back what a {@link #handover()} cuts off from the address, in EC2 an Elastic IP; without this, a handover of such
     * an address is refused. Default: not asked for. Needs {@code handover()}: a takeover takes it along by itself.
     *
     * <p>From the moment in which the address is taken until it is put back, what comes by the Elastic IP does not arrive;
     * users state another five to six seconds until EC2's association takes effect. It is put back without reassociation: if
     * somebody else has put it to use in the gap, it stays there. Where it can't be put back, the address is moved all the
     * same, and {@link NotReassociatedException} says so. A handover that is undone puts it back, too.
     *
     * <p>A process that is killed in between leaves it cut off, and a rerun of the same request does not know of it. That of
     * a stored {@link #plan()} does: {@link FloatingIp#apply} puts it back where the target holds the address already.
     */
    public MoveRequest reassociate() {
        return new MoveRequest(engine, order.reassociating());
    }

    /**
     * The number of the election by which the caller moves the address: it rises with each election. The move claims the address by
     * it before anything is changed, and looks before each change whether its claim still stands. Default: none; behind a
     * {@linkplain CommonBuilder#fence fence} it is required. A retry has the same epoch, and the same target.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public MoveRequest epoch(long epoch) {
        return new MoveRequest(engine, order.inEpoch(epoch));
    }

    /**
     * The time that this move has; default is that of its {@link FloatingIp}.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public MoveRequest timeout(Duration timeout) {
        return new MoveRequest(engine, order.in(FloatingIp.checkTimeout(timeout)));
    }

    /** Like {@link #timeout(Duration)}, in seconds. */
    public MoveRequest timeoutSeconds(long seconds) {
        return timeout(Duration.ofSeconds(seconds));
    }

    /**
     * Reads what {@link #execute()} would do, and changes nothing.
     *
     * @throws RefusedException if the move can't be done as things stand; its reason says why
     * @throws FloatingIpException if the network can't be read, by type
     * @throws IllegalStateException if no target was given, or a condition is incomplete
     */
    public MovePlan plan() {
        return Engine.leaf(() -> engine.plan(order, false)).plans().get(0);
    }

    /**
     * Gives the address to the target, and returns once the network was seen to show the target as its only holder.
     *
     * <p>A target that holds it already is left alone. The assignment is repeated only after a failure that may pass, and
     * only after looking again: where somebody new holds the address by then, or the condition no longer holds, it is left
     * as it is. What a takeover can't see is a host that takes the address after the look and before the assignment, or a
     * previous holder that takes it back before a look: those are displaced. Who needs that told apart hands over.
     *
     * @throws RefusedException if the move can't be done as things stand; its reason says why. Nothing was changed
     * @throws HolderChangedException if the address is not held as {@link #from} says. Nothing was changed
     * @throws PermissionDeniedException if the credentials do not allow it. Nothing was changed
     * @throws OutOfTimeException if the deadline or an interrupt came before anything was changed
     * @throws StaleEpochException if a later epoch has claimed the address
     * @throws SupersededException if somebody else holds the address by now
     * @throws NotVerifiedException if the outcome is unknown
     * @throws LeftUnheldException if a handover stopped in its gap and could not be undone
     * @throws NotReassociatedException if a handover moved the address, or was undone, and could not put back what it had cut
     *     off
     * @throws FloatingIpException for every other failure, by type; {@link FloatingIpException#effect()} says whether
     *     anything was changed
     * @throws IllegalStateException if no target was given, a condition is incomplete, or there is an epoch without a fence or
     *     a fence without an epoch
     */
    public MoveResult execute() {
        return Engine.leaf(() -> engine.move(order, false)).results().get(0);
    }

    /** For example {@code MoveRequest(10.0.1.12 to i-0b from i-0a by TAKEOVER within PT10S)}. */
    @Override
    public String toString() {
        return "MoveRequest(" + engine.address() + order.words() + ")";
    }
}
