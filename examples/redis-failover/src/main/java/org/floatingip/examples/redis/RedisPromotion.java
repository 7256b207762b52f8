package org.floatingip.examples.redis;

import java.time.Duration;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.spi.Ticker;

/**
 * Promotes the replica of a Redis pair, and <em>then</em> gives it the floating IP that clients write through. In the other order
 * the address leads to a replica for a while, and every write is refused ({@code READONLY}).
 *
 * <p>Safe for use by several threads, though one promotion at a time is enough.
 */
public final class RedisPromotion {

    /** The longest time for which a promotion pauses writes. If this process dies, the old primary itself ends the pause. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** How long the replica may take to catch up with the primary. */
    static final Duration CATCH_UP = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(5);

    private final FloatingIp address;
    private final Ticker ticker;

    /**
     * Creates promotions behind the given address. The timeout of its moves must be well below {@link #PAUSE}, as the default is.
     */
    public RedisPromotion(FloatingIp address, Ticker ticker) {
        this.address = Objects.requireNonNull(address, "address");
        this.ticker = Objects.requireNonNull(ticker, "ticker");
    }

    /**
     * Hands over as planned, with both nodes alive. No acknowledged write is lost: writes are paused, and the replica catches up,
     * is promoted, and gets the address. Only then does the old primary follow it and disconnect its clients.
     *
     * @throws RedisException if a node is in an unexpected state, or doesn't answer. Before the address has moved, the old
     *     primary goes on as before; afterwards call {@link #rejoin} to make it follow
     * @throws FloatingIpException if the address could not be moved. If it stayed, the old primary goes on. If that isn't known,
     *     the old primary follows the new one, since there must not be two
     */
    public MoveResult handOver(RedisNode from, RedisNode to) {
        if (!from.isPrimary()) {
            throw new RedisException(from + " is no primary: look at both, nothing was changed", null);
        }
        if (!to.follows(from)) {
            throw new RedisException(to + " does not follow " + from + ": let it catch up, nothing was changed", null);
        }
        boolean promoted = false;
        MoveResult moved;
        try {
            from.pauseWrites(PAUSE.toMillis());
            awaitAll(from, to);
            promoted = true;
            to.promote();
            moved = move(from, to);
        } catch (FloatingIpException e) {
            if (stays(from, e)) {
                goOn(from, to, true, e);
            } else {
                retireThough(from, to, e);
            }
            throw e;
        } catch (RedisException e) {
            // The move was not begun: nobody has to be asked where the address is.
            goOn(from, to, promoted, e);
            throw e;
        }
        // After the move there is nothing to go back to.
        retire(from, to);
        return moved;
    }

    /**
     * Fails over after the old primary was found dead; the primary isn't asked. Writes that it had acknowledged and not
     * replicated are lost, as always with asynchronous replication. When it is back, {@link #rejoin} it.
     *
     * <p>First it checks whether the address can be moved. A move that fails after the promotion doesn't undo the promotion,
     * since there is no primary to go back to: fix the cause, and call this again.
     *
     * @throws RedisException if the replica could not be promoted; the address was not touched
     * @throws FloatingIpException if the address can't be moved, and nothing was changed; or if its move failed later
     */
    public MoveResult failOver(RedisNode from, RedisNode to) {
        request(from, to).plan();
        to.promote();
        return move(from, to);
    }

    /** Makes a former primary that is back follow the new one, and makes its host drop the address. */
    public void rejoin(RedisNode old, RedisNode primary) {
        if (!address.holder().filter(holder -> holder.isOn(primary.host())).isPresent()) {
            throw new RedisException(primary + " does not have the address: the other one may be right", null);
        }
        retire(old, primary);
        address.settle(old.host().value());
    }

    /** Moves from the old host alone: another holder was not asked to give up the address. */
    private MoveRequest request(RedisNode from, RedisNode to) {
        return address.move().from(from.host()).orUnheld().to(to.host());
    }

    private MoveResult move(RedisNode from, RedisNode to) {
        return request(from, to).execute();
    }

    private void awaitAll(RedisNode from, RedisNode to) {
        long wanted = from.offset();
        long end = ticker.nanoTime() + CATCH_UP.toNanos();
        while (to.offset() < wanted) {
            if (ticker.nanoTime() - end > 0) {
                throw new RedisException(to + " did not catch up in " + CATCH_UP.toSeconds() + " s", null);
            }
            try {
                ticker.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RedisException("interrupted while " + to + " caught up", e);
            }
        }
    }

    /** Makes it follow before anything that waited can be written there. */
    private static void retire(RedisNode old, RedisNode primary) {
        old.follow(primary);
        old.dropClients();
        old.resumeWrites();
    }

    /** Like {@link #retire}, after a failure, which stays the one to report. */
    private static void retireThough(RedisNode old, RedisNode primary, RuntimeException reason) {
        try {
            retire(old, primary);
        } catch (RedisException e) {
            reason.addSuppressed(e);
        }
    }

    /** The old primary comes first, since it has the clients. Each node is asked even if the other failed. */
    private static void goOn(RedisNode from, RedisNode to, boolean promoted, RuntimeException reason) {
        try {
            from.resumeWrites();
        } catch (RedisException e) {
            reason.addSuppressed(e);
        }
        try {
            if (promoted) {
                to.follow(from);
            }
        } catch (RedisException e) {
            reason.addSuppressed(e);
        }
    }

    /** Returns whether the address is known to lead to the old primary still. */
    private boolean stays(RedisNode from, FloatingIpException failure) {
        if (failure.effect() == Effect.NONE) {
            return true;
        }
        try {
            return address.holder().filter(holder -> holder.isOn(from.host())).isPresent();
        } catch (FloatingIpException e) {
            failure.addSuppressed(e);
            return false;
        }
    }
}
