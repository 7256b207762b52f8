package org.floatingip.lab;

import org.floatingip.testkit.InMemoryHosts;
import org.floatingip.testkit.contract.HostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostsFixture;

/** The contract, by the testkit's hosts. */
class InMemoryHostsContractTest extends HostNetworkConfiguratorContract {

    @Override
    protected HostsFixture fixture() {
        InMemoryHosts hosts = InMemoryHosts.create();
        hosts.cutOff("db.z");
        return new HostsUnderTest(hosts);
    }
}
