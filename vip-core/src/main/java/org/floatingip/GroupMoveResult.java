package org.floatingip;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.internal.text.Durations;
import org.jspecify.annotations.Nullable;

/**
 * The result of a successful move of a group, with a result for each address. If any address had failed, there would be
 * a {@link GroupMoveException} instead. Immutable.
 */
public final class GroupMoveResult implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String operationId;
    private final HostId target;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<MoveResult> results;

    private final Instant startedAt;
    private final Duration elapsed;

    private GroupMoveResult(
            String operationId, HostId target, List<MoveResult> results, Instant startedAt, Duration elapsed) {
        this.operationId = Objects.requireNonNull(operationId, "operationId");
        this.target = Objects.requireNonNull(target, "target");
        this.results = List.copyOf(results);
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
    }

    /**
     * Returns a result. For the engine, and for tests of code that takes one.
     *
     * @param results one for each address, in the order of the group; empty if there was none to move
     */
    public static GroupMoveResult of(HostId target, List<MoveResult> results, Instant startedAt, Duration elapsed) {
        return new GroupMoveResult("", target, results, startedAt, elapsed);
    }

    /**
     * Returns the same result with another {@link #operationId()}. For the engine, and for tests of code that takes
     * one.
     */
    public GroupMoveResult withOperationId(String id) {
        return new GroupMoveResult(id, target, results, startedAt, elapsed);
    }

    /**
     * Returns the id of the operation, which also stands in its events and log lines. It is the same for all addresses
     * of one operation. Empty if the engine did not make this result.
     */
    public String operationId() {
        return operationId;
    }

    /** Returns the host that holds them all now. */
    public HostId target() {
        return target;
    }

    /**
     * Returns a result for each address that was to be moved, in the order of the group; empty if an evacuated host
     * held none.
     */
    public List<MoveResult> results() {
        return results;
    }

    /**
     * Returns the result of the given address.
     *
     * @throws IllegalArgumentException if it was not to be moved
     */
    public MoveResult result(IpAddress address) {
        return results.stream()
                .filter(result -> result.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(address + " is not among what was moved: " + this));
    }

    /** Like {@link #result(IpAddress)}. */
    public MoveResult result(String address) {
        return result(IpAddress.of(address));
    }

    /** Returns whether the network was changed for any of them. */
    public boolean moved() {
        return results.stream().anyMatch(MoveResult::moved);
    }

    /** Returns when the operation began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns how long the operation took for all of them, by the monotonic clock. */
    public Duration elapsed() {
        return elapsed;
    }

    /** Returns what went wrong besides the move and needs attention, for all addresses; empty if nothing did. */
    public List<String> warnings() {
        return results.stream().flatMap(result -> result.warnings().stream()).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupMoveResult that
                && operationId.equals(that.operationId)
                && target.equals(that.target)
                && results.equals(that.results)
                && startedAt.equals(that.startedAt)
                && elapsed.equals(that.elapsed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(operationId, target, results, startedAt, elapsed);
    }

    /** Returns one line for people and logs, for example {@code moved 20 of 20 addresses to i-0b in 12.3 ms}. */
    @Override
    public String toString() {
        long moved = results.stream().filter(MoveResult::moved).count();
        return "moved " + moved + " of " + results.size() + " addresses to " + target + " in " + Durations.text(elapsed)
                + (moved == results.size() ? "" : ", the others were there");
    }
}
