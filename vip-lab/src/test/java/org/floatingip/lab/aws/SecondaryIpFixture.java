package org.floatingip.lab.aws;

import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;

/** A secondary address: what the other ways are compared with. */
final class SecondaryIpFixture extends WayFixture {

    private SecondaryIpFixture() {
        give(held(), holder());
    }

    static SecondaryIpFixture overHttp() {
        SecondaryIpFixture fixture = new SecondaryIpFixture();
        fixture.overHttp(
                server -> settings(Ec2IpAssigner.builder(), server).build(),
                List.of("DescribeNetworkInterfaces", "DescribeInstances", "DescribeSubnets"),
                "AssignPrivateIpAddresses",
                "UnassignPrivateIpAddresses");
        return fixture;
    }

    static SecondaryIpFixture inMemory() {
        SecondaryIpFixture fixture = new SecondaryIpFixture();
        InMemoryIpAssigner assigner = InMemoryIpAssigner.of(fixture.network());
        assigner.readLag(Ec2IpAssigner.DEFAULT_READ_LAG);
        fixture.inMemory(assigner, assigner::inject, assigner::mend, assigner::calls);
        return fixture;
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
    public List<HostId> truth(IpAddress address) {
        return network().holders(address).stream().map(Holder::host).toList();
    }

    @Override
    public void give(IpAddress address, HostId host) {
        network().assignAddresses(eni(host), List.of(address), true);
    }
}
