package org.floatingip.lab.simulation.leaders;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;

/** One leader's way to the hosts: to its own always, to others in some stories, unless they are cut off or stand still. */
final class LeaderHosts implements HostNetworkConfigurator {

    private final Leader leader;
    private final LeaderWorld world;

    LeaderHosts(Leader leader) {
        this.leader = leader;
        this.world = leader.world;
    }

    @Override
    public boolean severalAtOnce() {
        return false;
    }

    @Override
    public boolean diagnoses() {
        return false;
    }

    @Override
    public boolean leases() {
        return true;
    }

    @Override
    public PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
        return call(
                "inspects " + placement.host(),
                placement.host(),
                () -> world.host(placement.host().value()).inspect(addresses, placement, budget));
    }

    @Override
    public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
        long called = world.kernel(placement.host().value());
        return call("lets " + placement.host() + " accept it", placement.host(), () -> {
            PerAddress<HostReport> said = world.host(placement.host().value()).accept(addresses, placement, budget);
            told(placement.host(), true, 0, called);
            return said;
        });
    }

    @Override
    public PerAddress<HostReport> acceptFor(
            List<IpAddress> addresses, Placement placement, Duration lease, Duration budget) {
        long called = world.kernel(placement.host().value());
        return call("lets " + placement.host() + " accept it for " + lease, placement.host(), () -> {
            PerAddress<HostReport> said =
                    world.host(placement.host().value()).acceptFor(addresses, placement, lease, budget);
            told(placement.host(), true, lease.toSeconds(), called);
            return said;
        });
    }

    @Override
    public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
        long called = world.kernel(holder.host().value());
        return call("lets " + holder.host() + " drop it", holder.host(), () -> {
            PerAddress<HostReport> said = world.host(holder.host().value()).drop(addresses, holder, budget);
            told(holder.host(), false, 0, called);
            return said;
        });
    }

    @Override
    public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        throw new UnsupportedOperationException("nothing is diagnosed here");
    }

    private void told(HostId host, boolean accepts, long seconds, long called) {
        world.note(new Entry.Told(world.baton.now(), leader.reign.id(), host.value(), accepts, seconds, called));
    }

    private <T> T call(String text, HostId host, Supplier<T> body) {
        String there = host.value();
        boolean own = there.equals(leader.reign.host());
        return leader.call(
                text,
                () -> !own
                        && (!world.story.othersReachable()
                                || world.cutOff(there)
                                || world.cutOff(leader.reign.host())
                                || world.frozenFor(there) > 0),
                false,
                why -> new HostUnreachableException(host, why, null),
                answered -> body.get());
    }
}
