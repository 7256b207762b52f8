package org.floatingip;

import org.jspecify.annotations.Nullable;

/** The host does not exist, exists no more (a terminated instance), or can't be the target of what was asked. */
public final class UnknownTargetException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final HostId host;

    private final String why;

    /**
     * @param host the host or interface that was asked for
     * @param why what the network says of it, or what speaks against it
     * @param cause the network's own answer, or null where a reading showed it
     */
    public UnknownTargetException(HostId host, String why, @Nullable Throwable cause) {
        super(
                "host " + host + " can't be used: " + why
                        + ". Check the id, the region and the account; nothing was changed.",
                cause);
        this.host = host;
        this.why = why;
    }

    /** The host or interface that was asked for. */
    public HostId host() {
        return host;
    }

    /** What the network says of it, or what speaks against it. */
    public String why() {
        return why;
    }
}
