package org.floatingip.lab.aws;

import java.util.List;
import java.util.Objects;
import org.floatingip.CidrBlock;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Ec2Ipv6Assigner;
import org.floatingip.testkit.assigner.InMemoryIpv6Assigner;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcIpv6Block;
import org.floatingip.testkit.network.VpcSubnet;

/** An IPv6 address of the one subnet. */
final class Ipv6Fixture extends WayFixture {

    private final InMemoryVpc network = network();
    private final IpAddress held;
    private final IpAddress free;

    private Ipv6Fixture() {
        VpcSubnet subnet = network.subnets().get(0);
        VpcIpv6Block block = network.ipv6().associateVpc(subnet.vpcId());
        CidrBlock range = CidrBlock.of(block.cidr().first(), 64);
        network.ipv6().associateSubnet(subnet.id(), range);
        // The text of the one begins as that of the other.
        held = range.address(0x121);
        free = range.address(0x12);
        give(held, holder());
    }

    static Ipv6Fixture overHttp() {
        Ipv6Fixture fixture = new Ipv6Fixture();
        fixture.overHttp(
                server -> settings(Ec2Ipv6Assigner.builder(), server).build(),
                List.of("DescribeNetworkInterfaces", "DescribeInstances", "DescribeSubnets"),
                "AssignIpv6Addresses",
                "UnassignIpv6Addresses");
        return fixture;
    }

    static Ipv6Fixture inMemory() {
        Ipv6Fixture fixture = new Ipv6Fixture();
        InMemoryIpv6Assigner twin = InMemoryIpv6Assigner.of(fixture.network);
        twin.readLag(Ec2IpAssigner.DEFAULT_READ_LAG);
        fixture.inMemory(twin, twin::inject, twin::mend, twin::calls);
        return fixture;
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
