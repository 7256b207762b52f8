package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.floatingip.Dependent;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.lab.aws.SandboxAws;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Answers that EC2 and Route 53 give, and the model does not, or seldom. */
class OddAnswersTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final IpAddress FREE = IpAddress.of("10.0.1.77");
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final DnsName DB = DnsName.of("db." + Sandbox.ZONE);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = sandbox.serve();
    private final Ec2IpAssigner assigner = SandboxAws.assigner(server);
    private final Route53DnsRegistrar registrar = Route53DnsRegistrar.builder()
            .endpointOverride(server.endpointUrl())
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
            .ticker(ticker)
            .build();
    private final HostId a = HostId.of(sandbox.instanceId("db.a"));
    private final HostId b = HostId.of(sandbox.instanceId("db.b"));

    @AfterEach
    void close() {
        registrar.close();
        assigner.close();
        server.close();
    }

    private FloatingIp at(IpAddress address) {
        return FloatingIp.at(address).assigner(assigner).ticker(ticker).build();
    }

    private String subnet() {
        return network.subnets().get(0).id();
    }

    // ---- EC2

    @Test
    void moveTo_whenASubnetIsForIpv6Alone_doesWithoutIt() {
        String bent = "<DescribeSubnetsResponse><requestId>1</requestId><subnetSet>"
                + "<item><subnetId>subnet-0e6</subnetId><vpcId>" + sandbox.vpc().id()
                + "</vpcId><availabilityZone>us-east-1a</availabilityZone><ipv6Native>true</ipv6Native></item>"
                + "<item><subnetId>" + subnet() + "</subnetId><vpcId>"
                + sandbox.vpc().id()
                + "</vpcId><cidrBlock>10.0.1.0/24</cidrBlock></item></subnetSet></DescribeSubnetsResponse>";
        server.inject(WireFault.body(200, bent).onAction("DescribeSubnets").always());

        assertThat(at(FREE).moveTo(b).moved()).isTrue();

        assertThatThrownBy(() -> at(IpAddress.of("10.9.9.9")).moveTo(b)).hasMessageContaining("subnet-0e6 (IPv6 alone");
    }

    private String instance(String firstsAttachment, String firstsPrefixes, boolean second) {
        String first =
                "<item><networkInterfaceId>eni-0f1</networkInterfaceId><subnetId>" + subnet() + "</subnetId><vpcId>"
                        + sandbox.vpc().id()
                        + "</vpcId><privateIpAddressesSet><item><privateIpAddress>10.0.1.40</privateIpAddress>"
                        + "</item></privateIpAddressesSet>" + firstsAttachment + firstsPrefixes + "</item>";
        String other = first.replace("eni-0f1", "eni-0f2")
                .replace("10.0.1.40", "10.0.1.41")
                .replace("detaching", "attached");
        return "<DescribeInstancesResponse><requestId>1</requestId><reservationSet><item><instancesSet><item><instanceId>"
                + b
                + "</instanceId><instanceState><name>running</name></instanceState><instanceType>t2.micro</instanceType>"
                + "<networkInterfaceSet>" + first + (second ? other : "")
                + "</networkInterfaceSet></item></instancesSet>"
                + "</item></reservationSet></DescribeInstancesResponse>";
    }

    @Test
    void survey_whenAnInterfaceIsBeingDetached_isNoCandidate() {
        String detaching = "<attachment><status>detaching</status></attachment>";
        server.inject(WireFault.body(200, instance(detaching, "", true)).onAction("DescribeInstances"));

        assertThat(One.survey(assigner, VIP, b).placement().interfaceId()).isEqualTo("eni-0f2");
    }

    @Test
    void survey_whenPrefixesTakeTheRoom_isRefused() {
        String prefixes = "<ipv4PrefixSet><item><ipv4Prefix>10.0.1.128/28</ipv4Prefix></item></ipv4PrefixSet>";
        server.inject(WireFault.body(200, instance("", prefixes, false)).onAction("DescribeInstances"));

        assertThatThrownBy(() -> One.survey(assigner, VIP, b))
                .is(refusal(RefusalReason.INTERFACE_FULL))
                .hasMessageContaining("t2.micro");
    }

    @Test
    void putBack_whenAnotherElasticIpIsOnTheAddressByNow_leavesThatThere() {
        String interfaceId = network.holders(VIP).get(0).interfaceId();
        VpcElasticIp ours = network.allocateElasticIp();
        VpcElasticIp theirs =
                network.associateElasticIp(network.allocateElasticIp().allocationId(), interfaceId, VIP, false);
        Placement placement = Placement.builder(a, interfaceId).build();

        assertThatThrownBy(() -> assigner.putBack(
                        VIP, placement, List.of(Dependent.of(ours.allocationId(), "Elastic IP " + ours.publicIp()))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(theirs.allocationId());

        assertThat(network.elasticIp(theirs.allocationId()).orElseThrow().association())
                .isNotNull();
        assertThat(server.count("AssociateAddress")).isZero();
    }

    // ---- a target that does not run

    @Test
    void moveTo_whenTheTargetIsStopped_movesAndWarns() {
        network.stop(b.value());

        for (FloatingIp ip : List.of(at(VIP), inMemory())) {
            MoveResult result = ip.moveTo(b);

            assertThat(result.moved()).isTrue();
            assertThat(result.warnings())
                    .containsExactly("the target " + b + " is stopped: nobody answers there until it runs");
            assertThat(ip.moveTo(b).warnings()).hasSize(1);
            network.start(b.value());
            ip.moveTo(a);
            network.stop(b.value());
        }
    }

    private FloatingIp inMemory() {
        return FloatingIp.at(VIP)
                .assigner(InMemoryIpAssigner.of(network))
                .ticker(ticker)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "stopping", "stopped"})
    void plan_whenTheTargetDoesNotRun_warnsOnce(String state) {
        server.inject(WireFault.body(200, instance("", "", false).replace(">running<", ">" + state + "<"))
                .onAction("DescribeInstances")
                .always());

        assertThat(One.survey(assigner, VIP, b).warnings())
                .singleElement()
                .asString()
                .contains(b + " is " + state);
        assertThat(at(VIP).move().to(b).plan().warnings())
                .filteredOn(warning -> warning.contains("the target"))
                .hasSize(1);
    }

    @Test
    void moveTo_whenTheTargetIsShuttingDown_isRefused() {
        server.inject(WireFault.body(200, instance("", "", false).replace(">running<", ">shutting-down<"))
                .onAction("DescribeInstances"));

        assertThatThrownBy(() -> at(VIP).moveTo(b))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .hasMessageContaining("shutting-down");
    }

    @Test
    void groupMove_whenTheTargetIsStopped_warnsForEachAddress() {
        IpAddress second = IpAddress.of("10.0.1.13");
        network.assignAddresses(network.holders(VIP).get(0).interfaceId(), List.of(second), false);
        network.stop(b.value());

        assertThat(FloatingIpGroup.of(List.of(VIP, second))
                        .assigner(assigner)
                        .ticker(ticker)
                        .build()
                        .moveTo(b)
                        .results())
                .hasSize(2)
                .allSatisfy(result ->
                        assertThat(result.warnings()).singleElement().asString().contains("is stopped"));
    }

    // ---- Route 53

    @Test
    void register_whenTheValuesAreLong_keepsEachBatchBelowTheLimitOfCharacters() {
        String tail = "." + "x".repeat(60) + "." + "y".repeat(60) + "." + "z".repeat(60) + ".example.com";
        List<DnsRecord> records = List.of(
                DnsRecord.of(DnsName.reverseOf(VIP).value(), "PTR", 60, names("a", tail)),
                DnsRecord.of(DnsName.reverseOf(IpAddress.of("10.0.1.13")).value(), "PTR", 60, names("b", tail)));

        assertThat(registrar.register(records, BUDGET).ids()).hasSize(2);

        assertThat(server.count("ChangeResourceRecordSets")).isEqualTo(2);
    }

    private static String[] names(String label, String tail) {
        return IntStream.range(100, 150).mapToObj(i -> label + i + tail).toArray(String[]::new);
    }

    @Test
    void await_whenTheFirstOfSeveralChangesIsInSync_waitsForTheOthers() {
        DnsChange early = registrar.register(DnsRecord.address(DB.value(), 60, "10.0.1.12"), BUDGET);
        ticker.advance(Duration.ofMinutes(2));
        DnsChange late = registrar.register(DnsRecord.address(DB.value(), 60, "10.0.1.13"), BUDGET);
        DnsChange both = DnsChange.pending(
                late.records(), List.of(early.ids().get(0), late.ids().get(0)), ticker.now());

        assertThat(registrar.await(early, BUDGET).status()).isEqualTo(DnsChangeStatus.IN_SYNC);
        ticker.advance(Duration.ofSeconds(1)); // the account's limit must not be what ends it
        assertThat(registrar.await(both, Duration.ofMillis(500)).status()).isEqualTo(DnsChangeStatus.PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListResourceRecordSets", "ChangeResourceRecordSets"})
    void register_whenTheZoneIsGone_looksForZonesAnew(String action) {
        DnsRecord record = DnsRecord.address(DB.value(), 60, "10.0.1.12");
        server.inject(WireFault.error(404, "NoSuchHostedZone", "No hosted zone found with ID: Z1")
                .onAction(action));

        assertThatThrownBy(() -> registrar.register(record, BUDGET)).is(refusal(RefusalReason.UNKNOWN_ZONE));
        assertThat(registrar.register(record, BUDGET).ids()).hasSize(1);

        assertThat(server.count("ListHostedZones")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub.example.net", "b.sub.example.net", "db.b.sub.example.net"})
    void register_whenTheNameIsDelegated_refusesAndNamesTheDelegation(String name) {
        String zone = sandbox.dns().createPublicZone("example.net").id();
        sandbox.dns()
                .change(
                        zone,
                        DnsEdit.create(
                                DnsRecordSet.of("sub.example.net", "NS", 300, "ns-1.example.org", "ns-2.example.org")));
        DnsRecord record = DnsRecord.address(name, 60, "10.0.1.12");

        for (var each : List.of(registrar, InMemoryDnsRegistrar.of(sandbox.dns()))) {
            assertThatThrownBy(() -> each.register(List.of(record), BUDGET))
                    .is(refusal(RefusalReason.DNS_CONFLICT))
                    .hasMessageContaining("sub.example.net is delegated to ns-1.example.org, ns-2.example.org");
        }

        assertThat(server.count("ChangeResourceRecordSets")).isZero();
        assertThat(registrar
                        .register(DnsRecord.address("db.b.example.net", 60, "10.0.1.12"), BUDGET)
                        .ids())
                .hasSize(1);
    }

    @Test
    void register_whenAPrivateZoneHasSuchASet_writes() {
        String zone = sandbox.dns().zones().get(0).id();
        sandbox.dns()
                .change(zone, DnsEdit.create(DnsRecordSet.of("sub." + Sandbox.ZONE, "NS", 300, "ns-1.example.org")));

        assertThat(registrar
                        .register(DnsRecord.address("db.sub." + Sandbox.ZONE, 60, "10.0.1.12"), BUDGET)
                        .ids())
                .hasSize(1);
    }
}
