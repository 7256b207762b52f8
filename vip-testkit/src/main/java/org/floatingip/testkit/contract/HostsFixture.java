package org.floatingip.testkit.contract;

import java.util.List;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.Placement;

/** Hosts, and a configurator of them, for one test of {@link HostNetworkConfiguratorContract}. */
public interface HostsFixture extends AutoCloseable {

    /** The configurator that is tested. Always the same one. */
    HostNetworkConfigurator hosts();

    /**
     * The configurator that {@link #hosts()} wraps, if it is a decorator: the tests find what is lost on the way. Default:
     * itself.
     */
    default HostNetworkConfigurator wrapped() {
        return hosts();
    }

    /** A host that accepts none of the {@link #addresses()} at the beginning. */
    Placement placement();

    /** A host that can't be reached. */
    Placement unreachable();

    /** At least two addresses, of all families that the configurator has; not yet configured anywhere. */
    List<String> addresses();

    /** Ends what the fixture began. */
    @Override
    default void close() {}
}
