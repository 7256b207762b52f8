package org.floatingip.doctor;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.internal.text.Durations;
import org.jspecify.annotations.Nullable;

/** What {@link FloatingIp#doctor(String...)} found, as it was at one time. Nothing was changed for it. */
public final class Diagnosis implements Serializable {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<HostId> hosts;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Finding> findings;

    private final Instant startedAt;
    private final Duration elapsed;

    private Diagnosis(
            IpAddress address, List<HostId> hosts, List<Finding> findings, Instant startedAt, Duration elapsed) {
        this.address = Objects.requireNonNull(address, "address");
        this.hosts = List.copyOf(hosts);
        this.findings = List.copyOf(findings);
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
    }

    /** A diagnosis; for the engine, and for tests of code that takes one. */
    public static Diagnosis of(
            IpAddress address, List<HostId> hosts, List<Finding> findings, Instant startedAt, Duration elapsed) {
        return new Diagnosis(address, hosts, findings, startedAt, elapsed);
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** The hosts that were asked about, each once, in the order given. */
    public List<HostId> hosts() {
        return hosts;
    }

    /** All that was looked at, in the order in which it was. */
    public List<Finding> findings() {
        return findings;
    }

    /** Those of that severity. */
    public List<Finding> findings(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /** Whether there is no problem, and everything that should be known is: warnings there may be. */
    public boolean healthy() {
        return worst().compareTo(Severity.UNKNOWN) < 0;
    }

    /** The severity of the worst finding. */
    public Severity worst() {
        return findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.UNKNOWN);
    }

    /** When it began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** How long it took, by the monotonic clock. */
    public Duration elapsed() {
        return elapsed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Diagnosis that
                && address.equals(that.address)
                && hosts.equals(that.hosts)
                && findings.equals(that.findings)
                && startedAt.equals(that.startedAt)
                && elapsed.equals(that.elapsed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, hosts, findings, startedAt, elapsed);
    }

    /** The verdict, then a line for each finding, the worst first. */
    @Override
    public String toString() {
        return address + " on " + hosts + ": " + (healthy() ? "healthy" : "not healthy") + " (worst: " + worst() + ", "
                + Durations.text(elapsed) + ")"
                + findings.stream()
                        .sorted(Comparator.comparing(Finding::severity).reversed())
                        .map(finding -> "\n  " + finding)
                        .collect(Collectors.joining());
    }
}
