package org.floatingip.lab;

import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.ConditionalIpAssignerContract;
import org.floatingip.testkit.contract.DiagnosingIpAssignerContract;
import org.floatingip.testkit.contract.GroupIpAssignerContract;
import org.floatingip.testkit.contract.HostAddressIpAssignerContract;
import org.floatingip.testkit.contract.IpAssignerContract;
import org.floatingip.testkit.contract.ReassociatingIpAssignerContract;
import org.floatingip.testkit.contract.ReassociationFixture;
import org.junit.jupiter.api.Nested;

/** The testkit's assigner keeps the contracts. */
class InMemoryIpAssignerContractTest {

    @Nested
    class Plain extends IpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.inMemory();
        }
    }

    @Nested
    class Conditional extends ConditionalIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.inMemory();
        }
    }

    @Nested
    class Reassociating extends ReassociatingIpAssignerContract {

        @Override
        protected ReassociationFixture fixture() {
            return VpcFixture.inMemory().withElasticIp();
        }
    }

    @Nested
    class Group extends GroupIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.inMemory();
        }
    }

    @Nested
    class HostAddress extends HostAddressIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.inMemory();
        }
    }

    @Nested
    class Diagnosing extends DiagnosingIpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.inMemory();
        }
    }
}
