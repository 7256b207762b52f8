package org.floatingip.lab.simulation;

import java.time.Duration;
import java.util.function.Supplier;
import org.floatingip.Holder;
import org.floatingip.HostConfigurationException;
import org.floatingip.HostId;
import org.floatingip.HostUnreachableException;
import org.floatingip.IpAddress;
import org.floatingip.lab.simulation.Story.Trouble;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/** One mover's way to the hosts, which all movers share. */
class SimulatedHosts implements HostNetworkConfigurator {

    final Mover mover;

    SimulatedHosts(Mover mover) {
        this.mover = mover;
    }

    @Override
    public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
        return call(
                placement.host(),
                "inspect " + placement.host() + " for " + address,
                () -> mover.world.hosts.inspect(address, placement, budget));
    }

    @Override
    public HostReport accept(IpAddress address, Placement placement, Duration budget) {
        return call(
                placement.host(),
                "make " + placement.host() + " accept " + address,
                () -> told(address, true, mover.world.hosts.accept(address, placement, budget)));
    }

    @Override
    public HostReport refuse(IpAddress address, Holder holder, Duration budget) {
        return call(
                holder.host(),
                "make " + holder.host() + " refuse " + address,
                () -> told(address, false, mover.world.hosts.refuse(address, holder, budget)));
    }

    final HostReport told(IpAddress address, boolean accepts, HostReport report) {
        mover.world.hostLog.add(mover.id, address, accepts, report);
        return report;
    }

    final <T> T call(HostId host, String text, Supplier<T> body) {
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
