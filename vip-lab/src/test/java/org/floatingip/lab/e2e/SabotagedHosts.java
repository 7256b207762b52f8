package org.floatingip.lab.e2e;

import java.time.Duration;
import java.util.List;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.ForwardingHostNetworkConfigurator;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;

/** Hosts that break the order of a move on purpose: what loses no packet with others has to lose some with these. */
final class SabotagedHosts extends ForwardingHostNetworkConfigurator {

    private final Sabotage sabotage;
    private final Holder old;

    /** {@code old} is who holds the address before. */
    SabotagedHosts(HostNetworkConfigurator hosts, Sabotage sabotage, Holder old) {
        super(hosts);
        this.sabotage = sabotage;
        this.old = old;
    }

    @Override
    public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
        if (sabotage == Sabotage.ACCEPTED_LATE) {
            PerAddress.Builder<HostReport> lies = PerAddress.builder();
            addresses.forEach(address -> lies.add(address, HostReport.of(placement.host(), true, true, "so it says")));
            return lies.build();
        }
        PerAddress<HostReport> report = super.accept(addresses, placement, budget);
        if (sabotage == Sabotage.DROPPED_EARLY) {
            PerAddress<HostReport> unused = drop(addresses, old, budget);
        }
        return report;
    }
}
