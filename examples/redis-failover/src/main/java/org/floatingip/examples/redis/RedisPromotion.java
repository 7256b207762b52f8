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
 * Makes the replica of a Redis pair the primary, and <em>then</em> gives it the floating IP that clients write through. In the
 * other order the address leads to a replica for a while, and every write is refused ({@code READONLY}).
 *
 * <p>Safe for use by several threads, though one promotion at a time is enough.
 */
public final class RedisPromotion {

    /** How long a promotion keeps writes waiting at the most; the old primary itself ends that, should this process die. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** How long the replica may take to have all that the primary has. */
    static final Duration CATCH_UP = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(5);

    private final FloatingIp address;
    private final Ticker ticker;

    /** Promotions behind that address. Its timeout has to be well below {@link #PAUSE}, as the default is. */
    public RedisPromotion(FloatingIp address, Ticker ticker) {
        this.address = Objects.requireNonNull(address, "address");
        this.ticker = Objects.requireNonNull(ticker, "ticker");
    }

    /**
     * In peace, with both alive. Nothing that was acknowledged is lost: writes are kept waiting, the replica gets all there is,
     * is promoted, and gets the address; only then the old primary follows it and lets its clients go.
     *
     * @throws RedisException if one is not what it should be, or does not answer; until the address has moved the old primary goes
     *     on as before, and after that it is for {@link #rejoin} to make it follow
     * @throws FloatingIpException if the address could not be moved: where it stayed, the old primary goes on, and where that can't
     *     be told, it follows the new one, for there must not be two
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
     * After the old primary was found dead; it is not asked. What it had acknowledged and not replicated is lost, as asynchronous
     * replication has it. When it is back, {@link #rejoin} it.
     *
     * <p>Whether the address could be moved is asked before the replica is promoted. A move that fails after that takes the
     * promotion not back, for there is no primary to go back to: mend the reason, and call this again.
     *
     * @throws RedisException if the replica could not be promoted; the address was not touched
     * @throws FloatingIpException if the address can't be moved, and then nothing was changed, or if it could not be after all
     */
    public MoveResult failOver(RedisNode from, RedisNode to) {
        request(from, to).plan();
        to.promote();
        return move(from, to);
    }

    /** Makes a former primary follow the new one when it is back, and its host drop the address. */
    public void rejoin(RedisNode old, RedisNode primary) {
        if (!address.holder().filter(holder -> holder.isOn(primary.host())).isPresent()) {
            throw new RedisException(primary + " does not have the address: the other one may be right", null);
        }
        retire(old, primary);
        address.settle(old.host().value());
    }

    /** From the old one alone: who else has the address by now was not asked to give it. */
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

    /** Follows, before anything that waited can be written there. */
    private static void retire(RedisNode old, RedisNode primary) {
        old.follow(primary);
        old.dropClients();
        old.resumeWrites();
    }

    /** The same after a failure, which is what has to be heard of. */
    private static void retireThough(RedisNode old, RedisNode primary, RuntimeException reason) {
        try {
            retire(old, primary);
        } catch (RedisException e) {
            reason.addSuppressed(e);
        }
    }

    /** The old primary first, which has the clients; the other one is asked though that failed, and the other way round. */
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

    /** Whether the address is known to lead to the old primary still. */
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
