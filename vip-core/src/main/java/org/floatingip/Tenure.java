package org.floatingip;

import java.util.List;
import org.floatingip.internal.move.Holding;
import org.jspecify.annotations.Nullable;

/**
 * The time in which one host has the addresses by an election of the caller's: from {@link TenureRequest#begin()} to {@link
 * #end()}. It elects nobody, and has no thread: the caller's timer ticks.
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
     * Looks whether the claim still stands and the host still holds the addresses, and takes back what a late request of an earlier
     * epoch has taken. Never throws, since a timer would stop silently then. Where a later epoch has claimed an address it
     * makes the host drop all of them, unless that epoch is of the same host, and the network is left to that epoch; from then on it is
     * LOST.
     *
     * <p>While another thread ticks it does nothing, and gives what the last tick found.
     */
    public TenureState tick() {
        return holding.tick();
    }

    /** What the last tick found; HELD before the first. */
    public TenureState state() {
        return holding.state();
    }

    /** Why the last tick found {@link TenureState#LOST} or {@link TenureState#UNKNOWN}; null where there is nothing to say. */
    public @Nullable FloatingIpException failure() {
        return holding.failure();
    }

    /**
     * What the last move of it came to, for each address: that by which it began, or the last by which something was taken back. Who may
     * still {@linkplain MoveResult#unsettled() accept} an address stands there.
     */
    public List<MoveResult> lastMove() {
        return holding.lastMove();
    }

    /**
     * Ends it: makes the host drop the addresses now, whoever the network shows. The network is not changed; it is left to the
     * successor. It asks no ledger: where the same host is elected again, call it before the next tenure begins. Can be called again,
     * until each is {@linkplain SettleResult#complete() complete}.
     *
     * <p>Waits for a tick that is under way, for twice the time that a tick has; one that hangs longer, in code of the caller's, does not
     * keep it from dropping them. Called by a listener of the tenure's own move it only ends the tenure: the tick under way drops them.
     *
     * @return for each address, whether the host drops it now; a host that can't be reached is no exception. Empty where the handle
     *     was built without {@code hosts(..)}, and where a listener calls it
     */
    public List<SettleResult> end() {
        return holding.end();
    }
}
