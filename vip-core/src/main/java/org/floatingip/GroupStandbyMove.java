package org.floatingip;

import java.util.List;
import java.util.Map;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.internal.move.Standby;

/**
 * A prepared move of several addresses, from {@link FloatingIpGroup#standby(String)}. It was resolved and checked ahead
 * of time, so that during the failover it is one call to the network for each interface, then verification.
 *
 * <p>The rules of {@link StandbyMove} apply to each address: the preparation does not stay fresh by itself, the move is
 * a takeover from whoever holds an address by then, and {@link #makeReady()} makes the target accept the addresses
 * ahead of time. That takes one command if the configurator can do it.
 *
 * <p>Safe for use by several threads.
 */
public final class GroupStandbyMove {

    private final Standby standby;

    GroupStandbyMove(Standby standby) {
        this.standby = standby;
    }

    /** Returns the host and interface that will hold each of the addresses, in the order of the group. */
    public Map<IpAddress, Holder> targets() {
        return standby.targets();
    }

    /**
     * Reads everything again. If the target was made ready, makes it ready again.
     *
     * @throws FloatingIpException as {@link FloatingIpGroup#standby(String)} does: the earlier preparation then stays
     *     valid. Or as {@link #makeReady()} does: the new reading is then valid, but the target counts as ready for
     *     none of the addresses, and {@link #execute()} makes it accept them before it calls the network
     */
    public void refresh() {
        standby.refresh();
    }

    /**
     * Makes the target accept all of the addresses now, so that {@link #execute()} begins with the call to the network.
     * Each {@link #refresh()} makes it ready again, until {@link #standDown()} or until a move uses the readiness up.
     *
     * <p>If this fails for some addresses, the target may accept the others already. {@link #execute()} tells it again,
     * and {@link #standDown()} reverts all of it.
     *
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws FloatingIpException the failure of the first address that the target could not be made to accept, as of
     *     {@link StandbyMove#makeReady()}; the failures of others are suppressed in it. The network was not changed
     */
    public void makeReady() {
        standby.makeReady();
    }

    /**
     * Reverts {@link #makeReady()}: makes the target drop those of the addresses that it does not hold by now, unless
     * it accepts them permanently.
     *
     * @return for each address whether that is done; a host that can't be reached is no exception
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws FloatingIpException if the network can't be read, by type; the host was not changed
     */
    public List<SettleResult> standDown() {
        return standby.standDown();
    }

    /**
     * Returns the same standby, which makes a full move of those addresses whose preparation is stale instead of
     * failing. If the target held one of them at the last preparation, all of them are moved in full. The full move has
     * the whole timeout again, so both together may take twice as long. The readiness is shared.
     */
    public GroupStandbyMove orMove() {
        return new GroupStandbyMove(standby.orMove());
    }

    /**
     * Returns the same standby for an epoch that is only known now. Needs {@code fence(..)}, as
     * {@link MoveRequest#epoch} does. The readiness is shared.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public GroupStandbyMove epoch(long epoch) {
        return new GroupStandbyMove(standby.inEpoch(epoch));
    }

    /**
     * Moves the addresses to the target. First makes the target accept them, if there is a configurator and it was not
     * made ready. Then makes one call to the network for each interface, and verifies.
     *
     * @return as {@link GroupMoveRequest#execute()}; {@link MoveResult#displaced()} has the holders seen at the last
     *     refresh
     * @throws GroupMoveException as {@link GroupMoveRequest#execute()} does. Its failures are
     *     {@link org.floatingip.failure.StaleStandbyException}s if the network refuses what was prepared: the target
     *     was replaced, or its interface is detached or full
     * @throws FloatingIpException as {@link GroupMoveRequest#execute()} does
     */
    public GroupMoveResult execute() {
        return standby.execute();
    }
}
