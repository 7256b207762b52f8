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

/** The findings of {@link FloatingIp#doctor(String...)} at one time. The doctor changes nothing. */
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

    /** Returns a diagnosis. For the engine, and for tests of code that takes one. */
    public static Diagnosis of(
            IpAddress address, List<HostId> hosts, List<Finding> findings, Instant startedAt, Duration elapsed) {
        return new Diagnosis(address, hosts, findings, startedAt, elapsed);
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the hosts that were checked, each once, in the order given. */
    public List<HostId> hosts() {
        return hosts;
    }

    /** Returns all findings, in the order of the checks. */
    public List<Finding> findings() {
        return findings;
    }

    /** Returns the findings of the given severity. */
    public List<Finding> findings(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /** Returns whether there is no problem and nothing unknown. There may be warnings. */
    public boolean healthy() {
        return worst().compareTo(Severity.UNKNOWN) < 0;
    }

    /** Returns the severity of the worst finding. */
    public Severity worst() {
        return findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.UNKNOWN);
    }

    /** Returns when the diagnosis began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns how long the diagnosis took, by the monotonic clock. */
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

    /** Returns the verdict, then a line for each finding, the worst first. */
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
