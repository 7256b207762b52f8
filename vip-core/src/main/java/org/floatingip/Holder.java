package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host and its interface that hold an address now, as the network says. Immutable.
 *
 * <p>An interface that is attached to no host is a holder too: its {@link #host()} is then the interface's own id. So is whatever
 * else the network sends the address to that is no host, by its own id: it {@linkplain #hasHost() has no host}.
 */
public final class Holder implements Serializable {

    private static final long serialVersionUID = 1L;

    private final HostId host;
    private final String interfaceId;
    private final boolean primary;

    private Holder(HostId host, String interfaceId, boolean primary) {
        this.host = Objects.requireNonNull(host, "host");
        this.interfaceId = Objects.requireNonNull(interfaceId, "interfaceId");
        this.primary = primary;
    }

    /** Returns a holder that has the address besides its own primary one, as a floating IP should be held. */
    public static Holder of(HostId host, String interfaceId) {
        return new Holder(host, interfaceId, false);
    }

    /** Returns a holder whose own primary address this is; it can't be moved away. */
    public static Holder ofPrimary(HostId host, String interfaceId) {
        return new Holder(host, interfaceId, true);
    }

    /** Returns the host; the interface's own id if it is attached to none. */
    public HostId host() {
        return host;
    }

    /**
     * Returns whether there is a host behind the interface, which can be made to accept or to drop the address. False if {@link
     * #host()} is the interface's own id.
     */
    public boolean hasHost() {
        return !host.value().equals(interfaceId);
    }

    /** Returns the network's id of the interface, in EC2 {@code eni-...}. */
    public String interfaceId() {
        return interfaceId;
    }

    /** Returns whether the address is the primary one of the interface. */
    public boolean primary() {
        return primary;
    }

    /** Returns whether {@code id} names the host or the interface of this holder. */
    public boolean isOn(HostId id) {
        return host.equals(id) || interfaceId.equals(id.value());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Holder that
                && host.equals(that.host)
                && interfaceId.equals(that.interfaceId)
                && primary == that.primary;
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, interfaceId, primary);
    }

    /** Returns text such as {@code i-0a (eni-0a)}, or {@code i-0a (eni-0a, primary)}. */
    @Override
    public String toString() {
        if (!hasHost()) {
            return primary ? interfaceId + " (primary)" : interfaceId;
        }
        return host + " (" + interfaceId + (primary ? ", primary)" : ")");
    }
}
