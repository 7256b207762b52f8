package org.floatingip.lab.e2e;

import java.time.Duration;
import java.util.Collection;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.GroupHostNetworkConfigurator;
import org.floatingip.spi.GroupHostReport;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;

/** Hosts that break the order of a move on purpose: what loses no packet with others has to lose some with these. */
final class SabotagedHosts implements GroupHostNetworkConfigurator {

    private final GroupHostNetworkConfigurator hosts;
    private final Sabotage sabotage;
    private final Holder old;

    /** {@code old} is who holds the address before. */
    SabotagedHosts(GroupHostNetworkConfigurator hosts, Sabotage sabotage, Holder old) {
        this.hosts = hosts;
        this.sabotage = sabotage;
        this.old = old;
    }

    @Override
    public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
        return hosts.inspect(address, placement, budget);
    }

    @Override
    public HostReport accept(IpAddress address, Placement placement, Duration budget) {
        if (sabotage == Sabotage.ACCEPTED_LATE) {
            return lie(placement);
        }
        HostReport report = hosts.accept(address, placement, budget);
        if (sabotage == Sabotage.DROPPED_EARLY) {
            hosts.refuse(address, old, budget);
        }
        return report;
    }

    @Override
    public HostReport refuse(IpAddress address, Holder holder, Duration budget) {
        return hosts.refuse(address, holder, budget);
    }

    @Override
    public GroupHostReport acceptAll(Collection<IpAddress> addresses, Placement placement, Duration budget) {
        if (sabotage == Sabotage.ACCEPTED_LATE) {
            GroupHostReport.Builder lies = GroupHostReport.builder();
            addresses.forEach(address -> lies.add(address, lie(placement)));
            return lies.build();
        }
        GroupHostReport report = hosts.acceptAll(addresses, placement, budget);
        if (sabotage == Sabotage.DROPPED_EARLY) {
            hosts.refuseAll(addresses, old, budget);
        }
        return report;
    }

    @Override
    public GroupHostReport refuseAll(Collection<IpAddress> addresses, Holder holder, Duration budget) {
        return hosts.refuseAll(addresses, holder, budget);
    }

    private static HostReport lie(Placement placement) {
        return HostReport.of(placement.host(), true, true, "so it says");
    }
}
