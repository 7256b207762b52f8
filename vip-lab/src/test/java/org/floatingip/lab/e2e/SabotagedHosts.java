package org.floatingip.lab.e2e;

import java.time.Duration;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;

/** Hosts that break the order of a move on purpose: what loses no packet with others has to lose some with these. */
final class SabotagedHosts implements HostNetworkConfigurator {

    private final HostNetworkConfigurator hosts;
    private final Sabotage sabotage;
    private final Holder old;

    /** {@code old} is who holds the address before. */
    SabotagedHosts(HostNetworkConfigurator hosts, Sabotage sabotage, Holder old) {
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
            return HostReport.of(placement.host(), true, true, "so it says");
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
}
