package org.floatingip;

import java.util.List;
import java.util.Map;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.internal.move.Standby;

/**
 * A move of several addresses that was resolved and checked ahead of time, so that during the failover it is one call to the
 * network for each interface, then verification. From {@link FloatingIpGroup#standby(String)}.
 *
 * <p>What {@link StandbyMove} says of one address is true of each of these: it does not stay fresh by itself, it is a takeover
 * from whoever holds an address by then, and {@link #makeReady()} makes the target accept them ahead, by one command where
 * the configurator can do that.
 *
 * <p>Safe for use by several threads.
 */
public final class GroupStandbyMove {

    private final Standby standby;

    GroupStandbyMove(Standby standby) {
        this.standby = standby;
    }

    /** Who will hold each of the addresses, and on which interface; in the order of the group. */
    public Map<IpAddress, Holder> targets() {
        return standby.targets();
    }

    /**
     * Reads everything again, and makes the target ready again if it was made so.
     *
     * @throws FloatingIpException as {@link FloatingIpGroup#standby(String)} does: then what was known before stays in force. As
     *     {@link #makeReady()} does: then what was read counts, and the target is taken for ready for none of the addresses:
     *     {@link #execute()} makes it accept them before it calls the network
     */
    public void refresh() {
        standby.refresh();
    }

    /**
     * Makes the target accept all of the addresses now, so that {@link #execute()} begins with the call to the network. Every
     * {@link #refresh()} makes it ready again, until {@link #standDown()}; a move uses it up.
     *
     * <p>Where it fails for some of them, the target may accept the others already; {@link #execute()} tells it again, and
     * {@link #standDown()} takes all of it back.
     *
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws FloatingIpException what failed for the first that the target could not be made to accept, as
     *     {@link StandbyMove#makeReady()} says it; what failed for others is suppressed in it. The network was not changed
     */
    public void makeReady() {
        standby.makeReady();
    }

    /**
     * Takes {@link #makeReady()} back: makes the target drop those of the addresses that it does not hold by now, unless it
     * accepts them for good.
     *
     * @return for each of the addresses whether that is done; a host that can't be reached is no exception
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws FloatingIpException if the network can't be read, by type: then the host was not touched
     */
    public List<SettleResult> standDown() {
        return standby.standDown();
    }

    /**
     * The same standby, with the same readiness, that makes a full move of those addresses whose preparation has gone stale,
     * instead of failing. Where the target held one when the standby was prepared or refreshed, all are moved so in any case.
     * That move has the whole timeout once more, so that both together may take up to twice as long.
     */
    public GroupStandbyMove orMove() {
        return new GroupStandbyMove(standby.orMove());
    }

    /**
     * The same standby, with the same readiness, for an election that is only known now; needs {@code fence(..)}, as {@link MoveRequest#epoch}
     * does.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public GroupStandbyMove epoch(long epoch) {
        return new GroupStandbyMove(standby.inEpoch(epoch));
    }

    /**
     * Gives the addresses to the target: host side first where there is one that was not made ready, then one call to the
     * network for each interface, then verification.
     *
     * @return as {@link GroupMoveRequest#execute()}; {@link MoveResult#displaced()} is who was seen at the last refresh
     * @throws GroupMoveException as {@link GroupMoveRequest#execute()} does. Its failures are {@link org.floatingip.failure.StaleStandbyException}s where
     *     the network refuses what was prepared: the target was replaced, its interface detached or full
     * @throws FloatingIpException as {@link GroupMoveRequest#execute()} does
     */
    public GroupMoveResult execute() {
        return standby.execute();
    }
}
