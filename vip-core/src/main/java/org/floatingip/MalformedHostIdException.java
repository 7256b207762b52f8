package org.floatingip;

import org.jspecify.annotations.Nullable;

/** The id does not have the form that the network's ids have, so no host can ever have it. */
public final class MalformedHostIdException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final HostId host;

    private final String expected;

    /**
     * @param host the host or interface that was asked for
     * @param expected the form that ids have
     * @param cause the network's own answer, or null where a reading showed it
     */
    public MalformedHostIdException(HostId host, String expected, @Nullable Throwable cause) {
        super("not a host id: \"" + host + "\": expected " + expected + ". Nothing was changed.", cause);
        this.host = host;
        this.expected = expected;
    }

    /** The host or interface that was asked for. */
    public HostId host() {
        return host;
    }

    /** The form that ids have. */
    public String expected() {
        return expected;
    }
}
