package org.floatingip.lab.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.lab.simulation.Story.Trouble;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/** One mover's way to the hosts, which all movers share; a host is told of several addresses at once. */
final class SimulatedHosts implements HostNetworkConfigurator {

    private final Mover mover;

    SimulatedHosts(Mover mover) {
        this.mover = mover;
    }

    @Override
    public boolean severalAtOnce() {
        return true;
    }

    @Override
    public boolean diagnoses() {
        return false;
    }

    @Override
    public boolean leases() {
        return false;
    }

    @Override
    public PerAddress<HostReport> acceptFor(
            List<IpAddress> addresses, Placement placement, Duration lease, Duration budget) {
        throw new UnsupportedOperationException("nothing is leased here");
    }

    @Override
    public PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
        return call(
                placement.host(),
                "inspect " + placement.host() + " for " + SimulatedAssigner.words(addresses),
                () -> mover.world.hosts.inspect(addresses, placement, budget));
    }

    @Override
    public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
        return call(
                placement.host(),
                "make " + placement.host() + " accept " + SimulatedAssigner.words(addresses),
                () -> told(true, mover.world.hosts.accept(addresses, placement, budget)));
    }

    @Override
    public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
        return call(
                holder.host(),
                "make " + holder.host() + " drop " + SimulatedAssigner.words(addresses),
                () -> told(false, mover.world.hosts.drop(addresses, holder, budget)));
    }

    @Override
    public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        throw new UnsupportedOperationException("nothing is diagnosed here");
    }

    private PerAddress<HostReport> told(boolean accepts, PerAddress<HostReport> all) {
        all.values().forEach((address, report) -> mover.world.hostLog.add(mover.id, address, accepts, report));
        return all;
    }

    private <T> T call(HostId host, String text, Supplier<T> body) {
        return mover.call(text, trouble -> {
            before(host, trouble);
            T report = body.get();
            if (trouble == Trouble.REPLY_LOST) {
                throw new HostUnreachableException(host, "the connection broke", null);
            }
            if (trouble == Trouble.REPLY_CUT) {
                throw new HostUnreachableException(host, "its answer was cut off", null);
            }
            return report;
        });
    }

    private static void before(HostId host, @Nullable Trouble trouble) {
        if (trouble == null) {
            return;
        }
        switch (trouble) {
            case THROTTLED, THROTTLED_FOR_LONG, UNAVAILABLE, REQUEST_LOST, EFFECT_LATE ->
                throw new HostUnreachableException(host, "no connection", null);
            case DENIED, FULL -> throw new HostConfigurationException(host, "the host refuses", null);
            case REPLY_LOST, REPLY_CUT, DUPLICATED, PAUSED, SLOW, INTERRUPTED, CLOSED, CRASH_BEFORE, CRASH_AFTER -> {}
        }
    }
}
