package org.floatingip.lab.aws;

import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;

/** The EC2 assigner keeps the contract: the real SDK, over HTTP. */
class Ec2IpAssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return VpcFixture.ec2();
    }
}
