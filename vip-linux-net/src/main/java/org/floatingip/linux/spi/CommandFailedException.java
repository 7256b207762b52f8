package org.floatingip.linux.spi;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command could not be run, or its end was not seen. */
public final class CommandFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. */
    public enum Reason {
        /** There was no way to the host: no connection, or it broke. It may pass. */
        UNREACHABLE,
        /** It did not end in time, and may go on running. */
        TIMED_OUT,
        /** The calling thread was interrupted; the command may go on running. The interrupt flag is set again. */
        INTERRUPTED,
        /** The host would not let us in. */
        DENIED,
        /** The host is not known, or not the one that is known by that name. */
        HOST_KEY,
        /** The program that should run it is not there or did not start, or what it printed was too much. */
        NOT_RUN
    }

    private final Reason reason;

    /**
     * @param reason what kind of failure it was
     * @param message what went wrong, without a full stop
     * @param cause what this was made from, or null
     */
    public CommandFailedException(Reason reason, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** What kind of failure it was. */
    public Reason reason() {
        return reason;
    }

    /** What went wrong, without a full stop; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "message");
    }
}
