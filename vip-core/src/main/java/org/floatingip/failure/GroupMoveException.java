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
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.jspecify.annotations.Nullable;

/**
 * A group was moved in part, or not at all: some of its addresses failed after the move had begun. Says for each
 * address whether it is on the target, failed, or is where it was.
 */
public final class GroupMoveException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final HostId target;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<MoveResult> moved;

    private final LinkedHashMap<IpAddress, FloatingIpException> failures;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<IpAddress> restored;

    private final LinkedHashMap<IpAddress, List<MoveStep>> steps = new LinkedHashMap<>();
    private final LinkedHashMap<IpAddress, List<String>> warnings = new LinkedHashMap<>();

    /**
     * Creates the exception.
     *
     * @param target the host that should have got the addresses
     * @param moved the addresses that the target was seen to hold at the end
     * @param failures the failure of each address that failed; at least one
     * @param restored the other addresses, which are where they were because these failed: given back, or never moved
     * @param cause one of the failures, or null
     */
    public GroupMoveException(
            HostId target,
            List<MoveResult> moved,
            Map<IpAddress, ? extends FloatingIpException> failures,
            List<IpAddress> restored,
            @Nullable Throwable cause) {
        super(effect(moved, failures), message(target, moved, failures, restored), cause);
        this.target = target;
        this.moved = List.copyOf(moved);
        this.failures = new LinkedHashMap<>(failures);
        this.restored = List.copyOf(restored);
    }

    private static Effect effect(List<MoveResult> moved, Map<IpAddress, ? extends FloatingIpException> failures) {
        if (failures.values().stream().anyMatch(failure -> failure.effect() == Effect.UNKNOWN)) {
            return Effect.UNKNOWN;
        }
        return moved.stream().anyMatch(MoveResult::moved)
                        || failures.values().stream().anyMatch(failure -> failure.effect() == Effect.APPLIED)
                ? Effect.APPLIED
                : Effect.NONE;
    }

    private static String message(
            HostId target,
            List<MoveResult> moved,
            Map<IpAddress, ? extends FloatingIpException> failures,
            List<IpAddress> restored) {
        return failures.size() + " of "
                + (moved.size() + failures.size() + restored.size())
                + " addresses did not get to " + target + ": "
                + failures.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue().getMessage())
                        .collect(Collectors.joining(" "))
                + (moved.isEmpty()
                        ? ""
                        : " On " + target + ": "
                                + words(moved.stream().map(MoveResult::address).toList()) + ".")
                + (restored.isEmpty() ? "" : " Not moved, or given back: " + words(restored) + ".")
                + (effect(moved, failures) == Effect.NONE ? " In the end nothing was changed." : "")
                + " The same move can be made again: what is on the target is left alone.";
    }

    private static String words(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
    }

    /** Returns the host that should have got the addresses. */
    public HostId target() {
        return target;
    }

    /** Returns the addresses that the target was seen to hold at the end, whether they were moved or there before. */
    public List<MoveResult> moved() {
        return moved;
    }

    /**
     * Returns the failure of each address that failed, with its effect and its steps; unmodifiable, in the order of the
     * group. Addresses that failed in the same call share one exception. It has the steps of the first of them;
     * {@link #stepsOf} has those of each.
     */
    public Map<IpAddress, FloatingIpException> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /**
     * Returns the addresses that did not fail, but are where they were because others failed. They were given back and
     * seen there, or never moved. Empty unless all or nothing was asked for.
     *
     * <p>An address that was given back after an attempt without an answer is among the failures instead, with an
     * unknown effect: the lost request may still arrive. If the target could not be made to drop a restored address,
     * that failure is {@linkplain Throwable#getSuppressed() suppressed} in this exception.
     */
    public List<IpAddress> restored() {
        return restored;
    }

    /**
     * Returns the steps of the given address, whatever its outcome.
     *
     * @return its steps, in order; empty if the engine recorded none
     * @throws IllegalArgumentException if the address was not to be moved
     */
    public List<MoveStep> stepsOf(IpAddress address) {
        List<MoveStep> own = steps.get(address);
        if (own != null) {
            return own;
        }
        MoveResult result = result(address);
        FloatingIpException failure = failures.get(address);
        if (result == null && failure == null && !restored.contains(address)) {
            throw new IllegalArgumentException(address + " was not to be moved");
        }
        return result != null ? result.steps() : failure != null ? failure.steps() : List.of();
    }

    /** Like {@link #stepsOf(IpAddress)}. */
    public List<MoveStep> stepsOf(String address) {
        return stepsOf(IpAddress.of(address));
    }

    /**
     * Returns the warnings for the given address, each as a sentence, whatever its outcome.
     *
     * @return empty if there are none
     */
    public List<String> warningsOf(IpAddress address) {
        MoveResult result = result(address);
        return result != null ? result.warnings() : warnings.getOrDefault(address, List.of());
    }

    /** Like {@link #warningsOf(IpAddress)}. */
    public List<String> warningsOf(String address) {
        return warningsOf(IpAddress.of(address));
    }

    private @Nullable MoveResult result(IpAddress address) {
        return moved.stream()
                .filter(result -> result.address().equals(address))
                .findFirst()
                .orElse(null);
    }

    /**
     * Sets what {@link #stepsOf(IpAddress)} and {@link #warningsOf(IpAddress)} return for an address that did not move.
     * For the engine only, before it throws this.
     *
     * @param itsSteps its steps; copied
     * @param itsWarnings its warnings, each as a sentence; copied
     */
    public void recordAddress(IpAddress address, List<MoveStep> itsSteps, List<String> itsWarnings) {
        steps.put(address, List.copyOf(itsSteps));
        warnings.put(address, List.copyOf(itsWarnings));
    }

    /** Returns true if every failure may pass, so that the same move can be made again. */
    @Override
    public boolean retryable() {
        return failures.values().stream().allMatch(FloatingIpException::retryable);
    }
}
