package org.floatingip.lab.omitted;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.route53.Route53Client;

/** A sandbox, what moves in it by the real assigner and registrar, and what the network really says afterwards. */
final class Bench {

    static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    static final IpAddress SECOND = IpAddress.of("10.0.1.13");
    static final IpAddress THIRD = IpAddress.of("10.0.1.14");
    static final IpAddress FREE = IpAddress.of("10.0.1.77");
    static final DnsName NAME = DnsName.of("db." + Sandbox.ZONE);
    static final Duration BUDGET = Duration.ofSeconds(5);

    final Sandbox sandbox = Sandbox.create();
    final InMemoryVpc network = sandbox.network();
    final HostId a = HostId.of(sandbox.instanceId("db.a"));
    final HostId b = HostId.of(sandbox.instanceId("db.b"));
    final HostId small = HostId.of(sandbox.instanceId("small"));
    final Ec2IpAssigner assigner;
    final Ec2IpAssigner inVpc;
    final Route53DnsRegistrar registrar;
    final Route53DnsRegistrar byId;
    final Route53DnsRegistrar byVpc;
    final VirtualTicker ticker = VirtualTicker.create();
    private final VpcElasticIp elasticIp;

    Bench(Ec2Client ec2, Route53Client route53) {
        network.assignAddresses(eni(a), List.of(SECOND, THIRD), false);
        elasticIp = network.associateElasticIp(network.allocateElasticIp().allocationId(), eni(a), SECOND, false);
        network.associateElasticIp(
                network.allocateCarrierIp(Sandbox.REGION + "-wl1-bos-wlz-1", Map.of())
                        .allocationId(),
                eni(a),
                THIRD,
                false);
        network.createCidrReservation(network.subnets().get(0).id(), CidrBlock.of(VIP + "/32"), "explicit", "floating");
        sandbox.dns().change(zone(), DnsEdit.create(DnsRecordSet.of(DnsRecord.address(NAME.value(), 60, "10.0.1.10"))));
        assigner = ec2Builder(ec2, null);
        inVpc = ec2Builder(ec2, sandbox.vpc().id());
        registrar = Route53DnsRegistrar.builder().client(route53).ticker(ticker).build();
        byId = Route53DnsRegistrar.builder()
                .client(route53)
                .ticker(ticker)
                .zoneId(zone())
                .build();
        byVpc = Route53DnsRegistrar.builder()
                .client(route53)
                .ticker(ticker)
                .vpc(sandbox.vpc().id(), Sandbox.REGION)
                .build();
    }

    private static Ec2IpAssigner ec2Builder(Ec2Client client, @Nullable String vpc) {
        Ec2IpAssigner.Builder builder = Ec2IpAssigner.builder()
                .client(client)
                .attemptTimeout(Duration.ofSeconds(30))
                .callTimeout(Duration.ofSeconds(30))
                .dataPlaneLag(Duration.ZERO);
        return (vpc == null ? builder : builder.vpcId(vpc)).build();
    }

    String zone() {
        return sandbox.dns().zones().get(0).id();
    }

    FloatingIp at(IpAddress address) {
        return FloatingIp.at(address)
                .assigner(assigner)
                .ticker(ticker)
                .timeoutSeconds(5)
                .build();
    }

    FloatingIpGroup group() {
        return FloatingIpGroup.of(List.of(VIP, SECOND))
                .assigner(assigner)
                .ticker(ticker)
                .timeoutSeconds(5)
                .build();
    }

    String eni(HostId host) {
        return network.instance(host.value()).orElseThrow().interfaces().get(0).id();
    }

    boolean isOn(IpAddress address, HostId host) {
        return network.holders(address).size() == 1
                && network.holders(address).get(0).isOn(host);
    }

    boolean elasticIpIsOn(HostId host) {
        VpcElasticIp.Association now =
                network.elasticIp(elasticIp.allocationId()).orElseThrow().association();
        return now != null
                && now.interfaceId().equals(eni(host))
                && now.privateIp().equals(SECOND);
    }

    boolean nameHas(String address) {
        return sandbox.dns().recordSets(zone(), NAME.value()).stream()
                .anyMatch(set -> set.values().equals(List.of(address)));
    }
}
