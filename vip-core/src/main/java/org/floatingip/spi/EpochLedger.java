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
 * Remembers the highest epoch that claimed each address, for all who move it: one record an address, with its epoch and its target.
 * It elects nobody; it keeps the result of the caller's own election, so that whoever lost it starts no change any more.
 *
 * <p>Whoever implements it keeps to three rules, which {@code EpochLedgerContract} of the testkit checks:
 *
 * <ul>
 *   <li>Each change is one conditional update of the store: of several who claim at once, one wins.
 *   <li>What is recorded stays recorded, and each reading shows it: no cache, no replica that lags behind.
 *   <li>A failed or unknown answer is an exception, never "there is no record".
 * </ul>
 *
 * <p>Failures are {@link FloatingIpException}s with the effect {@code NONE}: a ledger changes nothing in the network. Those that may pass
 * are {@linkplain FloatingIpException#retryable() retryable}. Each method makes one attempt, and may be called again after any failure.
 * Safe for use by several threads.
 */
public interface EpochLedger {

    /**
     * Records that claim, if it {@linkplain Claim#mayReplace may replace} what is recorded.
     *
     * @param budget the time that it should take at most
     * @return what is recorded now: the claim itself, or the one that stands in its way
     * @throws FloatingIpException if the store did not say; the claim may have been recorded all the same
     */
    Claim advance(Claim claim, Duration budget);

    /**
     * What is recorded of that address.
     *
     * @param budget the time that it should take at most
     * @return null only if the store said that nothing is
     * @throws FloatingIpException if the store did not say
     */
    @Nullable
    Claim current(IpAddress address, Duration budget);

    /**
     * Records a claim with an epoch that is one higher than the recorded one, 1 where there is none: for callers whose
     * election has no number of its own. What gives mutual exclusion is that election, not this: two who ask one after the other both get a
     * number, the second a higher one.
     *
     * @param budget the time that it should take at most
     * @return what was recorded
     * @throws FloatingIpException if the store did not say; a number may have been used up
     */
    Claim next(IpAddress address, HostId target, Duration budget);

    /**
     * What a move with those claims would call here, without calling it: for plans. Default: it can't say.
     *
     * @param claims at least one
     */
    default List<PlannedCall> explain(List<Claim> claims) {
        return List.of();
    }
}
