package org.floatingip.internal.gate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.EpochLedger;

/**
 * The caller's ledger, as one operation uses it: its claim is recorded before the first change, and has to stand before each.
 * Used by one thread.
 *
 * @param ledger as the caller brought it
 * @param epoch the operation's
 * @param target who shall have the addresses
 */
public record Fence(EpochLedger ledger, long epoch, HostId target) {

    /** What one question may take: a change that waits for it is late by that, and giving back is, too. */
    private static final Duration BUDGET = Duration.ofSeconds(2);

    /**
     * Records the claim, in one attempt. Can be repeated.
     *
     * @param left of the operation's time
     * @throws StaleEpochException if another one stands in its way
     */
    public void claim(IpAddress address, Duration left) {
        Claim claim = Claim.of(address, epoch, target);
        Duration budget = left.compareTo(BUDGET) < 0 ? left : BUDGET;
        stands(claim, ask("advance", () -> ledger.advance(claim, budget)));
    }

    /**
     * Lets a change of those through, if the claim to each stands; nothing is recorded.
     *
     * @throws StaleEpochException if another one stands in its place
     */
    public void check(List<IpAddress> addresses) {
        for (IpAddress address : addresses) {
            Claim claim = Claim.of(address, epoch, target);
            Optional<Claim> recorded = ask("current", () -> Optional.ofNullable(ledger.current(address, BUDGET)));
            stands(claim, recorded.orElseThrow(() -> lost(claim, "nothing is recorded")));
        }
    }

    /** What is recorded of that address, whatever this operation's claim is; empty if nothing is. */
    public static Optional<Claim> look(EpochLedger ledger, IpAddress address, Duration left) {
        Duration budget = left.compareTo(BUDGET) < 0 ? left : BUDGET;
        return Spi.answer(ledger, "current", Effect.NONE, () -> Optional.ofNullable(ledger.current(address, budget)));
    }

    /** What the claims to those would call of the ledger. */
    public List<PlannedCall> explain(List<IpAddress> addresses) {
        List<Claim> claims = addresses.stream()
                .map(address -> Claim.of(address, epoch, target))
                .toList();
        return ask("explain", () -> Network.copy(ledger.explain(claims)));
    }

    /** A record never goes back: where it did, somebody else may have been told that theirs stands. */
    private static void stands(Claim claim, Claim recorded) {
        if (recorded.equals(claim)) {
            return;
        }
        if (!recorded.address().equals(claim.address()) || recorded.epoch() < claim.epoch()) {
            throw lost(claim, "it has " + recorded);
        }
        throw new StaleEpochException(Effect.NONE, claim, recorded, null);
    }

    private static UnavailableException lost(Claim claim, String instead) {
        return UnavailableException.withoutEffect(
                "asking the ledger", "it should have " + claim + ", but " + instead, null);
    }

    private <T> T ask(String method, Spi.Call<T> call) {
        return Spi.answer(ledger, method, Effect.NONE, call);
    }
}
