package org.floatingip.spi;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.floatingip.HostId;
import org.jspecify.annotations.Nullable;

/** What a {@link HostNetworkConfigurator} observed on a host for one address. Immutable. */
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
     * Returns a report.
     *
     * @param accepts whether the host accepts the address now
     * @param changed whether this call changed that
     * @param detail what was seen or done, for people
     */
    public static HostReport of(HostId host, boolean accepts, boolean changed, String detail) {
        return new HostReport(host, accepts, changed, detail, false, null);
    }

    /**
     * Returns the same report from a configurator whose hosts accept the address permanently; see {@link #standing()}.
     */
    public HostReport asStanding() {
        return new HostReport(host, accepts, changed, detail, true, lease);
    }

    /**
     * Returns the same report for a host that stops accepting the address after the given time; see {@link #lease()}.
     */
    public HostReport withLease(Duration left) {
        return new HostReport(host, accepts, changed, detail, standing, Objects.requireNonNull(left, "left"));
    }

    public HostId host() {
        return host;
    }

    /** Returns whether the host accepts the address now. */
    public boolean accepts() {
        return accepts;
    }

    /** Returns whether the call changed that. */
    public boolean changed() {
        return changed;
    }

    /** Returns what was seen or done, for people. */
    public String detail() {
        return detail;
    }

    /**
     * Returns whether hosts accept the address permanently, whether they hold it or not. The engine then does not make
     * the previous holder drop it after a move, nor the target after a failed one. Default false.
     */
    public boolean standing() {
        return standing;
    }

    /**
     * Returns how long the host goes on accepting the address without a renewal, counted from this observation and
     * rounded up to seconds. Empty if it accepts the address without a limit, or not at all.
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
