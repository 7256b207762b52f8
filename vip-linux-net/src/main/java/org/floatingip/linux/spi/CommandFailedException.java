package org.floatingip.linux.spi;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when a command could not be run, or its end was not observed. */
public final class CommandFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Reason {
        /** The host can't be reached, or the connection broke. The failure may be temporary. */
        UNREACHABLE,
        /** The command did not end in time, and may go on running. */
        TIMED_OUT,
        /** The calling thread was interrupted; the command may go on running. The interrupt flag is set again. */
        INTERRUPTED,
        /** The host denied access. */
        DENIED,
        /** The host's key is unknown, or differs from the known one. */
        HOST_KEY,
        /** The program is missing or did not start, or its output was too large. */
        NOT_RUN
    }

    private final Reason reason;

    /**
     * Creates the exception.
     *
     * @param reason the kind of failure
     * @param message what went wrong, without a full stop
     * @param cause the cause, or null
     */
    public CommandFailedException(Reason reason, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns the kind of failure. */
    public Reason reason() {
        return reason;
    }

    /** Returns what went wrong, without a full stop; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "message");
    }
}
