package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcElasticIp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Which ways the doctor and refusals say are possible, and why not the others. */
class WaysTest {

    private static final HostId A = HostId.of("i-0a");
    private static final HostId NEAR = HostId.of("i-0b");
    private static final HostId FAR = HostId.of("i-0c");
    private static final String SECONDARY = "10.0.1.12";

    private final InMemoryVpc network = InMemoryVpc.create();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String other =
            network.createSubnet(vpc, "10.0.2.0/24", "us-east-1b").id();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);

    WaysTest() {
        host(A, subnet);
        host(NEAR, subnet);
        host(FAR, other);
        network.assignAddresses(eni(A), List.of(IpAddress.of(SECONDARY)), false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void host(HostId id, String subnetId) {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnetId)).id(id.value()));
    }

    private String eni(HostId host) {
        return network.instance(host.value()).orElseThrow().interfaces().get(0).id();
    }

    private IpAddress primary(HostId host) {
        return network.networkInterface(eni(host)).orElseThrow().primaryAddress();
    }

    private <B extends Ec2AssignerBuilder<B>> B settings(B builder) {
        return builder.region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .attemptTimeout(Duration.ofSeconds(30))
                .dataPlaneLag(Duration.ZERO);
    }

    private Ec2IpAssigner secondary() {
        return settings(Ec2IpAssigner.builder()).build();
    }

    private RouteIpAssigner route() {
        return settings(RouteIpAssigner.builder())
                .routeTable(network.routing().mainTable(vpc).id())
                .build();
    }

    private ElasticIpAssigner elastic() {
        return settings(ElasticIpAssigner.builder()).build();
    }

    private Ec2Ipv6Assigner ipv6() {
        return settings(Ec2Ipv6Assigner.builder()).build();
    }

    private static FloatingIp at(Object address, IpAssigner assigner) {
        return FloatingIp.at(address.toString()).assigner(assigner).build();
    }

    /** What the doctor says of the ways, the address's first; it says of hosts that they are in its subnet where it is in one. */
    private static List<String> ways(FloatingIp ip, HostId... hosts) {
        List<Finding> all = ip.doctor(hosts).findings();
        List<Finding> said = all.stream()
                .filter(finding -> finding.check().equals(Checks.WAYS))
                .toList();
        assertThat(all.stream().filter(finding -> finding.check().equals(Checks.SUBNET)))
                .hasSize(
                        said.stream().anyMatch(finding -> finding.detail().contains("across subnets"))
                                ? 0
                                : hosts.length);
        assertThat(said).allMatch(finding -> finding.severity() == Severity.OK);
        return said.stream()
                .sorted((one, two) -> Boolean.compare(
                        one.subject().startsWith("i-"), two.subject().startsWith("i-")))
                .map(Finding::detail)
                .toList();
    }

    // ---- the doctor

    @Test
    void doctor_ofASecondaryAddress_saysThatItStaysInItsSubnet() {
        network.attributes().sourceDestCheck(eni(NEAR), false);
        try (Ec2IpAssigner assigner = secondary()) {
            assertThat(ways(at(SECONDARY, assigner), A, NEAR))
                    .containsExactly(
                            "by secondary-ip within " + subnet
                                    + "; not by route, which never leads an address of the VPC's"
                                    + " own ranges elsewhere; not by elastic-ip, as it is an address of a subnet",
                            "by secondary-ip within " + subnet
                                    + " (us-east-1a), by ipv6 if that has a range of it; not by"
                                    + " route while " + eni(A) + " checks source and destination; by elastic-ip on "
                                    + primary(A),
                            "by secondary-ip within " + subnet + " (us-east-1a), by ipv6 if that has a range of it;"
                                    + " by route; by elastic-ip on " + primary(NEAR));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.99.1, 'not by elastic-ip, as it is a private address'",
        "100.64.0.1, 'not by elastic-ip, as it is a private address'",
        "198.51.100.7, by elastic-ip only if it is an Elastic IP of the account"
    })
    void doctor_ofAnOverlayAddress_saysWhetherItCanBeAnElasticIp(String address, String said) {
        network.attributes().sourceDestCheck(eni(A), false);
        network.routing()
                .createRoute(
                        network.routing().mainTable(vpc).id(),
                        CidrBlock.of(address + "/32"),
                        RouteTarget.networkInterface(eni(A)));
        try (RouteIpAssigner assigner = route()) {
            assertThat(ways(at(address, assigner), A))
                    .first()
                    .isEqualTo(
                            "by route, across subnets and zones; not by secondary-ip, as no subnet of the VPC has it; "
                                    + said);
        }
    }

    @Test
    void doctor_ofAnElasticIp_saysWhatIsOnEachHost() {
        VpcElasticIp ours = network.allocateElasticIp();
        network.associateElasticIp(ours.allocationId(), eni(A), primary(A), true);
        try (ElasticIpAssigner assigner = elastic()) {
            List<String> said = ways(at(ours.publicIp(), assigner), A, FAR);

            assertThat(said.get(0)).startsWith("by elastic-ip, across subnets and zones; not by secondary-ip");
            assertThat(said.get(1))
                    .endsWith("; by elastic-ip on " + primary(A) + ", where " + ours.publicIp()
                            + " is, and no other one while it is");
            assertThat(said.get(2))
                    .startsWith("by secondary-ip within " + other + " (us-east-1b)")
                    .endsWith("; by elastic-ip on " + primary(FAR));
        }
    }

    @Test
    void doctor_ofAnIpv6Address_saysThatItStaysInItsSubnet() {
        IpAddress address = ipv6Address();
        network.ipv6().assign(eni(A), List.of(address));
        try (Ec2Ipv6Assigner assigner = ipv6()) {
            assertThat(ways(at(address, assigner), A, NEAR))
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .isEqualTo("by ipv6 within " + subnet
                                            + "; not by secondary-ip, route or elastic-ip, which are for IPv4"),
                            holder -> assertThat(holder)
                                    .startsWith("by secondary-ip and ipv6 within " + subnet + " (us-east-1a); "),
                            near -> assertThat(near).contains(", by ipv6 if that has a range of it; "));
        }
    }

    @Test
    void doctor_ofAnIpv6Address_whenAHostIsStopped_saysSo() {
        IpAddress address = ipv6Address();
        network.ipv6().assign(eni(A), List.of(address));
        network.stop(NEAR.value());
        try (Ec2Ipv6Assigner assigner = ipv6()) {
            assertThat(at(address, assigner).doctor(A.value(), NEAR.value()).findings())
                    .anySatisfy(finding -> {
                        assertThat(finding.check()).isEqualTo(Checks.HOST_STATE);
                        assertThat(finding.subject()).isEqualTo(NEAR.value());
                        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    });
        }
    }

    private IpAddress ipv6Address() {
        CidrBlock range = CidrBlock.of(network.ipv6().associateVpc(vpc).cidr().first(), 64);
        network.ipv6().associateSubnet(subnet, range);
        return range.address(0x12);
    }

    // ---- refusals

    @Test
    void plan_ofASecondaryAddressAcrossSubnets_namesTheWaysThatCross() {
        try (Ec2IpAssigner assigner = secondary()) {
            RefusedException refused = catchThrowableOfType(
                    RefusedException.class,
                    () -> at(SECONDARY, assigner).move().to(FAR.value()).plan());

            assertThat(refused).is(refusal(RefusalReason.SUBNET_MISMATCH));
            assertThat(refused.remedy())
                    .startsWith("choose a target with an interface in the subnet of the address; or ")
                    .contains("--by route", "--by elastic-ip");
            assertThat(server.requests())
                    .extracting(RecordedRequest::action)
                    .containsExactly("DescribeNetworkInterfaces", "DescribeInstances", "DescribeSubnets");
        }
    }

    @Test
    void doctor_ofASecondaryAddress_whenAHostIsInAnotherSubnet_hasTheAdviceAsItsRemedy() {
        try (Ec2IpAssigner assigner = secondary()) {
            assertThat(at(SECONDARY, assigner).doctor(A.value(), FAR.value()).findings())
                    .filteredOn(finding -> finding.severity() == Severity.PROBLEM)
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.check()).isEqualTo(Checks.SUBNET);
                        assertThat(problem.subject()).isEqualTo(FAR.value());
                        assertThat(problem.remedy()).contains("--by route", "--by elastic-ip");
                    });
        }
    }

    @Test
    void plan_ofAnAddressInNoSubnet_namesTheWaysThatItMayHave() {
        try (Ec2IpAssigner assigner = secondary()) {
            assertThatThrownBy(() ->
                            at("192.168.99.1", assigner).move().to(NEAR.value()).plan())
                    .is(refusal(RefusalReason.ADDRESS_OUTSIDE_SUBNETS))
                    .hasMessageContaining("if it is outside all ranges of the VPC, it can float by an overlay route")
                    .message()
                    .doesNotContain("elastic-ip");
            assertThatThrownBy(() ->
                            at("198.51.100.7", assigner).move().to(NEAR.value()).plan())
                    .is(refusal(RefusalReason.ADDRESS_OUTSIDE_SUBNETS))
                    .hasMessageContaining("--by route")
                    .hasMessageContaining("--by elastic-ip");
        }
    }

    @Test
    void plan_ofAnElasticIpThatIsPrivate_namesTheWaysOfPrivateAddresses() {
        try (ElasticIpAssigner assigner = elastic()) {
            assertThatThrownBy(() ->
                            at(SECONDARY, assigner).move().to(NEAR.value()).plan())
                    .is(refusal(RefusalReason.UNKNOWN_ADDRESS))
                    .hasMessageContaining("a private address is never an Elastic IP")
                    .hasMessageContaining("--by secondary-ip");
            assertThatThrownBy(() ->
                            at("198.51.100.7", assigner).move().to(NEAR.value()).plan())
                    .is(refusal(RefusalReason.UNKNOWN_ADDRESS))
                    .message()
                    .doesNotContain("--by");
        }
    }

    @Test
    void plan_ofAnIpv6AddressAcrossSubnets_saysThatNoWayCrosses() {
        IpAddress address = ipv6Address();
        network.ipv6().assign(eni(A), List.of(address));
        try (Ec2Ipv6Assigner assigner = ipv6()) {
            assertThatThrownBy(() -> at(address, assigner)
                            .move()
                            .from(A.value())
                            .to(FAR.value())
                            .handover()
                            .plan())
                    .is(refusal(RefusalReason.SUBNET_MISMATCH))
                    .hasMessageContaining("no IPv6 address floats across subnets");
        }
    }

    @Test
    void locate_ofAnIpv6AddressByAWayForIpv4_namesItsOwn() {
        IpAddress address = IpAddress.of("2001:db8::1");
        try (Ec2IpAssigner secondary = secondary();
                RouteIpAssigner route = route();
                ElasticIpAssigner elastic = elastic()) {
            for (IpAssigner assigner : List.<IpAssigner>of(secondary, route, elastic)) {
                assertThatThrownBy(() -> at(address, assigner).holder())
                        .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS))
                        .hasMessageContaining("Ec2Ipv6Assigner");
            }
        }
    }
}
