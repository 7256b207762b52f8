package org.floatingip.testkit.hosts;

import java.time.Duration;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.PermissionDeniedException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a host of {@link InMemoryHosts}; put there by {@link InMemoryHosts#fault}. Immutable. */
public final class HostFault {

    /** What a host with this fault does. */
    enum Kind {
        UNREACHABLE,
        PERMISSION_DENIED,
        READ_ONLY_DISK,
        SLOW,
        FROZEN
    }

    private final Kind kind;
    private final Duration delay;

    private HostFault(Kind kind, Duration delay) {
        this.kind = kind;
        this.delay = delay;
    }

    /** No call reaches it: {@link HostUnreachableException}. */
    public static HostFault unreachable() {
        return new HostFault(Kind.UNREACHABLE, Duration.ZERO);
    }

    /** It lets us look, and change nothing: {@link PermissionDeniedException} for a change. */
    public static HostFault permissionDenied() {
        return new HostFault(Kind.PERMISSION_DENIED, Duration.ZERO);
    }

    /** It can't persist anything: {@link HostConfigurationException} for a change, which leaves it as it was. */
    public static HostFault readOnlyDisk() {
        return new HostFault(Kind.READ_ONLY_DISK, Duration.ZERO);
    }

    /**
     * Every call takes that long, by the ticker of {@link InMemoryHosts#create(org.floatingip.spi.Ticker)}. With less budget it
     * is a {@link HostUnreachableException} when the budget is over, and a change has happened all the same: so it is
     * with a real host that answers too late.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static HostFault slow(Duration delay) {
        if (Objects.requireNonNull(delay, "delay").isNegative()) {
            throw new IllegalArgumentException("a delay can't be negative: " + delay);
        }
        return new HostFault(Kind.SLOW, delay);
    }

    /**
     * It answers nothing and does nothing, as a machine that is paused or out of memory: every call takes its whole budget,
     * by the ticker of {@link InMemoryHosts#create(org.floatingip.spi.Ticker)}, and is a {@link HostUnreachableException}
     * then. What it accepted, it still accepts.
     */
    public static HostFault frozen() {
        return new HostFault(Kind.FROZEN, Duration.ZERO);
    }

    /** Whether it is one of those that let calls wait. */
    boolean takesTime() {
        return kind == Kind.SLOW || kind == Kind.FROZEN;
    }

    boolean isFrozen() {
        return kind == Kind.FROZEN;
    }

    Duration delay() {
        return delay;
    }

    /** What a call fails with before it does anything; null if it doesn't. */
    @Nullable
    FloatingIpException failure(HostId host, boolean change) {
        return switch (kind) {
            case UNREACHABLE -> new HostUnreachableException(host, "cut off by the test", null);
            case PERMISSION_DENIED ->
                change ? new PermissionDeniedException("changing addresses of host " + host, null) : null;
            case READ_ONLY_DISK ->
                change
                        ? new HostConfigurationException(
                                host, "could not write the stanza: Read-only file system", null)
                        : null;
            case SLOW, FROZEN -> null;
        };
    }

    @Override
    public String toString() {
        return kind + (delay.isZero() ? "" : " by " + delay.toMillis() + " ms");
    }
}
