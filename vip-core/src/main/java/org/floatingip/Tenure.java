package org.floatingip;

import java.util.List;
import org.floatingip.internal.move.Holding;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a host has the addresses because the caller's election chose it: from {@link TenureRequest#begin()}
 * to {@link #end()}. A tenure does not elect a leader, and has no thread: call {@link #tick()} from a timer of your
 * own.
 *
 * <pre>{@code
 * Tenure tenure = db.tenure(self, epoch).begin(); // on an executor, when the caller was elected
 * timer.scheduleWithFixedDelay(tenure::tick, 1, 1, TimeUnit.SECONDS);
 * tenure.end(); // when it is not elected any more
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Tenure {

    private final Holding holding;

    Tenure(Holding holding) {
        this.holding = holding;
    }

    /**
     * Checks that the claim still stands and that the host still holds the addresses. Takes back what a delayed request
     * of an earlier epoch has taken. If a later epoch has claimed an address, the tenure is {@link TenureState#LOST}
     * from then on: the host is made to drop all of the addresses, unless that epoch is of the same host. The network
     * is left to the later epoch.
     *
     * <p>Never throws, since an exception would silently stop a timer. If another thread is in a tick, does nothing and
     * returns the state after the last one.
     */
    public TenureState tick() {
        return holding.tick();
    }

    /** Returns the state after the last tick; HELD before the first. */
    public TenureState state() {
        return holding.state();
    }

    /**
     * Returns why the last tick found {@link TenureState#LOST} or {@link TenureState#UNKNOWN}; null if there is nothing
     * to say.
     */
    public @Nullable FloatingIpException failure() {
        return holding.failure();
    }

    /**
     * Returns the results of the tenure's last move, for each address: the move that began it, or the last one that
     * took something back. They say which hosts may still {@linkplain MoveResult#unsettled() accept} an address.
     */
    public List<MoveResult> lastMove() {
        return holding.lastMove();
    }

    /**
     * Ends the tenure: makes the host drop the addresses now, whoever holds them in the network. The network is not
     * changed; that is up to the successor. No ledger is asked: if the same host is elected again, call this before the
     * next tenure begins. Can be repeated until each result is {@linkplain SettleResult#complete() complete}.
     *
     * <p>Waits for a tick that is under way, for at most twice the timeout of a tick; then it drops the addresses all
     * the same. If a listener of the tenure's own move calls this, it only marks the tenure as ended, and the tick
     * under way drops the addresses.
     *
     * @return for each address whether the host drops it now; a host that can't be reached is no exception. Empty if
     *     the handle was built without {@code hosts(..)}, or if a listener calls this
     */
    public List<SettleResult> end() {
        return holding.end();
    }
}
