package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The host and interface that the network says hold an address now.
 *
 * <p>An interface that is attached to no host is a holder too: its {@link #host()} is then the interface's own id.
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

    /** A holder that has the address beside a primary one of its own, as a floating IP should be held. */
    public static Holder of(HostId host, String interfaceId) {
        return new Holder(host, interfaceId, false);
    }

    /** A holder whose own, primary address this is: it can't be moved away. */
    public static Holder ofPrimary(HostId host, String interfaceId) {
        return new Holder(host, interfaceId, true);
    }

    /** The host; the interface's own id where it is attached to none. */
    public HostId host() {
        return host;
    }

    /** The network's id of the interface, in EC2 {@code eni-...}. */
    public String interfaceId() {
        return interfaceId;
    }

    /** Whether the address is the interface's primary one. */
    public boolean primary() {
        return primary;
    }

    /** Whether {@code id} names this holder: its host, or its interface. */
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

    /** For example {@code i-0a (eni-0a)}, or {@code i-0a (eni-0a, primary)}. */
    @Override
    public String toString() {
        if (host.value().equals(interfaceId)) {
            return primary ? interfaceId + " (primary)" : interfaceId;
        }
        return host + " (" + interfaceId + (primary ? ", primary)" : ")");
    }
}
