package org.floatingip.lab.aws;

import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;

/** The assigner of overlay routes keeps the contract over three tables: its twin in memory. */
class InMemoryRouteIpAssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return RouteFixture.inMemory(3);
    }
}
