package org.floatingip.lab.simulation;

import java.time.Duration;
import java.util.Collection;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.GroupHostNetworkConfigurator;
import org.floatingip.spi.GroupHostReport;
import org.floatingip.spi.Placement;

/** The same where a host can be told of several addresses at once. */
final class SimulatedGroupHosts extends SimulatedHosts implements GroupHostNetworkConfigurator {

    SimulatedGroupHosts(Mover mover) {
        super(mover);
    }

    @Override
    public GroupHostReport acceptAll(Collection<IpAddress> addresses, Placement placement, Duration budget) {
        return call(
                placement.host(),
                "make " + placement.host() + " accept " + addresses,
                () -> told(true, mover.world.hosts.acceptAll(addresses, placement, budget)));
    }

    @Override
    public GroupHostReport refuseAll(Collection<IpAddress> addresses, Holder holder, Duration budget) {
        return call(
                holder.host(),
                "make " + holder.host() + " refuse " + addresses,
                () -> told(false, mover.world.hosts.refuseAll(addresses, holder, budget)));
    }

    private GroupHostReport told(boolean accepts, GroupHostReport all) {
        all.reports().forEach((address, report) -> told(address, accepts, report));
        return all;
    }
}
