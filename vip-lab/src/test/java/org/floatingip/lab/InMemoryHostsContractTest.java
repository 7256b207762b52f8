package org.floatingip.lab;

import org.floatingip.HostId;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.InMemoryHosts;

/** The contract, by the testkit's hosts. */
class InMemoryHostsContractTest extends HostNetworkConfiguratorContract {

    private final InMemoryHosts hosts = InMemoryHosts.create();

    InMemoryHostsContractTest() {
        hosts.cutOff("db.z");
    }

    @Override
    HostNetworkConfigurator hosts() {
        return hosts;
    }

    @Override
    Placement placement() {
        return Placement.builder(HostId.of("db.a"), "eni-0a").build();
    }

    @Override
    Placement unreachable() {
        return Placement.builder(HostId.of("db.z"), "eni-0z").build();
    }
}
