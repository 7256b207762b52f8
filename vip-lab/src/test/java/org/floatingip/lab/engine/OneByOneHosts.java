package org.floatingip.lab.engine;

import java.time.Duration;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SingleHostNetworkConfigurator;

/** Hosts as they are, that are told of one address at a time. A test overrides what shall be otherwise. */
public class OneByOneHosts extends SingleHostNetworkConfigurator {

    protected final HostNetworkConfigurator hosts;

    public OneByOneHosts(HostNetworkConfigurator hosts) {
        this.hosts = hosts;
    }

    @Override
    public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
        return One.inspect(hosts, address, placement, budget);
    }

    @Override
    public HostReport accept(IpAddress address, Placement placement, Duration budget) {
        return One.accept(hosts, address, placement, budget);
    }

    @Override
    public HostReport drop(IpAddress address, Holder holder, Duration budget) {
        return One.drop(hosts, address, holder, budget);
    }
}
