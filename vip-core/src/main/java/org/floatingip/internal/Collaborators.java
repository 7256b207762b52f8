package org.floatingip.internal;

import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.ReachabilityProbe;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/** Who does the work of an engine, as the caller brought them. Immutable. */
public record Collaborators(
        IpAssigner assigner,
        @Nullable HostNetworkConfigurator hosts,
        @Nullable ReachabilityProbe probe,
        Listeners listeners,
        Ticker ticker) {

    /** An operation on one address that began with that deadline, and tells its steps as those events. */
    Operation operation(IpAddress address, Deadline deadline, Listeners.Events events) {
        Ladder ladder = new Ladder(ticker, deadline, step -> events.tell(listener -> listener.step(address, step)));
        return new Operation(address, assigner, deadline, ladder, ticker);
    }
}
