package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/** The credentials in use lack a permission. */
public final class PermissionDeniedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Creates the exception with the advice to allow the action.
     *
     * @param action the action that was denied, for example {@code ec2:AssignPrivateIpAddresses}
     * @param cause the network's own answer; null if a reading showed it
     */
    public PermissionDeniedException(String action, @Nullable Throwable cause) {
        this(action, "Allow that action to the credentials in use", cause);
    }

    /**
     * Creates the exception with other advice.
     *
     * @param action the action that was denied
     * @param remedy what to do, as a sentence without a full stop
     * @param cause the network's own answer; null if a reading showed it
     */
    public PermissionDeniedException(String action, String remedy, @Nullable Throwable cause) {
        super(
                Effect.NONE,
                "not permitted: " + action + ". " + remedy + ", then try again; nothing was changed by it.",
                cause);
        this.action = action;
    }

    /** Returns the action that was denied, for example {@code ec2:AssignPrivateIpAddresses}. */
    public String action() {
        return action;
    }
}
