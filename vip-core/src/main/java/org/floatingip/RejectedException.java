package org.floatingip;

import org.jspecify.annotations.Nullable;

/** The network's service refused the request for a reason that this library has no type for. */
public final class RejectedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private final String code;

    private final String reason;

    /**
     * @param action the action that was refused
     * @param code the service's own error code
     * @param reason the service's own text
     * @param cause the network's own answer, or null where a reading showed it
     */
    public RejectedException(String action, String code, String reason, @Nullable Throwable cause) {
        super(
                action + " was refused: " + code + ": " + reason + (reason.endsWith(".") ? "" : ".")
                        + " Mend what it names, then ask again; nothing was changed.",
                cause);
        this.action = action;
        this.code = code;
        this.reason = reason;
    }

    /** The action that was refused. */
    public String action() {
        return action;
    }

    /** The service's own error code. */
    public String code() {
        return code;
    }

    /** The service's own text. */
    public String reason() {
        return reason;
    }
}
