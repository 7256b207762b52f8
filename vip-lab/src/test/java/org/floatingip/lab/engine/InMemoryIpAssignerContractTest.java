package org.floatingip.lab.engine;

import org.floatingip.lab.aws.VpcFixture;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;

/** The testkit's assigner keeps the contract. */
class InMemoryIpAssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return VpcFixture.inMemory();
    }
}
