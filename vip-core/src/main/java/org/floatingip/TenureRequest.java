package org.floatingip;

import java.time.Duration;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.internal.move.Engine;
import org.floatingip.internal.move.Holding;
import org.floatingip.internal.move.MoveOrder;
import org.jspecify.annotations.Nullable;

/**
 * A tenure with settings of its own, from {@link FloatingIp#tenure} and {@link FloatingIpGroup#tenure}. Immutable: each method
 * returns a new request.
 */
public final class TenureRequest {

    private final Engine engine;
    private final MoveOrder order;
    private final @Nullable Duration lease;

    TenureRequest(Engine engine, MoveOrder order) {
        this(engine, order, null);
    }

    private TenureRequest(Engine engine, MoveOrder order, @Nullable Duration lease) {
        this.engine = engine;
        this.order = order;
        this.lease = lease;
    }

    /**
     * The time that beginning has, and each tick; default is that of the handle.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public TenureRequest timeout(Duration timeout) {
        return new TenureRequest(engine, order.in(FloatingIp.checkTimeout(timeout)), lease);
    }

    /** Like {@link #timeout(Duration)}, in seconds. */
    public TenureRequest timeoutSeconds(long seconds) {
        return timeout(Duration.ofSeconds(seconds));
    }

    /**
     * Lets the host accept the addresses for that time alone, and each tick that finds them {@link TenureState#HELD} renews it: a
     * process that is paused, or cut off from the ledger or the network, has its host drop them by itself, within that time and a
     * second. Default: without an end, until {@link Tenure#end()} or a tick that finds them lost. Take several ticks, and the time that a
     * look takes when things are slow: a renewal gives what is left of the lease after the look, in whole seconds, so a second less
     * at least. Needs {@code hosts(..)} that can ({@link
     * org.floatingip.spi.HostNetworkConfigurator#leases()}).
     *
     * @throws IllegalArgumentException unless it is two seconds or more, in whole seconds
     */
    public TenureRequest hostLease(Duration lease) {
        if (lease.compareTo(Duration.ofSeconds(2)) < 0 || !lease.equals(Duration.ofSeconds(lease.toSeconds()))) {
            throw new IllegalArgumentException("a host's lease is two seconds or more, in whole seconds, not " + lease);
        }
        return new TenureRequest(engine, order, lease);
    }

    /** Like {@link #hostLease(Duration)}, in seconds. */
    public TenureRequest hostLeaseSeconds(long seconds) {
        return hostLease(Duration.ofSeconds(seconds));
    }

    /**
     * Claims the addresses and moves them to the host, as {@link MoveRequest#execute()} does. Call it on a thread that may wait:
     * not on the one that tells of elections.
     *
     * @throws StaleEpochException if a later epoch has claimed one; nothing was changed
     * @throws GroupMoveException if some of several addresses were not moved
     * @throws FloatingIpException for every other failure, by type, as of a move
     * @throws IllegalStateException if the handle was built without {@code fence(..)}, or has a lease to give and no hosts that can
     */
    public Tenure begin() {
        return new Tenure(Holding.begin(engine, order, lease));
    }

    /** For example {@code TenureRequest(10.0.1.12 to i-0b by TAKEOVER in epoch 7 within PT10S)}. */
    @Override
    public String toString() {
        return "TenureRequest(" + engine.address() + order.words() + ")";
    }
}
