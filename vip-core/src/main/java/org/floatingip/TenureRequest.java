package org.floatingip;

import java.time.Duration;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.internal.move.Engine;
import org.floatingip.internal.move.Holding;
import org.floatingip.internal.move.MoveOrder;
import org.jspecify.annotations.Nullable;

/**
 * A tenure with settings of its own, from {@link FloatingIp#tenure} and {@link FloatingIpGroup#tenure}. Immutable: each
 * method returns a new request.
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
     * Sets the time limit of the beginning and of each tick; default is that of the handle.
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
     * Makes the host accept the addresses for a limited time only. Each tick that finds them {@link TenureState#HELD}
     * renews it. If this process is paused, or cut off from the ledger or the network, the host drops the addresses by
     * itself, at most one second after the lease. Default: no limit; the host accepts them until {@link Tenure#end()}
     * or a tick that finds them lost.
     *
     * <p>Choose a lease of several ticks, plus the time of a slow tick. A renewal gives what is left of the lease after
     * the tick's look, in whole seconds: at least a second less. Needs {@code hosts(..)} with leases
     * ({@link org.floatingip.spi.HostNetworkConfigurator#leases()}).
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
     * Claims the addresses and moves them to the host, as {@link MoveRequest#execute()} does. Call it on a thread that
     * may wait, not on the one that reports elections.
     *
     * @throws StaleEpochException if a later epoch has claimed one; nothing was changed
     * @throws GroupMoveException if some of several addresses were not moved
     * @throws FloatingIpException for every other failure, by type, as of a move
     * @throws IllegalStateException if the handle was built without {@code fence(..)}, or a lease was set without hosts
     *     that can lease
     * @see #abandon()
     */
    public Tenure begin() {
        return new Tenure(Holding.begin(engine, order, lease));
    }

    /**
     * Gives up after a {@link #begin()} that failed. If its {@link FloatingIpException#effect()} was another than {@link
     * Effect#NONE}, the host may accept the addresses since then. This makes the host drop them, whoever holds them in
     * the network. Call it if the election is lost before another try. Like {@link Tenure#end()} it changes nothing in
     * the network, and asks no ledger.
     *
     * @return a tenure that is ended: {@link Tenure#end()} says whether the host drops them now, and tries again what
     *     failed; so does each tick, unless a later epoch of the same host has claimed the addresses
     * @throws IllegalStateException if the handle was built without {@code fence(..)}, or a lease was set without hosts
     *     that can lease
     */
    public Tenure abandon() {
        return new Tenure(Holding.abandon(engine, order, lease));
    }

    /** Returns text such as {@code TenureRequest(10.0.1.12 to i-0b by TAKEOVER in epoch 7 within PT10S)}. */
    @Override
    public String toString() {
        return "TenureRequest(" + engine.address() + order.words() + ")";
    }
}
