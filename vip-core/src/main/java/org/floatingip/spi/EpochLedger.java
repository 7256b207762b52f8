package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import org.floatingip.Claim;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.jspecify.annotations.Nullable;

/**
 * Records the highest epoch that claimed each address, for all movers: one record for each address, with epoch and
 * target. A ledger does not elect a leader. It records the result of the caller's election, so that a mover that lost
 * the election starts no more changes.
 *
 * <p>An implementation follows three rules, which {@code EpochLedgerContract} of the testkit checks:
 *
 * <ul>
 *   <li>Each change is one conditional update of the store. Of several concurrent claims, one wins.
 *   <li>A recorded claim stays recorded, and each read shows it: no cache, no replica that lags behind.
 *   <li>A failed or unknown answer is an exception, never "there is no record".
 * </ul>
 *
 * <p>Failures are {@link FloatingIpException}s with the effect {@code NONE}: a ledger changes nothing in the network.
 * Those that may pass are {@linkplain FloatingIpException#retryable() retryable}. Each method makes one attempt, and
 * may be called again after any failure. Implementations are safe for use by several threads.
 */
public interface EpochLedger {

    /**
     * Records a claim if it {@linkplain Claim#mayReplace may replace} the recorded one.
     *
     * @param budget the longest time that the call should take
     * @return the claim that is recorded now: the given one, or the one that prevents it
     * @throws FloatingIpException if the store did not answer; the claim may have been recorded all the same
     */
    Claim advance(Claim claim, Duration budget);

    /**
     * Returns the recorded claim of an address.
     *
     * @param budget the longest time that the call should take
     * @return null only if the store said that there is none
     * @throws FloatingIpException if the store did not answer
     */
    @Nullable
    Claim current(IpAddress address, Duration budget);

    /**
     * Records a claim whose epoch is one higher than the recorded one, or 1 if there is none. For callers whose
     * election has no number of its own. This gives no mutual exclusion; the election must do that. Two callers in a
     * row both get a number, the second a higher one.
     *
     * @param budget the longest time that the call should take
     * @return the recorded claim
     * @throws FloatingIpException if the store did not answer; a number may have been used up
     */
    Claim next(IpAddress address, HostId target, Duration budget);

    /**
     * Returns the calls to the store that a move with the given claims would make, for plans. Makes no call. By default
     * empty: the ledger can't tell.
     *
     * @param claims at least one
     */
    default List<PlannedCall> explain(List<Claim> claims) {
        return List.of();
    }
}
