package org.floatingip;

import java.time.Duration;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.internal.move.Engine;
import org.floatingip.internal.move.MoveOrder;
import org.jspecify.annotations.Nullable;

/**
 * A move of several addresses with settings of its own, from {@link FloatingIpGroup#move()} or
 * {@link FloatingIpGroup#evacuate(String)}. Immutable: each method returns a new request.
 */
public final class GroupMoveRequest {

    private final Engine engine;
    private final MoveOrder order;
    private final @Nullable HostId evacuated;
    private final boolean allOrNothing;

    GroupMoveRequest(Engine engine, MoveOrder order, @Nullable HostId evacuated, boolean allOrNothing) {
        this.engine = engine;
        this.order = order;
        this.evacuated = evacuated;
        this.allOrNothing = allOrNothing;
    }

    /**
     * Sets the host, or the interface, that should hold the addresses. Required.
     *
     * @throws IllegalArgumentException if {@code target} is not a valid host id, or is the host that is evacuated
     */
    public GroupMoveRequest to(String target) {
        return to(HostId.of(target));
    }

    /** Like {@link #to(String)}. */
    public GroupMoveRequest to(HostId target) {
        if (target.equals(evacuated)) {
            throw new IllegalArgumentException(target + " can't be evacuated to itself");
        }
        return with(order.to(target));
    }

    /**
     * Sets the host, or the interface, that must hold each of the addresses; default anybody. This is checked by a
     * reading before anything is changed. An address that the target holds already is fine.
     *
     * @throws IllegalArgumentException if {@code holder} is not a valid host id
     * @throws IllegalStateException for an evacuation, which has this condition by itself
     */
    public GroupMoveRequest from(String holder) {
        return from(HostId.of(holder));
    }

    /** Like {@link #from(String)}. */
    public GroupMoveRequest from(HostId holder) {
        if (evacuated != null) {
            throw new IllegalStateException("an evacuation takes from " + evacuated + ", and from nobody else");
        }
        return with(order.from(holder));
    }

    /**
     * Also accepts addresses that nobody holds. Such an address is given to the target only if nobody has taken it
     * since. Needs {@link #from}.
     *
     * @throws IllegalStateException for an evacuation, which leaves alone what the host does not hold
     */
    public GroupMoveRequest orUnheld() {
        if (evacuated != null) {
            throw new IllegalStateException("an evacuation leaves alone what " + evacuated + " does not hold");
        }
        return with(order.acceptingUnheld());
    }

    /**
     * Uses {@link MoveStrategy#HANDOVER} instead of a takeover. Needs {@link #from}, which an evacuation has by itself.
     *
     * <p>The gap that {@link MoveRequest#handover()} describes applies to each of the addresses. An address that was
     * taken but could not be given to the target is given back at once, whatever happens to the others.
     */
    public GroupMoveRequest handover() {
        return with(order.by(MoveStrategy.HANDOVER));
    }

    /**
     * Puts back what a {@link #handover()} cuts off from the addresses, as {@link MoveRequest#reassociate()} does.
     * Default: off; then a handover of an address on which something depends is refused. Needs {@code handover()}.
     */
    public GroupMoveRequest reassociate() {
        return with(order.reassociating());
    }

    /**
     * Moves all of the addresses, or none. If one fails, those that were moved are given back to their holders: by a
     * takeover, if the last look still shows the target as holder, or by a handover if they were handed over. An
     * address whose outcome is unknown is left as it is, and reported. Default: each address succeeds or fails on its
     * own.
     */
    public GroupMoveRequest allOrNothing() {
        return new GroupMoveRequest(engine, order, evacuated, true);
    }

    /**
     * Sets the time limit of the move, for all addresses together; default is that of the {@link FloatingIpGroup}.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public GroupMoveRequest timeout(Duration timeout) {
        return with(order.in(FloatingIp.checkTimeout(timeout)));
    }

    /** Like {@link #timeout(Duration)}, in seconds. */
    public GroupMoveRequest timeoutSeconds(long seconds) {
        return timeout(Duration.ofSeconds(seconds));
    }

    /**
     * Returns what {@link #execute()} would do. Changes nothing. For an evacuation the plan has the addresses that the
     * host holds now.
     *
     * @throws GroupRefusedException if addresses can't be moved as things stand
     * @throws RefusedException if the target can take none of them, or the network does not know the host that is
     *     evacuated
     * @throws FloatingIpException if the network can't be read, by type
     * @throws IllegalStateException if no target was given, or a condition is incomplete
     */
    public GroupMovePlan plan() {
        return evacuated == null
                ? engine.plan(order, allOrNothing)
                : engine.planEvacuation(evacuated, order, allOrNothing);
    }

    /**
     * Moves the addresses to the target. Returns once the network was seen to show the target as the only holder of
     * each. Checks that there is room for all of them together. {@link MoveRequest#execute()} describes the move of
     * each address.
     *
     * @return a result for each address; none for an evacuation of a host that holds none of them
     * @throws GroupRefusedException if addresses can't be moved as things stand; nothing was changed
     * @throws RefusedException if the target can take none of them, or the network does not know the host that is
     *     evacuated; nothing was changed
     * @throws GroupMoveException if addresses failed after the move had begun; it has the outcome of each
     * @throws FloatingIpException if the network can't be read before the move, by type; nothing was changed
     * @throws IllegalStateException if no target was given, or a condition is incomplete
     */
    public GroupMoveResult execute() {
        return evacuated == null ? engine.move(order, allOrNothing) : engine.evacuate(evacuated, order, allOrNothing);
    }

    /**
     * Sets the epoch for all of the addresses; see {@link MoveRequest#epoch}. If it is stale for one address, the move
     * of all is refused.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public GroupMoveRequest epoch(long epoch) {
        return with(order.inEpoch(epoch));
    }

    private GroupMoveRequest with(MoveOrder another) {
        return new GroupMoveRequest(engine, another, evacuated, allOrNothing);
    }
}
