package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/** There are no credentials, or the service does not accept them. */
public final class CredentialsException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    /**
     * Creates the exception.
     *
     * @param problem what is wrong with the credentials, without a full stop; never a credential itself
     * @param cause the network's own answer; null if there is none
     */
    public CredentialsException(String problem, @Nullable Throwable cause) {
        super(
                Effect.NONE,
                "credentials: " + problem + ". Provide valid credentials, then try again; nothing was changed.",
                cause);
        this.problem = problem;
    }

    /** Returns what is wrong with the credentials; never a credential itself. */
    public String problem() {
        return problem;
    }
}
