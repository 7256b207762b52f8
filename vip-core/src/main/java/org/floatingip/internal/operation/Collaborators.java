package org.floatingip.internal.operation;

import java.time.Duration;
import org.floatingip.Effect;
import org.floatingip.IpAddress;
import org.floatingip.failure.UnavailableException;
import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.gate.Listeners;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.ReachabilityProbe;
import org.jspecify.annotations.Nullable;

/** Who does the work of an engine, as the caller brought them. Immutable. */
public record Collaborators(
        Network network, @Nullable Hosts hosts, @Nullable ReachabilityProbe probe, Listeners listeners, Clock clock) {

    /** A deadline that begins now, before anything was done. */
    public Deadline deadline(Duration timeout) {
        try {
            return new Deadline(clock, timeout);
        } catch (Clock.BrokenException e) {
            throw UnavailableException.unexpected(Effect.NONE, "reading the time", e);
        }
    }

    /** An operation on one address that began with that deadline, and tells its steps as those events. */
    public Operation operation(IpAddress address, Deadline deadline, Listeners.Events events) {
        Ladder ladder = new Ladder(clock, deadline, step -> events.tell(listener -> listener.step(address, step)));
        return new Operation(address, network.afresh(), deadline, ladder, clock);
    }
}
