package org.floatingip.failure;

import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.internal.text.Holders;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else moved the address during this move, and holds it now. The move stopped, and did not take the address
 * back. {@link #effect()} says whether the target had it in between.
 */
public final class SupersededException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final HostId target;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> observed;

    /**
     * Creates the exception.
     *
     * @param effect what is known about this move's own change
     * @param address the floating IP
     * @param target the host that should have got the address
     * @param observed the holders that were seen; empty if nobody holds it by now
     * @param cause the failure after which the engine looked again, or null
     */
    public SupersededException(
            Effect effect, IpAddress address, HostId target, List<Holder> observed, @Nullable Throwable cause) {
        super(
                effect,
                address + " was moved by somebody else while it was on its way to " + target + ": "
                        + (observed.isEmpty()
                                ? "nobody holds it now. Find out who took it away; then move it again, allowing that it is held by"
                                        + " nobody (orUnheld(), --or-unheld)."
                                : "it is now on " + Holders.join(observed)
                                        + ", and was left there. Find out who moves it before you move it again."),
                cause);
        this.address = address;
        this.target = target;
        this.observed = List.copyOf(observed);
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the host that should have got the address. */
    public HostId target() {
        return target;
    }

    /** Returns the holders that were seen. */
    public List<Holder> observed() {
        return observed;
    }
}
