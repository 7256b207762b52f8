package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** IPv6 addresses of one subnet, with the real SDK. */
class Ec2Ipv6AssignerTest {

    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");

    private final InMemoryVpc network = InMemoryVpc.create();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final CidrBlock range =
            CidrBlock.of(network.ipv6().associateVpc(vpc).cidr().first(), 64);
    private final IpAddress vip = range.address(0x12);
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final Ec2Ipv6Assigner assigner;

    Ec2Ipv6AssignerTest() {
        network.ipv6().associateSubnet(subnet, range);
        host(A, subnet);
        host(B, subnet);
        network.ipv6().assign(eni(A), List.of(vip));
        assigner = Ec2Ipv6Assigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .attemptTimeout(Duration.ofSeconds(30))
                .dataPlaneLag(Duration.ZERO)
                .readLag(Duration.ZERO)
                .build();
    }

    @AfterEach
    void stop() {
        assigner.close();
        server.close();
    }

    private void host(HostId id, String where) {
        network.run(InstanceSpec.with(InterfaceSpec.in(where)).id(id.value()));
    }

    private String eni(HostId host) {
        return network.instance(host.value()).orElseThrow().interfaces().get(0).id();
    }

    private Holder holder(HostId host) {
        return Holder.of(host, eni(host));
    }

    private FloatingIp ip() {
        return FloatingIp.at(vip)
                .assigner(assigner)
                .timeout(Duration.ofSeconds(3))
                .build();
    }

    private Transfer transfer() {
        Survey survey = assigner.survey(vip, B);
        return Transfer.of(vip, List.of(), survey.placement());
    }

    @Test
    void handover_whenNobodyInterferes_movesItByTwoChanges() {
        MoveResult moved = ip().move().from(A.value()).to(B.value()).handover().execute();

        assertThat(server.requests().stream().map(RecordedRequest::action))
                .containsExactly(
                        "DescribeNetworkInterfaces",
                        "DescribeInstances",
                        "UnassignIpv6Addresses",
                        "AssignIpv6Addresses",
                        "DescribeNetworkInterfaces");
        assertThat(moved.to()).isEqualTo(holder(B));
    }

    @Test
    void moveTo_whenItIsHeld_isRefusedAndSaysToHandItOver() {
        assertThatThrownBy(() -> ip().moveTo(B.value()))
                .is(refusal(RefusalReason.HANDOVER_REFUSED))
                .hasMessageContaining("can't be taken over")
                .hasMessageContaining("--handover");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void moveTo_whenNobodyHoldsIt_givesIt() {
        ip().release(A.value());

        assertThat(ip().moveTo(B.value()).to()).isEqualTo(holder(B));
    }

    @Test
    void handover_whenTheTargetIsRefused_givesItBack() {
        server.inject(WireFault.error(400, "InvalidParameterValue", "whatever EC2 says")
                .onAction("AssignIpv6Addresses"));

        assertThatThrownBy(() ->
                        ip().move().from(A.value()).to(B.value()).handover().execute())
                .hasStackTraceContaining("whatever EC2 says");
        assertThat(network.holders(vip)).containsExactly(holder(A));
    }

    @Test
    void plan_ofAMove_namesTheGap() {
        MovePlan plan = ip().move().from(A.value()).to(B.value()).handover().plan();

        assertThat(plan.warnings()).anyMatch(each -> each.contains("nobody holds it"));
        assertThat(plan.calls().toString())
                .contains("UnassignIpv6Addresses " + vip + " from " + eni(A))
                .contains("AssignIpv6Addresses " + vip + " to " + eni(B));
    }

    /** The words of EC2's refusals are not known, so none may be relied on. */
    @Test
    void assign_whenItIsRefusedInAnyWordsAndSomebodyHasIt_namesThem() {
        Transfer transfer = transfer();
        server.inject(WireFault.error(400, "InvalidParameterValue", "words that nobody has seen")
                .onAction("AssignIpv6Addresses"));

        HolderChangedException refused =
                catchThrowableOfType(HolderChangedException.class, () -> assigner.assign(transfer));

        assertThat(refused.holders()).containsExactly(holder(A));
    }

    @Test
    void release_whenItIsRefusedInAnyWordsAndSomebodyElseHasIt_namesThem() {
        network.ipv6().unassign(eni(A), List.of(vip));
        network.ipv6().assign(eni(B), List.of(vip));
        server.inject(WireFault.error(400, "InvalidParameterValue", "words that nobody has seen")
                .onAction("UnassignIpv6Addresses"));

        HolderChangedException refused =
                catchThrowableOfType(HolderChangedException.class, () -> assigner.release(vip, holder(A)));

        assertThat(refused.expected()).isEqualTo(A);
        assertThat(refused.holders()).containsExactly(holder(B));
    }

    @Test
    void release_whenItIsRefusedAndTheHolderHasIt_isRefusedInEc2sWords() {
        server.inject(WireFault.error(400, "InvalidParameterValue", "words that nobody has seen")
                .onAction("UnassignIpv6Addresses"));

        assertThatThrownBy(() -> assigner.release(vip, holder(A)))
                .is(refusal(RefusalReason.REJECTED))
                .hasMessageContaining("words that nobody has seen");
    }

    @Test
    void survey_ofAPrimaryIpv6Address_isRefused() {
        server.inject(WireFault.body(200, primaryReply())
                .onAction("DescribeNetworkInterfaces")
                .always());

        assertThatThrownBy(() -> assigner.survey(vip, B)).is(refusal(RefusalReason.PRIMARY_ADDRESS));
        assertThatThrownBy(() -> assigner.release(vip, Holder.ofPrimary(A, eni(A))))
                .is(refusal(RefusalReason.PRIMARY_ADDRESS));
    }

    /** The model has no primary IPv6 addresses. */
    private String primaryReply() {
        return "<DescribeNetworkInterfacesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
                + "<requestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</requestId><networkInterfaceSet><item>"
                + "<networkInterfaceId>" + eni(A) + "</networkInterfaceId><subnetId>" + subnet + "</subnetId>"
                + "<vpcId>" + vpc + "</vpcId><attachment><instanceId>i-0a</instanceId></attachment>"
                + "<privateIpAddressesSet/><ipv6AddressesSet><item><ipv6Address>" + vip
                + "</ipv6Address><isPrimaryIpv6>true</isPrimaryIpv6></item></ipv6AddressesSet>"
                + "</item></networkInterfaceSet></DescribeNetworkInterfacesResponse>";
    }

    @Test
    void survey_whenTheTargetIsInAnotherSubnet_isRefused() {
        HostId elsewhere = HostId.of("i-0d");
        host(elsewhere, network.createSubnet(vpc, "10.0.2.0/24", "us-east-1b").id());

        assertThatThrownBy(() -> assigner.survey(vip, elsewhere)).is(refusal(RefusalReason.SUBNET_MISMATCH));
        network.ipv6().unassign(eni(A), List.of(vip));
        assertThatThrownBy(() -> assigner.survey(vip, elsewhere)).is(refusal(RefusalReason.SUBNET_MISMATCH));
    }

    @Test
    void survey_whenTheTargetHasTwoInterfacesThere_namesThem() {
        String second = network.createInterface(InterfaceSpec.in(subnet)).id();
        network.attachInterface(second, B.value(), 1);

        assertThatThrownBy(() -> assigner.survey(vip, B))
                .is(refusal(RefusalReason.AMBIGUOUS_INTERFACE))
                .hasMessageContaining(second);
    }

    @Test
    void locate_ofAnIpv4Address_isRefused() {
        assertThatThrownBy(() -> assigner.locate(IpAddress.of("10.0.1.12")))
                .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
    }

    @Test
    void locate_onceClosed_isRefused() {
        assigner.close();

        assertThatIllegalStateException().isThrownBy(() -> assigner.locate(vip));
    }
}
