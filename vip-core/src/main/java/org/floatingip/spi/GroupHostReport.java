package org.floatingip.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;

/**
 * What a host that was told of several addresses came to: for each of them a report, or what failed. Immutable, in the order
 * in which the addresses were added.
 */
public final class GroupHostReport {

    private final Map<IpAddress, HostReport> reports;
    private final Map<IpAddress, FloatingIpException> failures;

    private GroupHostReport(Builder builder) {
        this.reports = Collections.unmodifiableMap(new LinkedHashMap<>(builder.reports));
        this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(builder.failures));
    }

    /** Starts an answer. */
    public static Builder builder() {
        return new Builder();
    }

    /** What was observed of the addresses that did not fail. */
    public Map<IpAddress, HostReport> reports() {
        return reports;
    }

    /** The addresses that failed, and why. */
    public Map<IpAddress, FloatingIpException> failures() {
        return failures;
    }

    @Override
    public String toString() {
        return reports + (failures.isEmpty() ? "" : ", failed: " + failures);
    }

    /** Builds a {@link GroupHostReport}. An address that is added twice is as it was added last. Not safe for several threads. */
    public static final class Builder {

        private final Map<IpAddress, HostReport> reports = new LinkedHashMap<>();
        private final Map<IpAddress, FloatingIpException> failures = new LinkedHashMap<>();

        private Builder() {}

        /** That was observed of the address. */
        public Builder add(IpAddress address, HostReport report) {
            failures.remove(Objects.requireNonNull(address, "address"));
            reports.put(address, Objects.requireNonNull(report, "report"));
            return this;
        }

        /** That failed for the address. */
        public Builder fail(IpAddress address, FloatingIpException failure) {
            reports.remove(Objects.requireNonNull(address, "address"));
            failures.put(address, Objects.requireNonNull(failure, "failure"));
            return this;
        }

        public GroupHostReport build() {
            return new GroupHostReport(this);
        }
    }
}
