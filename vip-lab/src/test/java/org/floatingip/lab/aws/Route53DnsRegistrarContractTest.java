package org.floatingip.lab.aws;

import org.floatingip.testkit.contract.DnsRegistrarContract;
import org.floatingip.testkit.contract.RegistrarFixture;

/** The Route 53 registrar keeps the contract: the real SDK, over HTTP. */
class Route53DnsRegistrarContractTest extends DnsRegistrarContract {

    @Override
    protected RegistrarFixture fixture() {
        return ZonesFixture.route53();
    }
}
