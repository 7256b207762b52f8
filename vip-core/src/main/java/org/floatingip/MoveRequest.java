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
 * A move with settings of its own, from {@link FloatingIp#move()}. Immutable: each method returns a new request, which
 * can be kept and executed many times.
 */
public final class MoveRequest {

    private final Engine engine;
    private final MoveOrder order;

    MoveRequest(Engine engine, MoveOrder order) {
        this.engine = engine;
        this.order = order;
    }

    /**
     * Sets the host, or the interface, that should hold the address. Required.
     *
     * @throws IllegalArgumentException if {@code target} is not a valid host id
     */
    public MoveRequest to(String target) {
        return to(HostId.of(target));
    }

    /** Like {@link #to(String)}. */
    public MoveRequest to(HostId target) {
        return new MoveRequest(engine, order.to(target));
    }

    /**
     * Sets the host, or the interface, that must hold the address; default anybody. A takeover checks this by a reading
     * before it changes anything. In a {@link #handover()} the network enforces it. A target that holds the address
     * already is fine.
     *
     * @throws IllegalArgumentException if {@code holder} is not a valid host id
     */
    public MoveRequest from(String holder) {
        return from(HostId.of(holder));
    }

    /** Like {@link #from(String)}. */
    public MoveRequest from(HostId holder) {
        return new MoveRequest(engine, order.from(holder));
    }

    /**
     * Also accepts that nobody holds the address. It is then given to the target only if nobody has taken it since.
     * With this, a handover that was killed in its gap can be completed by running it again. Needs {@link #from}.
     */
    public MoveRequest orUnheld() {
        return new MoveRequest(engine, order.acceptingUnheld());
    }

    /**
     * Uses {@link MoveStrategy#HANDOVER} instead of a takeover. Needs {@link #from}.
     *
     * <p>In the gap between its two calls nobody holds the address, and the network could assign it automatically to
     * somebody else. In EC2 a subnet CIDR reservation of type {@code explicit} on the address prevents that.
     */
    public MoveRequest handover() {
        return new MoveRequest(engine, order.by(MoveStrategy.HANDOVER));
    }

    /**
     * Puts back what a {@link #handover()} cuts off from the address, in EC2 an Elastic IP. Default: off; then a
     * handover of such an address is refused. Needs {@code handover()}: a takeover takes it along by itself.
     *
     * <p>Traffic through the Elastic IP does not arrive from the moment in which the address is taken until the Elastic
     * IP is put back. Users report another five to six seconds until EC2's association takes effect. It is put back
     * without reassociation: if somebody else has used it in the gap, it stays there. If it can't be put back, the
     * address is moved all the same, and {@link NotReassociatedException} says so. A handover that is undone puts it
     * back, too.
     *
     * <p>A process that is killed in between leaves it cut off, and the same request does not put it back. A stored
     * {@link #plan()} does: {@link FloatingIp#apply} puts it back if the target holds the address already.
     */
    public MoveRequest reassociate() {
        return new MoveRequest(engine, order.reassociating());
    }

    /**
     * Sets the epoch: the number of the election that lets the caller move the address. It must rise with each
     * election. The move claims the address with it before anything is changed, and checks before each change that its
     * claim still stands. Default: none. With a {@linkplain CommonBuilder#fence fence} it is required. A retry uses the
     * same epoch and the same target.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public MoveRequest epoch(long epoch) {
        return new MoveRequest(engine, order.inEpoch(epoch));
    }

    /**
     * Sets the time limit of this move; default is that of the {@link FloatingIp}.
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
     * Returns what {@link #execute()} would do. Changes nothing.
     *
     * @throws RefusedException if the move can't be done as things stand; its reason says why
     * @throws FloatingIpException if the network can't be read, by type
     * @throws IllegalStateException if no target was given, or a condition is incomplete
     */
    public MovePlan plan() {
        return Engine.leaf(() -> engine.plan(order, false)).plans().get(0);
    }

    /**
     * Moves the address to the target. Returns once the network was seen to show the target as its only holder.
     *
     * <p>If the target holds the address already, nothing is changed. The assignment is repeated only after a failure
     * that may pass, and only after another look. If that look shows a new holder, or the condition no longer holds,
     * the address is left as it is.
     *
     * <p>A takeover does not see a host that takes the address between the look and the assignment, or a previous
     * holder that takes it back before a look. It displaces them. If you must exclude that, use a handover.
     *
     * @throws RefusedException if the move can't be done as things stand; its reason says why. Nothing was changed
     * @throws HolderChangedException if the address is not held as {@link #from} says. Nothing was changed
     * @throws PermissionDeniedException if the credentials do not allow it. Nothing was changed
     * @throws OutOfTimeException if the deadline or an interrupt came before anything was changed
     * @throws StaleEpochException if a later epoch has claimed the address
     * @throws SupersededException if somebody else has moved the address meanwhile, and holds it now
     * @throws NotVerifiedException if the outcome is unknown
     * @throws LeftUnheldException if a handover stopped in its gap and could not be undone
     * @throws NotReassociatedException if a handover moved the address, or was undone, and could not put back what it
     *     had cut off
     * @throws FloatingIpException for every other failure, by type; {@link FloatingIpException#effect()} says whether
     *     anything was changed
     * @throws IllegalStateException if no target was given, a condition is incomplete, or there is an epoch without a
     *     fence or a fence without an epoch
     */
    public MoveResult execute() {
        return Engine.leaf(() -> engine.move(order, false)).results().get(0);
    }

    /** Returns text such as {@code MoveRequest(10.0.1.12 to i-0b from i-0a by TAKEOVER within PT10S)}. */
    @Override
    public String toString() {
        return "MoveRequest(" + engine.address() + order.words() + ")";
    }
}
