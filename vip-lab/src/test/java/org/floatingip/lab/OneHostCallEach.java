package org.floatingip.lab;

import java.time.Duration;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;

/** The same hosts by a configurator that can tell them of one address at a time only. */
record OneHostCallEach(HostNetworkConfigurator hosts) implements HostNetworkConfigurator {

    @Override
    public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
        return hosts.inspect(address, placement, budget);
    }

    @Override
    public HostReport accept(IpAddress address, Placement placement, Duration budget) {
        return hosts.accept(address, placement, budget);
    }

    @Override
    public HostReport refuse(IpAddress address, Holder holder, Duration budget) {
        return hosts.refuse(address, holder, budget);
    }
}
