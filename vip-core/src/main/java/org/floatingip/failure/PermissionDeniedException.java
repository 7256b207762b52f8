package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/** The credentials in use lack a permission, or the thing is not theirs to change. */
public final class PermissionDeniedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final String action;
    private final Denial denial;

    /**
     * Creates the exception with the advice to allow the action.
     *
     * @param action the action that was denied, for example {@code ec2:AssignPrivateIpAddresses}
     * @param cause the network's own answer; null if a reading showed it
     */
    public PermissionDeniedException(String action, @Nullable Throwable cause) {
        this(action, Denial.unstated(), cause);
    }

    /**
     * Creates the exception with the advice that helps against the reason.
     *
     * @param action the action that was denied
     * @param denial why, as far as the service says
     * @param cause the network's own answer; null if a reading showed it
     */
    public PermissionDeniedException(String action, Denial denial, @Nullable Throwable cause) {
        this(action, denial, denial.remedy("that action"), cause);
    }

    /**
     * Creates the exception with other advice.
     *
     * @param action the action that was denied
     * @param remedy what to do, as a sentence without a full stop
     * @param cause the network's own answer; null if a reading showed it
     */
    public PermissionDeniedException(String action, String remedy, @Nullable Throwable cause) {
        this(action, Denial.unstated(), remedy, cause);
    }

    private PermissionDeniedException(String action, Denial denial, String remedy, @Nullable Throwable cause) {
        super(
                Effect.NONE,
                "not permitted: " + action + ". " + remedy + ", then try again; nothing was changed by it.",
                cause);
        this.action = action;
        this.denial = denial;
    }

    /** Returns the action that was denied, for example {@code ec2:AssignPrivateIpAddresses}. */
    public String action() {
        return action;
    }

    /** Returns why it was denied, and by which policy, as far as the service says. */
    public Denial denial() {
        return denial;
    }
}
