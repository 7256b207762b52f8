package org.floatingip.lab.engine;

import org.floatingip.lab.hosts.HostsUnderTest;
import org.floatingip.testkit.contract.HostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostsFixture;
import org.floatingip.testkit.hosts.InMemoryHosts;

/** The testkit's hosts keep the contract. */
class InMemoryHostsContractTest extends HostNetworkConfiguratorContract {

    @Override
    protected HostsFixture fixture() {
        InMemoryHosts hosts = InMemoryHosts.create();
        hosts.cutOff("db.z");
        return new HostsUnderTest(hosts);
    }
}
