package org.floatingip.lab.aws;

import java.util.List;
import java.util.Objects;
import org.floatingip.CidrBlock;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2Ipv6Assigner;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcIpv6Block;
import org.floatingip.testkit.network.VpcSubnet;

/** The assigner of IPv6 addresses keeps the contract: the real SDK, over HTTP. */
class Ec2Ipv6AssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        return new Ipv6();
    }

    private static final class Ipv6 extends WayFixture {

        private final InMemoryVpc network = network();
        private final IpAddress held;
        private final IpAddress free;

        private Ipv6() {
            VpcSubnet subnet = network.subnets().get(0);
            VpcIpv6Block block = network.ipv6().associateVpc(subnet.vpcId());
            CidrBlock range = CidrBlock.of(block.cidr().first(), 64);
            network.ipv6().associateSubnet(subnet.id(), range);
            // The text of the one begins as that of the other.
            held = range.address(0x121);
            free = range.address(0x12);
            give(held, holder());
            Ec2Ipv6Assigner unused =
                    opened(server -> settings(Ec2Ipv6Assigner.builder(), server).build());
        }

        @Override
        List<String> actions() {
            return List.of(
                    "DescribeInstances",
                    "DescribeNetworkInterfaces",
                    "DescribeSubnets",
                    "AssignIpv6Addresses",
                    "UnassignIpv6Addresses");
        }

        @Override
        String giving() {
            return "AssignIpv6Addresses";
        }

        @Override
        String taking() {
            return "UnassignIpv6Addresses";
        }

        @Override
        public IpAddress held() {
            return Objects.requireNonNull(held);
        }

        @Override
        public IpAddress free() {
            return Objects.requireNonNull(free);
        }

        @Override
        public List<HostId> truth(IpAddress address) {
            return network.holders(address).stream().map(Holder::host).toList();
        }

        @Override
        public void give(IpAddress address, HostId host) {
            network.holders(address).forEach(holder -> network.ipv6().unassign(holder.interfaceId(), List.of(address)));
            network.ipv6().assign(eni(host), List.of(address));
        }
    }
}
