package org.floatingip.spi;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.floatingip.HostId;
import org.jspecify.annotations.Nullable;

/** What was observed on a host. */
public final class HostReport implements Serializable {

    private static final long serialVersionUID = 1L;

    private final HostId host;
    private final boolean accepts;
    private final boolean changed;
    private final String detail;
    private final boolean standing;
    private final @Nullable Duration lease;

    private HostReport(
            HostId host, boolean accepts, boolean changed, String detail, boolean standing, @Nullable Duration lease) {
        this.host = Objects.requireNonNull(host, "host");
        this.accepts = accepts;
        this.changed = changed;
        this.detail = Objects.requireNonNull(detail, "detail");
        this.standing = standing;
        this.lease = lease;
    }

    /**
     * A report.
     *
     * @param accepts whether the host accepts the address now
     * @param changed whether this call changed that
     * @param detail what was seen or done, for people
     */
    public static HostReport of(HostId host, boolean accepts, boolean changed, String detail) {
        return new HostReport(host, accepts, changed, detail, false, null);
    }

    /** The same, from a configurator whose hosts accept the address for good: see {@link #standing()}. */
    public HostReport asStanding() {
        return new HostReport(host, accepts, changed, detail, true, lease);
    }

    /** The same, of a host that goes on accepting the address for that time, and then stops by itself: see {@link #lease()}. */
    public HostReport withLease(Duration left) {
        return new HostReport(host, accepts, changed, detail, standing, Objects.requireNonNull(left, "left"));
    }

    public HostId host() {
        return host;
    }

    /** Whether the host accepts the address now. */
    public boolean accepts() {
        return accepts;
    }

    /** Whether the call that this reports changed that. */
    public boolean changed() {
        return changed;
    }

    /** What was seen or done, for people. */
    public String detail() {
        return detail;
    }

    /**
     * Whether hosts accept the address for good, whether they hold it or not: then the engine neither makes the previous
     * holder drop it after a move, nor the target after one that failed. False unless said.
     */
    public boolean standing() {
        return standing;
    }

    /**
     * How long the host goes on accepting the address from when this was observed, unless that is renewed: rounded up to seconds.
     * Empty where it does not stop by itself, or does not accept the address.
     */
    public Optional<Duration> lease() {
        return Optional.ofNullable(lease);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostReport that
                && host.equals(that.host)
                && accepts == that.accepts
                && changed == that.changed
                && detail.equals(that.detail)
                && standing == that.standing
                && Objects.equals(lease, that.lease);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, accepts, changed, detail, standing, lease);
    }

    @Override
    public String toString() {
        return host + (accepts ? " accepts it" : " does not accept it") + (changed ? " since now" : "") + ": " + detail;
    }
}
