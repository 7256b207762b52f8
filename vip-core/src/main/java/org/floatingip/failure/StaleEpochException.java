package org.floatingip.failure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The caller is no longer elected: somebody with a later epoch has claimed the address. The caller must not move the
 * address, and must not retry. If this was found before the first change, the effect is {@link Effect#NONE}.
 */
public final class StaleEpochException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    /** Causes may go round in circles. */
    private static final int MOST = 10_000;

    private final Claim claim;
    private final Claim standing;

    /**
     * Creates the exception.
     *
     * @param effect what the operation had already done to the network
     * @param claim the caller's claim
     * @param standing the claim that is recorded instead
     * @param cause the cause, or null
     */
    public StaleEpochException(Effect effect, Claim claim, Claim standing, @Nullable Throwable cause) {
        super(effect, message(effect, claim, standing), cause);
        this.claim = Objects.requireNonNull(claim, "claim");
        this.standing = Objects.requireNonNull(standing, "standing");
    }

    private static String message(Effect effect, Claim claim, Claim standing) {
        boolean same = standing.epoch() == claim.epoch();
        return claim.address() + " was claimed for " + standing.target() + " by epoch " + standing.epoch()
                + (same ? ", and now by the same epoch for " : ", which is later than epoch " + claim.epoch() + " for ")
                + claim.target() + ". "
                + (same
                        ? "Give each election an epoch of its own"
                        : "Stop, and let the host drop the address: it belongs to the later epoch")
                + (effect == Effect.NONE
                        ? "; nothing was changed."
                        : ". An earlier request may have taken effect: check who holds the address.");
    }

    /**
     * Returns the stale epoch that a failure is about, for whoever asks "am I no longer elected?". It is the failure
     * itself, one of its causes, or that of one of several addresses.
     *
     * @return null if the failure is about something else
     */
    public static @Nullable StaleEpochException in(FloatingIpException failure) {
        Deque<Throwable> open = new ArrayDeque<>(List.of(failure));
        for (int seen = 0; !open.isEmpty() && seen < MOST; seen++) {
            Throwable each = open.remove();
            if (each instanceof StaleEpochException stale) {
                return stale;
            }
            if (each instanceof GroupMoveException some) {
                open.addAll(some.failures().values());
            }
            if (each.getCause() != null) {
                open.add(each.getCause());
            }
        }
        return null;
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return claim.address();
    }

    /** Returns the caller's claim, which is stale. */
    public Claim claim() {
        return claim;
    }

    /** Returns the recorded claim. */
    public Claim standing() {
        return standing;
    }

    /** Returns the same exception with another effect, for an operation that had already changed the network. */
    public StaleEpochException after(Effect effect) {
        return effect == effect() ? this : new StaleEpochException(effect, claim, standing, this);
    }
}
