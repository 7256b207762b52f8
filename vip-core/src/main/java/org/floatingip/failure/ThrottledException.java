package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/** The service asks to be called less often. That says nothing about the address: throttled is not lost. */
public final class ThrottledException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param action the action that was throttled
     * @param cause the network's own answer, or null where a reading showed it
     */
    public ThrottledException(String action, @Nullable Throwable cause) {
        super(
                Effect.NONE,
                action
                        + " was throttled: too many calls for this account and region. Try again later; this call changed nothing.",
                cause);
        this.action = action;
    }

    /** The action that was throttled. */
    public String action() {
        return action;
    }

    /** Always true. */
    @Override
    public boolean retryable() {
        return true;
    }
}
