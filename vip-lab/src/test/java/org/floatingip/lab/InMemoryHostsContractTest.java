package org.floatingip.lab;

import org.floatingip.testkit.InMemoryHosts;
import org.floatingip.testkit.contract.HostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostsFixture;

/** The testkit's hosts keep the contract. */
class InMemoryHostsContractTest extends HostNetworkConfiguratorContract {

    @Override
    protected HostsFixture fixture() {
        InMemoryHosts hosts = InMemoryHosts.create();
        hosts.cutOff("db.z");
        return new HostsUnderTest(hosts);
    }
}
