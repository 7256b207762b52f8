package org.floatingip;

import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.StaleStandbyException;
import org.floatingip.internal.move.Engine;
import org.floatingip.internal.move.Standby;

/**
 * A prepared move, from {@link FloatingIp#standby(String)}. It was resolved and checked ahead of time, so that during
 * the failover it is one call to the network, then verification.
 *
 * <p>The preparation also opens connections, and loads credentials and classes. It does not stay fresh by itself: call
 * {@link #refresh()} regularly. The move is a takeover, whoever holds the address by then.
 *
 * <p>With a configurator, the target is told to accept the address when the move is executed, before the call to the
 * network. Over SSH that takes a round trip and a script. {@link #makeReady()} does it ahead of time.
 *
 * <p>Safe for use by several threads.
 */
public final class StandbyMove {

    private final Standby standby;

    StandbyMove(Standby standby) {
        this.standby = standby;
    }

    /** Returns the host and interface that will hold the address. */
    public Holder target() {
        return standby.targets().values().iterator().next();
    }

    /**
     * Reads everything again. If the target was made ready, makes it ready again.
     *
     * @throws FloatingIpException as {@link FloatingIp#standby(String)} does: the earlier preparation then stays valid.
     *     Or as {@link #makeReady()} does: the new reading is then valid, but the target does not count as ready, and
     *     {@link #execute()} makes it accept the address before it calls the network
     */
    public void refresh() {
        Engine.leaf(() -> {
            standby.refresh();
            return standby;
        });
    }

    /**
     * Makes the target accept the address now, so that {@link #execute()} begins with the call to the network. After
     * that move was verified, the target is asked once more; if it was restarted meanwhile, it is made to accept the
     * address again. Each {@link #refresh()} makes the target ready again, until {@link #standDown()}, a move, or a
     * failed attempt uses the readiness up.
     *
     * <p>A host that accepts the address reaches itself when it connects to it. So a replica that follows the address
     * would replicate from itself until the move. Let it follow the holder's own address.
     *
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws OutOfTimeException if the target could not be reached within the timeout; its cause says why
     * @throws HostConfigurationException if it can't be made to accept the address
     * @throws FloatingIpException for every other failure, by type; the network was not changed
     */
    public void makeReady() {
        standby.makeReady();
    }

    /**
     * Reverts {@link #makeReady()}: makes the target drop the address, unless it holds it by now, or accepts it
     * permanently.
     *
     * @return whether that is done; a host that can't be reached is no exception, and is left to
     *     {@link FloatingIp#settle(SettleResult)}
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws FloatingIpException if the network can't be read, by type; the host was not changed
     */
    public SettleResult standDown() {
        return standby.standDown().get(0);
    }

    /**
     * Returns the same standby, which makes a full move instead of failing if its preparation is stale. The full move
     * has the whole timeout again, so both together may take twice as long. The readiness is shared.
     */
    public StandbyMove orMove() {
        return new StandbyMove(standby.orMove());
    }

    /**
     * Returns the same standby for an epoch that is only known now. Needs {@code fence(..)}, as
     * {@link MoveRequest#epoch} does. The readiness is shared.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public StandbyMove epoch(long epoch) {
        return new StandbyMove(standby.inEpoch(epoch));
    }

    /**
     * Moves the address to the target. First makes the target accept it, if there is a configurator and it was not made
     * ready. Then makes one call to the network, and verifies.
     *
     * @return as {@link MoveRequest#execute()}; {@link MoveResult#displaced()} has the holders seen at the last refresh
     * @throws StaleStandbyException if the network refuses what was prepared: the target was replaced, or its interface
     *     is detached or full. Nothing was changed
     * @throws FloatingIpException as {@link MoveRequest#execute()} does
     */
    public MoveResult execute() {
        return Engine.leaf(standby::execute).results().get(0);
    }
}
