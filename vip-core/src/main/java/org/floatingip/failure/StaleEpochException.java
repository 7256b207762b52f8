package org.floatingip.failure;

import java.util.Objects;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a later epoch has claimed the address: the caller was elected once, and is not any more. It must not move the
 * address, now or by a retry. Where it was found out before the first change the effect is {@link Effect#NONE}.
 */
public final class StaleEpochException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final Claim claim;
    private final Claim standing;

    /**
     * A claim that came too late.
     *
     * @param effect what the operation had done to the network by then
     * @param claim the caller's
     * @param standing the one that is recorded in its place
     * @param cause what this was made from, or null
     */
    public StaleEpochException(Effect effect, Claim claim, Claim standing, @Nullable Throwable cause) {
        super(effect, message(effect, claim, standing), cause);
        this.claim = Objects.requireNonNull(claim, "claim");
        this.standing = Objects.requireNonNull(standing, "standing");
    }

    private static String message(Effect effect, Claim claim, Claim standing) {
        boolean same = standing.epoch() == claim.epoch();
        return claim.address() + " was claimed for " + standing.target() + " by epoch " + standing.epoch()
                + (same ? ", the same that claims it for " : ", which is later than epoch " + claim.epoch() + " for ")
                + claim.target() + ". "
                + (same
                        ? "Give each election an epoch of its own"
                        : "Stop, and let the host drop the address: it belongs to the later epoch")
                + (effect == Effect.NONE
                        ? "; nothing was changed."
                        : ". An earlier request may have taken effect: look who holds the address.");
    }

    /** The floating IP. */
    public IpAddress address() {
        return claim.address();
    }

    /** The caller's claim, which is stale. */
    public Claim claim() {
        return claim;
    }

    /** The claim that won. */
    public Claim standing() {
        return standing;
    }

    /** The same, found out when that was done to the network already. */
    public StaleEpochException after(Effect effect) {
        return effect == effect() ? this : new StaleEpochException(effect, claim, standing, this);
    }
}
