package org.floatingip;

import java.time.Duration;
import org.floatingip.internal.MoveEngine;
import org.floatingip.internal.MoveOrder;

/**
 * A move with settings of its own, from {@link FloatingIp#move()}. Immutable: each method returns a new request, so one can
 * be kept and executed many times.
 */
public final class MoveRequest {

    private final MoveEngine engine;
    private final MoveOrder order;

    MoveRequest(MoveEngine engine, MoveOrder order) {
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
     * @throws RefusedException if the move can't be done as things stand; its subtypes say why
     * @throws FloatingIpException if the network can't be read, by type
     * @throws IllegalStateException if no target was given, or a condition is incomplete
     */
    public MovePlan plan() {
        return engine.plan(order);
    }

    /**
     * Gives the address to the target, and returns once the network was seen to show the target as its only holder.
     *
     * <p>A target that holds it already is left alone. The assignment is repeated only after a failure that may pass, and
     * only after looking again: where somebody new holds the address by then, or the condition no longer holds, it is left
     * as it is. What a takeover can't see is a host that takes the address after the look and before the assignment, or a
     * previous holder that takes it back before a look: those are displaced. Who needs that told apart hands over.
     *
     * @throws RefusedException if the move can't be done as things stand; its subtypes say why. Nothing was changed
     * @throws HolderChangedException if the address is not held as {@link #from} says. Nothing was changed
     * @throws PermissionDeniedException if the credentials do not allow it. Nothing was changed
     * @throws OutOfTimeException if the deadline or an interrupt came before anything was changed
     * @throws SupersededException if somebody else holds the address by now
     * @throws NotVerifiedException if the outcome is unknown
     * @throws LeftUnheldException if a handover stopped in its gap and could not be undone
     * @throws FloatingIpException for every other failure, by type; {@link FloatingIpException#effect()} says whether
     *     anything was changed
     * @throws IllegalStateException if no target was given, or a condition is incomplete
     */
    public MoveResult execute() {
        return engine.move(order);
    }
}
