package org.floatingip.testkit.contract;

import java.util.List;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.Placement;

/** Hosts with a configurator, for one test of {@link HostNetworkConfiguratorContract}. */
public interface HostsFixture extends AutoCloseable {

    /** Returns the tested configurator; always the same object. */
    HostNetworkConfigurator hosts();

    /**
     * Returns the configurator that {@link #hosts()} decorates, so that the tests find abilities that the decorator loses.
     * Default: the configurator itself.
     */
    default HostNetworkConfigurator wrapped() {
        return hosts();
    }

    /** Returns a placement on a host that accepts none of the {@link #addresses()} at the beginning. */
    Placement placement();

    /** Returns a placement on a host that can't be reached. */
    Placement unreachable();

    /** Returns at least two addresses, of each family that the configurator supports; none is configured on any host yet. */
    List<String> addresses();

    /** Releases what the fixture opened. */
    @Override
    default void close() {}
}
