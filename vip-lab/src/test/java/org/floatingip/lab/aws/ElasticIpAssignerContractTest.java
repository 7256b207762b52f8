package org.floatingip.lab.aws;

import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;

/** The assigner of Elastic IPs keeps the contract: the real SDK, over HTTP. */
class ElasticIpAssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return ElasticIpFixture.overHttp();
    }
}
