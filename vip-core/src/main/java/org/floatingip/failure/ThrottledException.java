package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/** The service throttled a request. This says nothing about who holds the address. */
public final class ThrottledException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Creates the exception.
     *
     * @param action the action that was throttled
     * @param cause the network's own answer; null if there is none
     */
    public ThrottledException(String action, @Nullable Throwable cause) {
        super(
                Effect.NONE,
                action
                        + " was throttled: too many calls for this account and region. Try again later; this call changed nothing.",
                cause);
        this.action = action;
    }

    /** Returns the action that was throttled. */
    public String action() {
        return action;
    }

    /** Returns true. */
    @Override
    public boolean retryable() {
        return true;
    }
}
