package org.floatingip;

import java.util.Objects;
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationEnded;

/**
 * A listener that evicts the connections of a pool when their address has left its host, or may have. The other end of
 * such a connection is a socket on the old host: a thread that borrows it may wait for ever.
 *
 * <pre>{@code
 * FloatingIp db = FloatingIp.at("10.0.1.12")
 *         .assigner(ec2)
 *         .listener(PoolEviction.of(() -> hikari.getHikariPoolMXBean().softEvictConnections()))
 *         .build();
 * }</pre>
 *
 * <p>It evicts once after an operation by which at least one of its addresses
 * {@linkplain AddressOutcome#mayHaveMoved() may have moved}: it was moved or released, failed with the effect
 * {@link Effect#APPLIED} or {@link Effect#UNKNOWN}, or was restored (new connections then lead to the target). It does
 * not evict if the target held the address already, after a failure with the effect {@link Effect#NONE}, or after a
 * refusal. Otherwise a watcher that is refused every two seconds would empty the pool each time.
 *
 * <p>A pool may open connections while the address moves. Without {@code hosts(..)}, a move ends before packets follow
 * it. Such a connection leads to the old host, and enters the pool after the eviction. So add the same eviction a
 * second time, with an executor that runs later:
 *
 * <pre>{@code
 * builder.listener(eviction)
 *         .listener(eviction, CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS));
 * }</pre>
 *
 * <p>It does not end a call that hangs on a connection in use; limit that by a timeout of the driver. Immutable, and as
 * safe for use by several threads as the given action.
 */
public final class PoolEviction implements MoveListener {

    private final Runnable evict;

    private PoolEviction(Runnable evict) {
        this.evict = Objects.requireNonNull(evict, "evict");
    }

    /**
     * Returns a listener that evicts by the given action.
     *
     * @param evict closes the pool's connections: idle ones now, those in use when they are given back. It should
     *     return quickly, since without an executor the caller of a move waits for it. If it throws, that is logged as
     *     for any listener, and no move fails
     */
    public static PoolEviction of(Runnable evict) {
        return new PoolEviction(evict);
    }

    @Override
    public void ended(OperationEnded event) {
        if (event.outcomes().stream().anyMatch(AddressOutcome::mayHaveMoved)) {
            evict.run();
        }
    }
}
