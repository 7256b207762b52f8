package org.floatingip.testkit.hosts;

import java.time.Duration;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.PermissionDeniedException;
import org.jspecify.annotations.Nullable;

/** A fault of a host of {@link InMemoryHosts}, injected by {@link InMemoryHosts#fault}. Immutable. */
public final class HostFault {

    /** The kinds of faults. */
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

    /** Makes every call fail with {@link HostUnreachableException}. */
    public static HostFault unreachable() {
        return new HostFault(Kind.UNREACHABLE, Duration.ZERO);
    }

    /** Makes changes fail with {@link PermissionDeniedException}; readings succeed. */
    public static HostFault permissionDenied() {
        return new HostFault(Kind.PERMISSION_DENIED, Duration.ZERO);
    }

    /** Makes changes fail with {@link HostConfigurationException}, without effect, since the host can't persist anything. */
    public static HostFault readOnlyDisk() {
        return new HostFault(Kind.READ_ONLY_DISK, Duration.ZERO);
    }

    /**
     * Delays every call by the given time, by the ticker of {@link InMemoryHosts#create(org.floatingip.spi.Ticker)}. A call with
     * a smaller budget fails with {@link HostUnreachableException} when the budget is over; a change has taken effect all the
     * same, as on a real host that answers too late.
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
     * Freezes the host, like a machine that is paused or out of memory. Every call takes its whole budget, by the ticker of
     * {@link InMemoryHosts#create(org.floatingip.spi.Ticker)}, has no effect, and then fails with {@link
     * HostUnreachableException}. The host goes on accepting the addresses that it accepted.
     */
    public static HostFault frozen() {
        return new HostFault(Kind.FROZEN, Duration.ZERO);
    }

    /** Returns whether the fault makes calls wait. */
    boolean takesTime() {
        return kind == Kind.SLOW || kind == Kind.FROZEN;
    }

    boolean isFrozen() {
        return kind == Kind.FROZEN;
    }

    Duration delay() {
        return delay;
    }

    /** Returns the exception of a call before it takes effect; null if it has none. */
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
