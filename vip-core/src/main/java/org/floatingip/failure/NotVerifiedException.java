package org.floatingip.failure;

import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.internal.text.Holders;
import org.jspecify.annotations.Nullable;

/**
 * The outcome is not known. A change was requested, but the network was not seen to show it before the deadline or an
 * interrupt. This is neither success nor failure. Run the same operation again.
 */
public final class NotVerifiedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final @Nullable List<Holder> observed;

    /**
     * Creates the exception.
     *
     * @param effect {@link Effect#APPLIED} if the network accepted the change, else {@link Effect#UNKNOWN}
     * @param address the floating IP
     * @param expected what should have been seen, in words
     * @param observed the last holders that the network showed after the request; null if it showed nothing
     * @param why what ended the wait
     * @param cause the last failure, or null
     */
    public NotVerifiedException(
            Effect effect,
            IpAddress address,
            String expected,
            @Nullable List<Holder> observed,
            String why,
            @Nullable Throwable cause) {
        super(
                effect,
                "not verified: " + address + " should be " + expected + ", "
                        + (observed == null ? "but nothing could be seen" : "last seen on " + Holders.join(observed))
                        + " (" + why
                        + "). The outcome is unknown: check who holds it, then run the same operation again.",
                cause);
        this.address = address;
        this.observed = observed == null ? null : List.copyOf(observed);
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the last holders that the network showed after the request; null if it showed nothing. */
    public @Nullable List<Holder> observed() {
        return observed;
    }
}
