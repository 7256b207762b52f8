package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.jspecify.annotations.Nullable;

/** A host can't be reached to configure it. This says nothing about who holds the address. */
public final class HostUnreachableException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final HostId host;
    private final String why;

    /**
     * Creates the exception. The failure did not change the network.
     *
     * @param host the host
     * @param why what went wrong, without a full stop
     * @param cause the cause, or null
     */
    public HostUnreachableException(HostId host, String why, @Nullable Throwable cause) {
        super(
                Effect.NONE,
                "host " + host + " can't be reached: " + why
                        + ". Check the way there, then try again; nothing was changed in the network.",
                cause);
        this.host = host;
        this.why = why;
    }

    /** Returns the host. */
    public HostId host() {
        return host;
    }

    /** Returns what went wrong. */
    public String why() {
        return why;
    }

    /** Returns true. */
    @Override
    public boolean retryable() {
        return true;
    }
}
