package org.floatingip.lab.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostReport;

/** Which mover made which host accept or drop an address, and when. Guarded by the baton. */
final class HostLog {

    /** @param held whether the host held the address then */
    record Told(long nanos, int task, String host, String vip, boolean accepts, boolean held) {}

    private final World world;
    private final List<Told> all = new ArrayList<>();

    HostLog(World world) {
        this.world = world;
    }

    /** Takes what a host did; nothing where it changed nothing. */
    void add(int task, IpAddress address, boolean accepts, HostReport report) {
        String vip = address.toString();
        if (report.changed() && Story.VIPS.contains(vip)) {
            String host = report.host().value();
            boolean held = host.equals(world.witness.holder(vip));
            all.add(new Told(world.baton.now(), task, host, vip, accepts, held));
        }
    }

    /** What that host did last about that address. */
    Optional<Told> last(String host, String vip) {
        return all.stream()
                .filter(told -> told.host().equals(host) && told.vip().equals(vip))
                .reduce((earlier, later) -> later);
    }

    /** Whether another mover made that host accept it since then. */
    boolean acceptedForOthers(int task, String host, String vip, long since) {
        return all.stream()
                .anyMatch(told -> told.task() != task
                        && told.accepts()
                        && told.nanos() >= since
                        && told.host().equals(host)
                        && told.vip().equals(vip));
    }
}
