package org.floatingip;

import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.StaleStandbyException;
import org.floatingip.internal.move.Engine;
import org.floatingip.internal.move.Standby;

/**
 * A move that was resolved and checked ahead of time, so that in the storm it is one call to the network, then verification.
 * From {@link FloatingIp#standby(String)}.
 *
 * <p>Making one also warms the way: connections are open, credentials loaded, classes too. It does not stay fresh by itself:
 * call {@link #refresh()} now and then, in peace. A takeover, whoever holds the address by then.
 *
 * <p>Where hosts are configured, the target is told to accept the address when the move is executed, before the one call: over
 * SSH that is a round trip and a script. {@link #makeReady()} does it ahead.
 *
 * <p>Safe for use by several threads.
 */
public final class StandbyMove {

    private final Standby standby;

    StandbyMove(Standby standby) {
        this.standby = standby;
    }

    /** Who will hold the address, and on which interface. */
    public Holder target() {
        return standby.targets().values().iterator().next();
    }

    /**
     * Reads everything again, and makes the target ready again if it was made so.
     *
     * @throws FloatingIpException as {@link FloatingIp#standby(String)} does: then what was known before stays in force. As
     *     {@link #makeReady()} does: then what was read counts, and the target is not taken for ready: {@link #execute()}
     *     makes it accept the address before it calls the network
     */
    public void refresh() {
        Engine.leaf(() -> {
            standby.refresh();
            return standby;
        });
    }

    /**
     * Makes the target accept the address now, so that {@link #execute()} begins with the call to the network. After that
     * move was verified the target is asked once more: one that was restarted meanwhile accepts it again. Every
     * {@link #refresh()} makes it ready again, until {@link #standDown()}; a move uses it up, and so does a later attempt that fails.
     *
     * <p>The price: a host that accepts the address reaches itself when it connects to it. A replica that follows the address
     * would replicate from itself, until the move; let it follow the holder's own address.
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
     * Takes {@link #makeReady()} back: makes the target drop the address, unless it holds it by now, or accepts it for good.
     *
     * @return whether that is done; a host that can't be reached is no exception, and is left to
     *     {@link FloatingIp#settle(SettleResult)}
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws FloatingIpException if the network can't be read, by type: then the host was not touched
     */
    public SettleResult standDown() {
        return standby.standDown().get(0);
    }

    /**
     * The same standby, with the same readiness, that makes a full move instead of failing when it has gone stale. That move has
     * the whole timeout once more, so that both together may take up to twice as long.
     */
    public StandbyMove orMove() {
        return new StandbyMove(standby.orMove());
    }

    /**
     * The same standby, with the same readiness, for an election that is only known now; needs {@code fence(..)}, as {@link MoveRequest#epoch}
     * does.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public StandbyMove epoch(long epoch) {
        return new StandbyMove(standby.inEpoch(epoch));
    }

    /**
     * Gives the address to the target: host side first where there is one that was not made ready, then one call to the
     * network, then verification.
     *
     * @return as {@link MoveRequest#execute()}; {@link MoveResult#displaced()} is who was seen at the last refresh
     * @throws StaleStandbyException if the network refuses what was prepared: the target was replaced, its interface
     *     detached or full. Nothing was changed
     * @throws FloatingIpException as {@link MoveRequest#execute()} does
     */
    public MoveResult execute() {
        return Engine.leaf(standby::execute).results().get(0);
    }
}
