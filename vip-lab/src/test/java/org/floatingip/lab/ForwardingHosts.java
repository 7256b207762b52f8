package org.floatingip.lab;

import java.time.Duration;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;

/**
 * Hosts as they are, by a configurator that has none of the optional abilities: it tells a host of one address at a time. A test
 * overrides what shall be otherwise.
 */
class ForwardingHosts implements HostNetworkConfigurator {

    final HostNetworkConfigurator hosts;

    ForwardingHosts(HostNetworkConfigurator hosts) {
        this.hosts = hosts;
    }

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
