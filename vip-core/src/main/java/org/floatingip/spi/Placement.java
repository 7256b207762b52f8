package org.floatingip.spi;

import java.io.Serializable;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.jspecify.annotations.Nullable;

/** A target that was resolved and checked: the interface that will hold the address, with room for it. Immutable. */
public final class Placement implements Serializable {

    private static final long serialVersionUID = 1L;

    private final HostId host;
    private final String interfaceId;
    private final @Nullable String macAddress;
    private final @Nullable String subnetId;
    private final @Nullable String reason;

    private Placement(Builder builder) {
        this.host = builder.host;
        this.interfaceId = builder.interfaceId;
        this.macAddress = builder.macAddress;
        this.subnetId = builder.subnetId;
        this.reason = builder.reason;
    }

    /**
     * Starts a placement.
     *
     * @param host the host; the interface's own id if it is attached to none
     * @param interfaceId the network's id of the interface
     */
    public static Builder builder(HostId host, String interfaceId) {
        return new Builder(host, interfaceId);
    }

    /** Returns the host; the interface's own id if it is attached to none. */
    public HostId host() {
        return host;
    }

    /** Returns the network's id of the interface, in EC2 {@code eni-...}. */
    public String interfaceId() {
        return interfaceId;
    }

    /**
     * Returns the interface's MAC address, by which the host finds the same interface; null if the network does not
     * say.
     */
    public @Nullable String macAddress() {
        return macAddress;
    }

    /** Returns the subnet of interface and address; null if the network has none. */
    public @Nullable String subnetId() {
        return subnetId;
    }

    /** Returns why this interface was chosen, in words for people; null if there is nothing to say. */
    public @Nullable String reason() {
        return reason;
    }

    /** Returns whether this is the same interface of the same host, whatever its other properties. */
    public boolean isSameInterface(Placement other) {
        return host.equals(other.host) && interfaceId.equals(other.interfaceId);
    }

    /** Returns this placement as a holder of the address. */
    public Holder asHolder() {
        return Holder.of(host, interfaceId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Placement that
                && host.equals(that.host)
                && interfaceId.equals(that.interfaceId)
                && Objects.equals(macAddress, that.macAddress)
                && Objects.equals(subnetId, that.subnetId)
                && Objects.equals(reason, that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, interfaceId, macAddress, subnetId, reason);
    }

    /** Returns text such as {@code i-0b (eni-0b) in subnet-1}. */
    @Override
    public String toString() {
        return asHolder() + (subnetId == null ? "" : " in " + subnetId);
    }

    /** Builds a {@link Placement}. Not safe for use by several threads. */
    public static final class Builder {

        private final HostId host;
        private final String interfaceId;
        private @Nullable String macAddress;
        private @Nullable String subnetId;
        private @Nullable String reason;

        private Builder(HostId host, String interfaceId) {
            this.host = Objects.requireNonNull(host, "host");
            this.interfaceId = Objects.requireNonNull(interfaceId, "interfaceId");
        }

        /** Sets the interface's MAC address; default null. */
        public Builder macAddress(@Nullable String macAddress) {
            this.macAddress = macAddress;
            return this;
        }

        /** Sets the subnet of interface and address; default null, for a network that has none. */
        public Builder subnetId(@Nullable String subnetId) {
            this.subnetId = subnetId;
            return this;
        }

        /** Sets why this interface was chosen, in words for people; default null. */
        public Builder reason(@Nullable String reason) {
            this.reason = reason;
            return this;
        }

        public Placement build() {
            return new Placement(this);
        }
    }
}
