package org.floatingip.failure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.ReleaseResult;
import org.jspecify.annotations.Nullable;

/** Some of several addresses were not released from a host. Says for each address whether it was released. */
public final class GroupReleaseException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final HostId from;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<ReleaseResult> released;

    private final LinkedHashMap<IpAddress, FloatingIpException> failures;

    /**
     * Creates the exception.
     *
     * @param from the host that should have lost the addresses
     * @param released the addresses that the host was seen to have lost
     * @param failures the failure of each of the others; at least one
     * @param cause one of the failures, or null
     */
    public GroupReleaseException(
            HostId from,
            List<ReleaseResult> released,
            Map<IpAddress, ? extends FloatingIpException> failures,
            @Nullable Throwable cause) {
        super(effect(released, failures), message(from, released, failures), cause);
        this.from = from;
        this.released = List.copyOf(released);
        this.failures = new LinkedHashMap<>(failures);
    }

    private static Effect effect(List<ReleaseResult> released, Map<IpAddress, ? extends FloatingIpException> failures) {
        if (failures.values().stream().anyMatch(failure -> failure.effect() == Effect.UNKNOWN)) {
            return Effect.UNKNOWN;
        }
        return !released.isEmpty() || failures.values().stream().anyMatch(failure -> failure.effect() == Effect.APPLIED)
                ? Effect.APPLIED
                : Effect.NONE;
    }

    private static String message(
            HostId from, List<ReleaseResult> released, Map<IpAddress, ? extends FloatingIpException> failures) {
        return failures.size() + " of " + (released.size() + failures.size()) + " addresses were not released from "
                + from + ": "
                + failures.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue().getMessage())
                        .collect(Collectors.joining(" "))
                + (released.isEmpty()
                        ? ""
                        : " Released: "
                                + released.stream()
                                        .map(result -> result.address().toString())
                                        .collect(Collectors.joining(", "))
                                + ".")
                + " Check who holds them, then release those that are left.";
    }

    /** Returns the host that should have lost the addresses. */
    public HostId from() {
        return from;
    }

    /** Returns the addresses that the host was seen to have lost. */
    public List<ReleaseResult> released() {
        return released;
    }

    /**
     * Returns the failure of each of the others, with its effect and its steps; unmodifiable, in the order of the
     * group. Addresses that failed in the same call may share one exception.
     */
    public Map<IpAddress, FloatingIpException> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /** Returns true if every failure may pass. */
    @Override
    public boolean retryable() {
        return failures.values().stream().allMatch(FloatingIpException::retryable);
    }
}
