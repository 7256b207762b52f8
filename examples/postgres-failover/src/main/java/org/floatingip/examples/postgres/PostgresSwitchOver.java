package org.floatingip.examples.postgres;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.examples.postgres.PostgresNode.Role;
import org.floatingip.examples.postgres.PostgresNode.State;
import org.floatingip.spi.Ticker;

/**
 * Switches a PostgreSQL pair over. It fences the primary, promotes the standby, <em>then</em> moves the floating IP that clients
 * write through, and makes the old primary a standby. To go back, exchange the two.
 *
 * <p>There are never two primaries that accept writes through the address: before the standby is promoted, the old primary is
 * shut down, and kept from starting as a primary.
 *
 * <p>Run one at a time. If the process ends in the middle, make the same call again: it continues from there.
 */
public final class PostgresSwitchOver {

    /** How far behind a standby may be for a planned switch-over. Nobody can write while the primary sends it the rest. */
    static final long MOST_BEHIND = 16L << 20;

    /** How long the standby may take to replay the end of the old primary's log, which it has received by then. */
    static final Duration CATCH_UP = Duration.ofSeconds(10);

    /** How long a standby may take from its start until it streams. */
    static final Duration STREAMING = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(50);

    private final FloatingIp address;
    private final Ticker ticker;
    private final Consumer<PostgresNode> check;

    /** Creates switch-overs behind the given address. */
    public PostgresSwitchOver(FloatingIp address, Ticker ticker) {
        this(address, ticker, promoted -> {});
    }

    /**
     * Creates switch-overs with a check of your own between promotion and move.
     *
     * @param check receives the promoted node, which no client reaches yet; an exception stops the switch-over, and a planned one
     *     is undone
     */
    public PostgresSwitchOver(FloatingIp address, Ticker ticker, Consumer<PostgresNode> check) {
        this.address = Objects.requireNonNull(address, "address");
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        this.check = Objects.requireNonNull(check, "check");
    }

    /**
     * Switches over as planned, with both nodes alive. No acknowledged write is lost, with or without synchronous replication:
     * the primary is shut down, and the standby is promoted only after it has replayed the end of its log.
     *
     * <p>Clients are disconnected at the beginning, and connect again when the address has moved.
     *
     * @return the move; the old primary then streams from the new one
     * @throws PostgresException if a node is in an unexpected state, or failed to do its part. If the address hasn't moved, the
     *     old primary goes on; failures of that are suppressed in the exception. If it has moved, call {@link #rejoin}
     * @throws FloatingIpException if the address can't be moved, and nothing was changed; or if its move failed later. If the
     *     address is known to have stayed, the old primary goes on. If that isn't known, it stays fenced: look where the address
     *     is
     */
    public MoveResult handOver(PostgresNode from, PostgresNode to) {
        MoveRequest move = request(from, to);
        boolean moved = move.plan().nothingToDo();
        State old = from.look();
        boolean promoted = to.role() == Role.PRIMARY;
        boolean mendingIsLeft = moved && promoted && old.role() != Role.PRIMARY;
        if (old.role() != Role.FENCED && !mendingIsLeft) {
            checkBefore(from, old.role(), to);
        }
        try {
            if (!mendingIsLeft) {
                State fenced = old.role() == Role.FENCED ? old : from.fence();
                if (!promoted) {
                    checkAllIsThere(from, fenced, to);
                    promoted = true; // or may be, from here on
                    to.promote();
                }
                check.accept(to);
            }
            MoveResult result = move.execute();
            moved = true;
            mend(from, to);
            return result;
        } catch (RuntimeException e) {
            if (!moved && stayed(from, e)) {
                undoAfter(e, from, to, promoted);
            }
            throw e;
        }
    }

    /**
     * Fails over after the primary was found dead; the primary isn't asked. Writes that it had acknowledged and not sent are
     * lost, unless its commits waited for the standby ({@code synchronous_standby_names}). When it is back, {@link #rejoin} it.
     *
     * <p>First it checks whether the address can be moved. A move that fails after the promotion doesn't undo the promotion,
     * since there is no primary to go back to: fix the cause, and call this again.
     *
     * @throws PostgresException if the standby could not be promoted; the address was not touched
     * @throws FloatingIpException if the address can't be moved, and nothing was changed; or if its move failed later
     */
    public MoveResult failOver(PostgresNode from, PostgresNode to) {
        MoveRequest move = request(from, to);
        move.plan();
        if (to.role() != Role.PRIMARY) {
            to.promote();
        }
        check.accept(to);
        return move.execute();
    }

    /**
     * Makes a former primary, running or not, a standby of the one that has the address, by pg_rewind; and makes its host drop
     * the address.
     *
     * @throws PostgresException if the other node doesn't have the address, or is no primary, and nothing was changed; or if the
     *     former primary could not be rewound: then call {@link #rebuild}
     */
    public void rejoin(PostgresNode old, PostgresNode primary) {
        checkHolds(primary);
        mend(old, primary);
        address.settle(old.host().value());
    }

    /**
     * Like {@link #rejoin}, by a fresh base backup, if pg_rewind fails.
     *
     * @return the folder on its host in which its old data was kept
     */
    public String rebuild(PostgresNode old, PostgresNode primary) {
        checkHolds(primary);
        String kept = old.rebuild(primary);
        awaitStreaming(old, primary);
        address.settle(old.host().value());
        return kept;
    }

    /**
     * Undoes a planned switch-over whose process died before the address had moved. To continue it instead, call {@link
     * #handOver}.
     *
     * @throws PostgresException if the address isn't at the old primary, or the other node can't be stopped: then the old one
     *     stays fenced, since there must not be two
     */
    public void goBack(PostgresNode from, PostgresNode to) {
        if (!holds(from)) {
            throw new PostgresException(from + " does not have the address any more: nothing was changed", null);
        }
        undo(from, to, to.role() != Role.STANDBY);
    }

    /** Moves from the old host alone: another holder was not asked to give up the address. */
    private MoveRequest request(PostgresNode from, PostgresNode to) {
        return address.move().from(from.host()).orUnheld().to(to.host());
    }

    private static void checkBefore(PostgresNode from, Role role, PostgresNode to) {
        if (role != Role.PRIMARY) {
            throw new PostgresException(from + " is no primary, but " + role + ": nothing was changed", null);
        }
        long behind = from.behind(to)
                .orElseThrow(() ->
                        new PostgresException(to + " does not stream from " + from + ": nothing was changed", null));
        if (behind > MOST_BEHIND) {
            throw new PostgresException(
                    to + " is " + behind + " bytes behind: let it catch up, nothing was changed", null);
        }
    }

    private void checkAllIsThere(PostgresNode from, State fenced, PostgresNode to) {
        if (fenced.role() != Role.FENCED) {
            throw new PostgresException(from + " was not shut down in order, but is " + fenced.role(), null);
        }
        if (!await(CATCH_UP, () -> to.hasAllOf(fenced))) {
            throw new PostgresException(
                    to + " has not replayed " + fenced.end() + ", where the log of " + from + " ends, within "
                            + CATCH_UP.toSeconds() + " s",
                    null);
        }
    }

    private void mend(PostgresNode old, PostgresNode primary) {
        if (primary.behind(old).isEmpty()) {
            old.follow(primary);
            awaitStreaming(old, primary);
        }
    }

    private void awaitStreaming(PostgresNode standby, PostgresNode primary) {
        if (!await(STREAMING, () -> primary.behind(standby).isPresent())) {
            throw new PostgresException(
                    standby + " was started, and does not stream from " + primary + " within " + STREAMING.toSeconds()
                            + " s: its log says why",
                    null);
        }
    }

    private void undo(PostgresNode from, PostgresNode to, boolean promoted) {
        if (promoted) {
            // Before the old one goes on.
            to.fence();
        }
        from.resume();
        if (promoted) {
            mend(to, from);
        }
    }

    /** Undoes the switch-over after a failure, and keeps that failure as the one to report. */
    private void undoAfter(RuntimeException reason, PostgresNode from, PostgresNode to, boolean promoted) {
        try {
            undo(from, to, promoted);
        } catch (PostgresException e) {
            reason.addSuppressed(e);
        }
    }

    /** Returns whether the address is known to have stayed, after a failure of any step up to the move. */
    private boolean stayed(PostgresNode from, RuntimeException failure) {
        if (!(failure instanceof FloatingIpException ours) || ours.effect() == Effect.NONE) {
            return true;
        }
        try {
            return holds(from);
        } catch (FloatingIpException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private boolean holds(PostgresNode node) {
        return address.holder().filter(holder -> holder.isOn(node.host())).isPresent();
    }

    private void checkHolds(PostgresNode primary) {
        if (!holds(primary)) {
            throw new PostgresException(primary + " does not have the address: the other one may be right", null);
        }
        Role role = primary.role();
        if (role != Role.PRIMARY) {
            throw new PostgresException(primary + " has the address, and is " + role + ": nothing was changed", null);
        }
    }

    private boolean await(Duration patience, BooleanSupplier condition) {
        long end = ticker.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (ticker.nanoTime() - end > 0) {
                return false;
            }
            try {
                ticker.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PostgresException("interrupted while waiting: call it again, it carries on", e);
            }
        }
        return true;
    }
}
