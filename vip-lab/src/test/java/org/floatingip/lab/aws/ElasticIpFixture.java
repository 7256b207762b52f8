package org.floatingip.lab.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.ElasticIpAssigner;
import org.floatingip.testkit.assigner.InMemoryElasticIpAssigner;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;

/** A private address takes one Elastic IP: what the holder has at the beginning is not on its primary one. */
final class ElasticIpFixture extends WayFixture {

    private final InMemoryVpc network = network();
    private final VpcElasticIp held = network.allocateElasticIp();
    private final VpcElasticIp free = network.allocateElasticIp();

    /** Where each was put by no assigner: an assigner puts it on the primary address, or gives it back to that one. */
    private final Map<String, IpAddress> given = new HashMap<>();

    private ElasticIpFixture() {
        put(held(), holder(), second(eni(holder())));
    }

    static ElasticIpFixture overHttp() {
        ElasticIpFixture fixture = new ElasticIpFixture();
        fixture.overHttp(
                server -> settings(ElasticIpAssigner.builder(), server).build(),
                List.of("DescribeAddresses", "DescribeInstances", "DescribeNetworkInterfaces"),
                "AssociateAddress",
                "DisassociateAddress");
        return fixture;
    }

    static ElasticIpFixture inMemory() {
        ElasticIpFixture fixture = new ElasticIpFixture();
        InMemoryElasticIpAssigner twin = InMemoryElasticIpAssigner.of(fixture.network);
        twin.readLag(Ec2IpAssigner.DEFAULT_READ_LAG);
        fixture.inMemory(twin, twin::inject, twin::mend, twin::calls);
        return fixture;
    }

    @Override
    public IpAddress held() {
        return held.publicIp();
    }

    @Override
    public IpAddress free() {
        return free.publicIp();
    }

    /** Nobody also where it was released. On a wrong private address of a host, that address is what holds it. */
    @Override
    public List<HostId> truth(IpAddress address) {
        return network.elasticIps().stream()
                .filter(each -> each.publicIp().equals(address))
                .flatMap(each -> Stream.ofNullable(each.association()))
                .map(association -> association.privateIp().equals(expected(address, association.interfaceId()))
                        ? HostId.of(Objects.requireNonNull(association.instanceId()))
                        : HostId.of(association.privateIp().toString()))
                .toList();
    }

    private IpAddress expected(IpAddress address, String eni) {
        return given.getOrDefault(
                address + " on " + eni,
                network.networkInterface(eni).orElseThrow().primaryAddress());
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
        given.put(address + " on " + eni(host), on);
    }

    private IpAddress second(String eni) {
        return network.assignAddresses(eni, 1).get(0);
    }

    /** Another Elastic IP comes to where this one would come to on that host. */
    void occupy(HostId host) {
        String eni = eni(host);
        network.associateElasticIp(
                free.allocationId(),
                eni,
                network.networkInterface(eni).orElseThrow().primaryAddress(),
                true);
    }

    void releaseIt() {
        network.disassociateElasticIp(
                Objects.requireNonNull(now(held()).association()).id());
        network.releaseElasticIp(held.allocationId());
    }
}
