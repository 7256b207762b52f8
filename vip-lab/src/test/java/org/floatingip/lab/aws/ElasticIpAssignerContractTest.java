package org.floatingip.lab.aws;

import java.util.List;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.ElasticIpAssigner;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;

/** The assigner of Elastic IPs keeps the contract: the real SDK, over HTTP. */
class ElasticIpAssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return new ElasticIps();
    }

    /** A private address takes one Elastic IP: what the holder has at the beginning is not on its primary one. */
    private static final class ElasticIps extends WayFixture {

        private final InMemoryVpc network = network();
        private final VpcElasticIp held = network.allocateElasticIp();
        private final VpcElasticIp free = network.allocateElasticIp();

        private ElasticIps() {
            put(held(), holder(), second(eni(holder())));
            ElasticIpAssigner unused = opened(
                    server -> settings(ElasticIpAssigner.builder(), server).build());
        }

        @Override
        List<String> actions() {
            return List.of(
                    "DescribeAddresses",
                    "DescribeInstances",
                    "DescribeNetworkInterfaces",
                    "AssociateAddress",
                    "DisassociateAddress");
        }

        @Override
        String giving() {
            return "AssociateAddress";
        }

        @Override
        String taking() {
            return "DisassociateAddress";
        }

        @Override
        public IpAddress held() {
            return held.publicIp();
        }

        @Override
        public IpAddress free() {
            return free.publicIp();
        }

        @Override
        public List<HostId> truth(IpAddress address) {
            VpcElasticIp.Association association = now(address).association();
            return association == null
                    ? List.of()
                    : List.of(HostId.of(Objects.requireNonNull(association.instanceId())));
        }

        private VpcElasticIp now(IpAddress address) {
            return network.elasticIps().stream()
                    .filter(each -> each.publicIp().equals(address))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void give(IpAddress address, HostId host) {
            String eni = eni(host);
            IpAddress primary = network.networkInterface(eni).orElseThrow().primaryAddress();
            VpcElasticIp there =
                    network.networkInterface(eni).orElseThrow().elasticIps().get(primary);
            put(address, host, there == null || there.publicIp().equals(address) ? primary : second(eni));
        }

        private void put(IpAddress address, HostId host, IpAddress on) {
            network.associateElasticIp(now(address).allocationId(), eni(host), on, true);
        }

        private IpAddress second(String eni) {
            return network.assignAddresses(eni, 1).get(0);
        }
    }
}
