package org.floatingip.failure;

import java.time.Duration;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.internal.text.Durations;
import org.jspecify.annotations.Nullable;

/** The deadline passed, or the thread was interrupted, before anything was changed. */
public final class OutOfTimeException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final Duration timeout;

    /**
     * Creates the exception.
     *
     * @param doing what was being done, as a phrase
     * @param timeout the time that the operation had
     * @param interrupted whether an interrupt ended it, not the deadline
     * @param cause the last failure, or null
     */
    public OutOfTimeException(String doing, Duration timeout, boolean interrupted, @Nullable Throwable cause) {
        super(
                Effect.NONE,
                (interrupted ? "interrupted" : "the timeout of " + Durations.text(timeout) + " passed") + " while "
                        + doing
                        + "; nothing was changed. Try again, with more time if the service is slow."
                        + (cause instanceof FloatingIpException ? " Last failure: " + cause.getMessage() : ""),
                cause);
        this.timeout = timeout;
    }

    /** Returns true: nothing was changed, and the operation can be tried again as it was. */
    @Override
    public boolean retryable() {
        return true;
    }

    /** Returns the time that the operation had. */
    public Duration timeout() {
        return timeout;
    }
}
