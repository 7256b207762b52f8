package org.floatingip.event;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/** Which operation it is: the same in all of its events. Immutable. */
public final class OperationInfo {

    /**
     * The key in the logging context (SLF4J's MDC) under which {@link #id()} stands while an operation is under way on a thread,
     * and while a listener is told of it.
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
     * Starts one; for the engine, and for tests of a listener. The start is required.
     *
     * @param id tells it from all other operations
     */
    public static Builder builder(String id, OperationKind kind) {
        return new Builder(id, kind);
    }

    /**
     * Tells this operation from all others; the same in its events, its results, its exceptions and its lines in the log. Of
     * several addresses that move together there is one.
     */
    public String id() {
        return id;
    }

    /** What was asked for. */
    public OperationKind kind() {
        return kind;
    }

    /** The addresses for which it was asked, in order; of an evacuation all of the group, whether the host holds them or not. */
    public List<IpAddress> addresses() {
        return addresses;
    }

    /** Who shall get the addresses; null for a release and for settling. */
    public @Nullable HostId target() {
        return target;
    }

    /**
     * Who shall not have the addresses any more: the host that is evacuated, released from or settled, the holder that a move
     * was told to take them from. Null where the caller named none.
     */
    public @Nullable HostId from() {
        return from;
    }

    /** When it began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** For people and logs, for example {@code [4be0643f1d98573b] move of 10.0.1.12 to i-0b}. */
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

        /** Default null. */
        public Builder target(@Nullable HostId target) {
            this.target = target;
            return this;
        }

        /** Default null. */
        public Builder from(@Nullable HostId from) {
            this.from = from;
            return this;
        }

        public Builder startedAt(Instant startedAt) {
            this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws NullPointerException if the start was not given
         */
        public OperationInfo build() {
            return new OperationInfo(this);
        }
    }
}
