package org.floatingip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several interfaces of the target could take the address, and the library does not guess. */
public final class AmbiguousInterfaceException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    private final HostId target;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> candidates;

    /**
     * @param address the floating IP
     * @param target the host that was asked for
     * @param candidates the ids of the interfaces that could take it
     * @param cause the network's own answer, or null where a reading showed it
     */
    public AmbiguousInterfaceException(
            IpAddress address, HostId target, List<String> candidates, @Nullable Throwable cause) {
        super(
                "host " + target + " has several interfaces in the subnet of " + address + ": "
                        + String.join(", ", candidates) + ". Name one of them as the target; nothing was changed.",
                cause);
        this.address = address;
        this.target = target;
        this.candidates = List.copyOf(candidates);
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** The host that was asked for. */
    public HostId target() {
        return target;
    }

    /** The ids of the interfaces that could take it. */
    public List<String> candidates() {
        return candidates;
    }
}
