package org.floatingip.lab.aws;

import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;

/** The assigner of overlay routes keeps the contract over three tables: the real SDK, over HTTP. */
class RouteIpAssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return RouteFixture.overHttp(3);
    }
}
