package org.floatingip.lab.simulation;

import org.floatingip.lab.engine.OneByOneHosts;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.HostNetworkConfigurator;

/** What stands between the engine and the network, the hosts, the DNS and its caller; nothing, unless a test wants to see that it is found out. */
interface Sabotage {

    Sabotage NONE = new Sabotage() {};

    default SimulatedAssigner assigner(Mover mover) {
        return new SimulatedAssigner(mover);
    }

    default HostNetworkConfigurator hosts(Mover mover) {
        // Some can tell a host of several addresses at once.
        return mover.id % 2 == 0 ? new OneByOneHosts(new SimulatedHosts(mover)) : new SimulatedHosts(mover);
    }

    default DnsRegistrar names(Mover mover) {
        return new SimulatedNames(mover);
    }

    /** What the caller gets. */
    default Object result(Object result) {
        return result;
    }
}
