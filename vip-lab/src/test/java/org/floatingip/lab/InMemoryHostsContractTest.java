package org.floatingip.lab;

import org.floatingip.testkit.InMemoryHosts;
import org.floatingip.testkit.contract.DiagnosingHostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.GroupHostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostsFixture;
import org.junit.jupiter.api.Nested;

/** The contracts, by the testkit's hosts. */
class InMemoryHostsContractTest {

    private static HostsFixture hosts() {
        InMemoryHosts hosts = InMemoryHosts.create();
        hosts.cutOff("db.z");
        return new HostsUnderTest(hosts);
    }

    @Nested
    class Plain extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return hosts();
        }
    }

    @Nested
    class Group extends GroupHostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return hosts();
        }
    }

    @Nested
    class Diagnosing extends DiagnosingHostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return hosts();
        }
    }
}
