package org.floatingip.lab;

import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.ConditionalIpAssignerContract;
import org.floatingip.testkit.contract.DiagnosingIpAssignerContract;
import org.floatingip.testkit.contract.ExplainingIpAssignerContract;
import org.floatingip.testkit.contract.GroupIpAssignerContract;
import org.floatingip.testkit.contract.HostAddressIpAssignerContract;
import org.floatingip.testkit.contract.IpAssignerContract;
import org.floatingip.testkit.contract.ReassociatingIpAssignerContract;
import org.floatingip.testkit.contract.ReassociationFixture;
import org.junit.jupiter.api.Nested;

/** The EC2 assigner keeps the contracts: the real SDK, over HTTP. */
class Ec2IpAssignerContractTest {

    @Nested
    class Plain extends IpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.ec2();
        }
    }

    @Nested
    class Conditional extends ConditionalIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.ec2();
        }
    }

    @Nested
    class Reassociating extends ReassociatingIpAssignerContract {

        @Override
        protected ReassociationFixture fixture() {
            return VpcFixture.ec2().withElasticIp();
        }
    }

    @Nested
    class Group extends GroupIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.ec2();
        }
    }

    @Nested
    class HostAddress extends HostAddressIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.ec2();
        }
    }

    @Nested
    class Explaining extends ExplainingIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.ec2();
        }
    }

    @Nested
    class Diagnosing extends DiagnosingIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.ec2();
        }
    }
}
