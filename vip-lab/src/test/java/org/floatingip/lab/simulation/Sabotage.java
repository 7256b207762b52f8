package org.floatingip.lab.simulation;

import org.floatingip.spi.HostNetworkConfigurator;

/** What stands between the engine and the network; nothing, unless a test wants to see that it is found out. */
interface Sabotage {

    Sabotage NONE = new Sabotage() {};

    default SimulatedAssigner assigner(Mover mover) {
        return new SimulatedAssigner(mover);
    }

    default HostNetworkConfigurator hosts(Mover mover) {
        return new SimulatedHosts(mover);
    }
}
