package org.floatingip;

import java.time.Duration;
import java.util.Objects;
import org.floatingip.internal.MoveEngine;
import org.jspecify.annotations.Nullable;

/**
 * A move with settings of its own, from {@link FloatingIp#move()}. Immutable: each method returns a new request, so one can
 * be kept and executed many times.
 */
public final class MoveRequest {

    private final MoveEngine engine;
    private final Duration timeout;
    private final @Nullable HostId target;

    MoveRequest(MoveEngine engine, Duration timeout, @Nullable HostId target) {
        this.engine = engine;
        this.timeout = timeout;
        this.target = target;
    }

    /**
     * The host, or the interface, that shall hold the address. Required.
     *
     * @throws IllegalArgumentException if {@code target} can't be a host id
     */
    public MoveRequest to(String target) {
        return to(HostId.of(target));
    }

    /** Like {@link #to(String)}. */
    public MoveRequest to(HostId target) {
        return new MoveRequest(engine, timeout, Objects.requireNonNull(target, "target"));
    }

    /**
     * The time that this move has; default is that of its {@link FloatingIp}.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public MoveRequest timeout(Duration timeout) {
        return new MoveRequest(engine, FloatingIp.checkTimeout(timeout), target);
    }

    /** Like {@link #timeout(Duration)}, in seconds. */
    public MoveRequest timeoutSeconds(long seconds) {
        return timeout(Duration.ofSeconds(seconds));
    }

    /**
     * A takeover: gives the address to the target, whoever holds it now, the last writer winning; and returns once the
     * network was seen to show the target as its only holder.
     *
     * <p>A target that holds it already is left alone. The assignment is repeated only after a failure that may pass, and
     * only after looking again: where somebody new holds the address by then, it is left there. What can't be seen is a
     * host that takes the address after the look and before the assignment, or a previous holder that takes it back before
     * a look: those are displaced.
     *
     * @throws RefusedException if the move can't be done as things stand; its subtypes say why. Nothing was changed
     * @throws PermissionDeniedException if the credentials do not allow it. Nothing was changed
     * @throws OutOfTimeException if the deadline or an interrupt came before anything was changed
     * @throws SupersededException if somebody else holds the address by now
     * @throws NotVerifiedException if the outcome is unknown
     * @throws FloatingIpException for every other failure, by type; {@link FloatingIpException#effect()} says whether
     *     anything was changed
     * @throws IllegalStateException if no target was given
     */
    public MoveResult execute() {
        if (target == null) {
            throw new IllegalStateException("a move needs a target: call to(..) before execute()");
        }
        return engine.move(target, timeout);
    }
}
