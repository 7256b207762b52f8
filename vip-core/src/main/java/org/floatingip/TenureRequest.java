package org.floatingip;

import java.time.Duration;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.internal.move.Engine;
import org.floatingip.internal.move.Holding;
import org.floatingip.internal.move.MoveOrder;

/**
 * A tenure with settings of its own, from {@link FloatingIp#tenure} and {@link FloatingIpGroup#tenure}. Immutable: each method
 * returns a new request.
 */
public final class TenureRequest {

    private final Engine engine;
    private final MoveOrder order;

    TenureRequest(Engine engine, MoveOrder order) {
        this.engine = engine;
        this.order = order;
    }

    /**
     * The time that beginning has, and each tick; default is that of the handle.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public TenureRequest timeout(Duration timeout) {
        return new TenureRequest(engine, order.in(FloatingIp.checkTimeout(timeout)));
    }

    /** Like {@link #timeout(Duration)}, in seconds. */
    public TenureRequest timeoutSeconds(long seconds) {
        return timeout(Duration.ofSeconds(seconds));
    }

    /**
     * Claims the addresses and moves them to the host, as {@link MoveRequest#execute()} does. Call it on a thread that may wait:
     * not on the one that tells of elections.
     *
     * @throws StaleEpochException if a later epoch has claimed one; nothing was changed
     * @throws GroupMoveException if some of several addresses were not moved
     * @throws FloatingIpException for every other failure, by type, as of a move
     * @throws IllegalStateException if the handle was built without {@code fence(..)}
     */
    public Tenure begin() {
        return new Tenure(Holding.begin(engine, order));
    }

    /** For example {@code TenureRequest(10.0.1.12 to i-0b by TAKEOVER in epoch 7 within PT10S)}. */
    @Override
    public String toString() {
        return "TenureRequest(" + engine.address() + order.words() + ")";
    }
}
