package org.floatingip.dns;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/**
 * A registration of several DNS records failed after some were registered. Repeat the same registration to complete it:
 * records that are there already are kept.
 */
public final class PartlyRegisteredException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final DnsChange done;
    private final boolean retryable;

    /**
     * Creates the exception.
     *
     * @param done the records that were changed or kept before the failure
     * @param all how many records were to be registered
     * @param retryable whether the failure may pass by itself
     * @param cause the failure, or null
     */
    public PartlyRegisteredException(DnsChange done, int all, boolean retryable, @Nullable Throwable cause) {
        super(
                Effect.APPLIED,
                done.records().size() + " of " + all + " records are registered; then a request failed: see the cause."
                        + " Mend what it names, then register the same records again: the registered ones are kept.",
                cause);
        this.done = done;
        this.retryable = retryable;
    }

    /** Returns the records that were changed or kept before the failure. */
    public DnsChange done() {
        return done;
    }

    /** Returns whether the failure may pass by itself. */
    @Override
    public boolean retryable() {
        return retryable;
    }
}
