package com.example.tests;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.VpcElasticIp;

/** A contract of the testkit, whose tests are not public, in a module that is not the testkit's. */
class InMemoryContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return new Fixture(Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.121")
                .host("i-0b")
                .host("i-0c")
                .build());
    }

    private record Fixture(Scenario scenario) implements AssignerFixture {

        @Override
        public IpAssigner assigner() {
            return scenario.assigner();
        }

        @Override
        public IpAddress held() {
            return IpAddress.of("10.0.1.121");
        }

        @Override
        public IpAddress free() {
            return IpAddress.of("10.0.1.12");
        }

        @Override
        public HostId holder() {
            return HostId.of("i-0a");
        }

        @Override
        public HostId target() {
            return HostId.of("i-0b");
        }

        @Override
        public HostId other() {
            return HostId.of("i-0c");
        }

        @Override
        public HostId unknown() {
            return HostId.of("i-0123456789abcdef0");
        }

        @Override
        public List<HostId> truth(IpAddress address) {
            return scenario.network().holders(address).stream()
                    .map(Holder::host)
                    .toList();
        }

        @Override
        public void give(IpAddress address, HostId host) {
            now(Incident.thirdPartyTakes(address, host.value()));
        }

        private void now(Incident incident) {
            scenario.network().schedule(Duration.ZERO, incident);
            scenario.network().interfaces();
        }

        @Override
        public void cutOff() {
            scenario.assigner().inject(Fault.unavailable().always());
        }

        @Override
        public void mend() {
            scenario.assigner().mend();
        }

        @Override
        public String addDependent() {
            InMemoryVpc network = scenario.network();
            String id = network.allocateElasticIp().allocationId();
            network.associateElasticIp(id, network.holders(held()).get(0).interfaceId(), held(), false);
            return id;
        }

        @Override
        public Optional<IpAddress> dependsOn() {
            return Optional.ofNullable(elasticIp().association()).map(VpcElasticIp.Association::privateIp);
        }

        @Override
        public void takeDependent() {
            now(Incident.thirdPartyTakesElasticIp(elasticIp().allocationId(), other().value()));
        }

        private VpcElasticIp elasticIp() {
            return scenario.network().elasticIps().get(0);
        }
    }
}
