package org.floatingip;

import org.jspecify.annotations.Nullable;

/** The credentials in use may not do what was tried. */
public final class PermissionDeniedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param action the action that was denied, for example {@code ec2:AssignPrivateIpAddresses}
     * @param cause the network's own answer, or null where a reading showed it
     */
    public PermissionDeniedException(String action, @Nullable Throwable cause) {
        super(
                Effect.NONE,
                "not permitted: " + action
                        + ". Allow that action to the credentials in use, then ask again; nothing was changed by it.",
                cause);
        this.action = action;
    }

    /** The action that was denied, for example {@code ec2:AssignPrivateIpAddresses}. */
    public String action() {
        return action;
    }
}
