package org.floatingip.lab.aws;

import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;

/** The assigner of IPv6 addresses keeps the contract: the real SDK, over HTTP. */
class Ec2Ipv6AssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return Ipv6Fixture.overHttp();
    }
}
