package org.floatingip.event;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/** Identifies an operation: the same in all of its events. Immutable. */
public final class OperationInfo {

    /**
     * The key in the logging context (SLF4J's MDC) that holds {@link #id()} while an operation runs on a thread, and
     * while a listener is called for it.
     */
    public static final String MDC_KEY = "vip.operation";

    private final String id;
    private final OperationKind kind;
    private final List<IpAddress> addresses;
    private final @Nullable HostId target;
    private final @Nullable HostId from;
    private final Instant startedAt;

    private OperationInfo(Builder builder) {
        this.id = builder.id;
        this.kind = builder.kind;
        this.addresses = builder.addresses;
        this.target = builder.target;
        this.from = builder.from;
        this.startedAt = Objects.requireNonNull(builder.startedAt, "startedAt");
    }

    /**
     * Starts a description of an operation. For the engine, and for tests of a listener. The start time is required.
     *
     * @param id identifies the operation
     */
    public static Builder builder(String id, OperationKind kind) {
        return new Builder(id, kind);
    }

    /**
     * Returns the id of the operation. It is unique, and stands in the events, results, exceptions and log lines of the
     * operation. Several addresses that move together are one operation.
     */
    public String id() {
        return id;
    }

    /** Returns what was asked for. */
    public OperationKind kind() {
        return kind;
    }

    /**
     * Returns the addresses of the request, in order. For an evacuation these are all of the group, whether the host
     * holds them or not.
     */
    public List<IpAddress> addresses() {
        return addresses;
    }

    /** Returns the host that should get the addresses; null for a release and for settling. */
    public @Nullable HostId target() {
        return target;
    }

    /**
     * Returns the host that should lose the addresses: the host that is evacuated, released from or settled, or the
     * holder that the caller of a move named. Null if the caller named none.
     */
    public @Nullable HostId from() {
        return from;
    }

    /** Returns when the operation began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns one line for people and logs, for example {@code [4be0643f1d98573b] move of 10.0.1.12 to i-0b}. */
    @Override
    public String toString() {
        String several = addresses.size() == 1 ? addresses.get(0).toString() : addresses.size() + " addresses";
        return "[" + id + "] " + kind.name().toLowerCase(Locale.ROOT) + " of " + several
                + (from == null ? "" : " from " + from)
                + (target == null ? "" : " to " + target);
    }

    /** Builds an {@link OperationInfo}. Not safe for use by several threads. */
    public static final class Builder {

        private final String id;
        private final OperationKind kind;
        private List<IpAddress> addresses = List.of();
        private @Nullable HostId target;
        private @Nullable HostId from;
        private @Nullable Instant startedAt;

        private Builder(String id, OperationKind kind) {
            this.id = Objects.requireNonNull(id, "id");
            this.kind = Objects.requireNonNull(kind, "kind");
        }

        public Builder addresses(List<IpAddress> addresses) {
            this.addresses = List.copyOf(addresses);
            return this;
        }

        /** Sets the target; default null. */
        public Builder target(@Nullable HostId target) {
            this.target = target;
            return this;
        }

        /** Sets the host that should lose the addresses; default null. */
        public Builder from(@Nullable HostId from) {
            this.from = from;
            return this;
        }

        public Builder startedAt(Instant startedAt) {
            this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
            return this;
        }

        /**
         * Builds the description.
         *
         * @throws NullPointerException if no start time was given
         */
        public OperationInfo build() {
            return new OperationInfo(this);
        }
    }
}
