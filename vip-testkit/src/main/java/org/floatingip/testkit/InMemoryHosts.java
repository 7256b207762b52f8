package org.floatingip.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.HostUnreachableException;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * The hosts' side of moves, in memory: which host accepts which address, and a history of how it came to that. Hosts can be
 * cut off, or made to fail. Safe for use by several threads.
 */
public final class InMemoryHosts implements HostNetworkConfigurator {

    private final Map<HostId, Set<IpAddress>> accepted = new HashMap<>();
    private final Map<HostId, FloatingIpException> failing = new HashMap<>();
    private final List<String> history = new ArrayList<>();

    private InMemoryHosts() {}

    /** Hosts that accept nothing yet. */
    public static InMemoryHosts create() {
        return new InMemoryHosts();
    }

    /** Whether the host accepts the address. */
    public synchronized boolean accepts(HostId host, IpAddress address) {
        return accepted.getOrDefault(host, Set.of()).contains(address);
    }

    /** Like {@link #accepts(HostId, IpAddress)}. */
    public boolean accepts(String host, String address) {
        return accepts(HostId.of(host), IpAddress.of(address));
    }

    /** Lets the host accept the address, without any trace in the history. */
    public synchronized void set(String host, String address) {
        accepted.computeIfAbsent(HostId.of(host), key -> new HashSet<>()).add(IpAddress.of(address));
    }

    /** Cuts the host off: every call for it fails until {@link #mend}. */
    public void cutOff(String host) {
        fail(host, new HostUnreachableException(HostId.of(host), "cut off by the test", null));
    }

    /** Lets every call for the host fail with that, until {@link #mend}. */
    public synchronized void fail(String host, FloatingIpException failure) {
        failing.put(HostId.of(host), Objects.requireNonNull(failure, "failure"));
    }

    /** Lets the host work again. */
    public synchronized void mend(String host) {
        failing.remove(HostId.of(host));
    }

    /** Every change and every failure so far, in order, each as a sentence. */
    public synchronized List<String> history() {
        return List.copyOf(history);
    }

    @Override
    public synchronized HostReport inspect(IpAddress address, Placement placement, Duration budget) {
        check(placement.host(), "inspect", address);
        boolean accepts = accepts(placement.host(), address);
        return HostReport.of(placement.host(), accepts, false, accepts ? "it has the address" : "it lacks the address");
    }

    @Override
    public synchronized HostReport accept(IpAddress address, Placement placement, Duration budget) {
        check(placement.host(), "accept", address);
        boolean changed = accepted.computeIfAbsent(placement.host(), key -> new HashSet<>())
                .add(address);
        return report(placement.host(), address, true, changed);
    }

    @Override
    public synchronized HostReport refuse(IpAddress address, Holder holder, Duration budget) {
        check(holder.host(), "refuse", address);
        boolean changed =
                accepted.computeIfAbsent(holder.host(), key -> new HashSet<>()).remove(address);
        return report(holder.host(), address, false, changed);
    }

    private void check(HostId host, String action, IpAddress address) {
        @Nullable FloatingIpException failure = failing.get(host);
        if (failure != null) {
            history.add(host + " failed to " + action + " " + address);
            throw failure;
        }
    }

    private HostReport report(HostId host, IpAddress address, boolean accepts, boolean changed) {
        String what = host + (accepts ? " accepts " : " refuses ") + address;
        if (changed) {
            history.add(what);
        }
        return HostReport.of(host, accepts, changed, changed ? what : what + " already");
    }
}
