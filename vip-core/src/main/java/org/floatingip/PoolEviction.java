package org.floatingip;

import java.util.Objects;
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationEnded;

/**
 * Evicts a pool's connections when the address that they go through has left its host, or may have. Their other end is a socket
 * on the old host: whoever borrows one may wait for an answer for ever.
 *
 * <pre>{@code
 * FloatingIp db = FloatingIp.at("10.0.1.12")
 *         .assigner(ec2)
 *         .listener(PoolEviction.of(() -> hikari.getHikariPoolMXBean().softEvictConnections()))
 *         .build();
 * }</pre>
 *
 * <p>It evicts once after an operation by which an address of it {@linkplain AddressOutcome#mayHaveMoved() may have moved}: moved,
 * released, failed with the effect {@link Effect#APPLIED} or {@link Effect#UNKNOWN}, or restored, since connections that were made
 * meanwhile lead to the target. It does not evict where the target held the address already, nor after a failure with the effect {@link
 * Effect#NONE}, nor after a refusal: a watcher that is refused every two seconds would empty the pool every two seconds.
 *
 * <p>A pool may be connecting while the address moves, and where no {@code hosts(..)} are configured a move ends before packets
 * have followed it. A connection of that time leads to the old host, and enters the pool after the eviction. So give the builder
 * the same eviction a second time, with an executor that runs later:
 *
 * <pre>{@code
 * builder.listener(eviction)
 *         .listener(eviction, CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS));
 * }</pre>
 *
 * <p>It ends no call that hangs on a connection in use: that takes a limit of the driver's. Immutable, and as safe for use by
 * several threads as what it was given.
 */
public final class PoolEviction implements MoveListener {

    private final Runnable evict;

    private PoolEviction(Runnable evict) {
        this.evict = Objects.requireNonNull(evict, "evict");
    }

    /**
     * Evicts by that.
     *
     * @param evict lets go of the pool's connections: of idle ones now, of those in use when they are given back. It should
     *     return soon, since without an executor a move's caller waits for it. What it throws is logged as what any listener
     *     throws, and hurts no move
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
