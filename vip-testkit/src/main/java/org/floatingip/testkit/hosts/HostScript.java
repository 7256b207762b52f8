package org.floatingip.testkit.hosts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.jspecify.annotations.Nullable;

/** The faults of each host, and those that no call has met. Guarded by the lock of its hosts. */
final class HostScript {

    /** One fault of one host: a {@link HostFault}, or an exception for every call. */
    private static final class Entry {

        final @Nullable HostFault fault;
        final @Nullable FloatingIpException failure;
        final String words;
        boolean met;

        Entry(HostId host, @Nullable HostFault fault, @Nullable FloatingIpException failure) {
            this.fault = fault;
            this.failure = failure;
            this.words = "on " + host + ": "
                    + (fault != null
                            ? fault.toString()
                            : failure == null ? "" : failure.getClass().getSimpleName())
                    + ": was to be met once or more often, and was never met";
        }
    }

    private final Map<HostId, Entry> failing = new HashMap<>();
    private final Map<HostId, Entry> faulty = new HashMap<>();
    private final List<String> missed = new ArrayList<>();

    void set(HostId host, HostFault fault) {
        over(faulty.put(host, new Entry(host, fault, null)));
    }

    void fail(HostId host, FloatingIpException failure) {
        over(failing.put(host, new Entry(host, null, failure)));
    }

    void mend(HostId host) {
        over(failing.remove(host));
        over(faulty.remove(host));
    }

    private void over(@Nullable Entry entry) {
        if (entry != null && !entry.met) {
            missed.add(entry.words);
        }
    }

    /** Returns a sentence for each fault that no call met; ended faults come first. */
    List<String> unmet() {
        List<String> all = new ArrayList<>(missed);
        List.of(failing, faulty)
                .forEach(some -> some.values().stream()
                        .filter(entry -> !entry.met)
                        .map(entry -> entry.words)
                        .sorted()
                        .forEach(all::add));
        return all;
    }

    /** Returns the exception of a call before it takes effect, which has then met the fault; null if it has none. */
    @Nullable
    FloatingIpException failure(HostId host, boolean change) {
        Entry entry = failing.get(host);
        if (entry != null) {
            entry.met = true;
            return entry.failure;
        }
        return faultFailure(host, change);
    }

    /** Like {@link #failure}, for the {@link HostFault} alone. */
    @Nullable
    FloatingIpException faultFailure(HostId host, boolean change) {
        Entry entry = faulty.get(host);
        FloatingIpException failure = entry == null || entry.fault == null ? null : entry.fault.failure(host, change);
        if (entry != null && failure != null) {
            entry.met = true;
        }
        return failure;
    }

    /**
     * Returns the fault that makes a host's calls wait, which the call has then met; null if it has none.
     *
     * @param frozen whether to look for a host that never answers in time, or for one that answers late
     */
    @Nullable
    HostFault slowness(HostId host, boolean frozen) {
        Entry entry = faulty.get(host);
        HostFault fault = entry == null ? null : entry.fault;
        if (entry == null || fault == null || !fault.takesTime() || fault.isFrozen() != frozen) {
            return null;
        }
        entry.met = true;
        return fault;
    }
}
