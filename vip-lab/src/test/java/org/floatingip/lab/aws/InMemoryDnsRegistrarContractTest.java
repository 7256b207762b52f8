package org.floatingip.lab.aws;

import org.floatingip.testkit.contract.DnsRegistrarContract;
import org.floatingip.testkit.contract.RegistrarFixture;

/** The testkit's registrar keeps the contract. */
class InMemoryDnsRegistrarContractTest extends DnsRegistrarContract {

    @Override
    protected RegistrarFixture fixture() {
        return ZonesFixture.inMemory();
    }
}
