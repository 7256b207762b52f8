package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcElasticIp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Elastic IPs over two zones, with the real SDK. */
class ElasticIpAssignerTest {

    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");

    private final InMemoryVpc network = InMemoryVpc.create();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final VpcElasticIp ours = network.allocateElasticIp();
    private final VpcElasticIp another = network.allocateElasticIp();
    private final IpAddress vip = ours.publicIp();
    private final VirtualTicker ticker = VirtualTicker.create();
    private ElasticIpAssigner assigner;

    ElasticIpAssignerTest() {
        host(A, network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id());
        host(B, network.createSubnet(vpc, "10.0.2.0/24", "us-east-1b").id());
        put(ours, A);
        assigner = builder().build();
    }

    @AfterEach
    void stop() {
        assigner.close();
        server.close();
    }

    private void host(HostId id, String subnet) {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet)).id(id.value()));
    }

    private ElasticIpAssigner.Builder builder() {
        return ElasticIpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .attemptTimeout(Duration.ofSeconds(30))
                .dataPlaneLag(Duration.ZERO)
                .readLag(Duration.ZERO);
    }

    private FloatingIp ip() {
        return FloatingIp.at(vip).assigner(assigner).ticker(ticker).build();
    }

    private String eni(HostId host) {
        return network.instance(host.value()).orElseThrow().interfaces().get(0).id();
    }

    private IpAddress primary(HostId host) {
        return network.networkInterface(eni(host)).orElseThrow().primaryAddress();
    }

    private void put(VpcElasticIp which, HostId host) {
        network.associateElasticIp(which.allocationId(), eni(host), primary(host), true);
    }

    private VpcElasticIp.@Nullable Association on(VpcElasticIp which) {
        return network.elasticIp(which.allocationId()).orElseThrow().association();
    }

    private Holder holder(HostId host) {
        return Holder.of(host, eni(host));
    }

    private Transfer transfer(HostId to) {
        Survey survey = assigner.survey(vip, to);
        return Transfer.of(vip, survey.holders(), survey.placement());
    }

    // ---- moving

    @Test
    void moveTo_anotherZone_putsItOnThePrimaryAddressThere() {
        MoveResult moved = ip().moveTo(B.value());

        assertThat(server.requests().stream().map(RecordedRequest::action))
                .containsExactly(
                        "DescribeAddresses",
                        "DescribeInstances",
                        "DescribeNetworkInterfaces",
                        "AssociateAddress",
                        "DescribeAddresses");
        assertThat(moved.to()).isEqualTo(holder(B));
        assertThat(moved.displaced()).containsExactly(holder(A));
        assertThat(Objects.requireNonNull(on(ours)).privateIp()).isEqualTo(primary(B));
    }

    @Test
    void moveTo_withAPrivateAddressSaid_putsItThere() {
        IpAddress second = IpAddress.of("10.0.2.77");
        network.assignAddresses(eni(B), List.of(second), false);
        for (String host : List.of(B.value(), eni(B))) {
            assigner.close();
            assigner = builder().privateAddress(host, "10.0.2.77").build();
            ip().moveTo(B.value());
            assertThat(Objects.requireNonNull(on(ours)).privateIp()).isEqualTo(second);
            ip().moveTo(A.value());
            assertThat(Objects.requireNonNull(on(ours)).privateIp()).isEqualTo(primary(A));
        }
    }

    @Test
    void survey_whenThePrivateAddressThatWasSaidIsNotThere_isRefused() {
        assigner.close();
        assigner = builder().privateAddress(B.value(), "10.0.2.77").build();

        assertThatThrownBy(() -> assigner.survey(vip, B))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .hasMessageContaining("does not have 10.0.2.77");
        assertThatIllegalArgumentException().isThrownBy(() -> builder().privateAddress(B.value(), "nowhere"));
    }

    @Test
    void survey_whenTheTargetHasSeveralInterfaces_namesThem() {
        String second = network.createInterface(InterfaceSpec.in(
                        network.networkInterface(eni(B)).orElseThrow().subnetId()))
                .id();
        network.attachInterface(second, B.value(), 1);

        assertThatThrownBy(() -> assigner.survey(vip, B))
                .is(refusal(RefusalReason.AMBIGUOUS_INTERFACE))
                .hasMessageContaining(eni(B))
                .hasMessageContaining(second);
        ip().moveTo(second);
        assertThat(assigner.survey(vip, B).placement().interfaceId()).isEqualTo(second);
    }

    @Test
    void handover_whenNobodyInterferes_endsOneAssociationAndMakesAnother() {
        String before = Objects.requireNonNull(on(ours)).id();

        ip().move().from(A.value()).to(B.value()).handover().execute();

        assertThat(server.requests())
                .filteredOn(RecordedRequest::mutating)
                .satisfiesExactly(
                        taken -> assertThat(taken.parameters()).containsEntry("AssociationId", before),
                        given -> assertThat(given.parameters()).containsEntry("AllowReassociation", "false"));
        assertThat(assigner.locate(vip)).containsExactly(holder(B));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handover_whenItIsRefused_givesItBackToThePrivateAddressThatItHad(boolean anotherIsOnThePrimary) {
        IpAddress second = onSecondOfA();
        if (anotherIsOnThePrimary) {
            put(another, A);
        }
        server.inject(Fault.deny().onAction("AssociateAddress"));

        assertThatThrownBy(() ->
                        ip().move().from(A.value()).to(B.value()).handover().execute())
                .isInstanceOf(PermissionDeniedException.class)
                .satisfies(denied -> assertThat(((PermissionDeniedException) denied).effect())
                        .isEqualTo(Effect.NONE));

        assertThat(Objects.requireNonNull(on(ours)).privateIp()).isEqualTo(second);
        assertThat(on(another) != null).isEqualTo(anotherIsOnThePrimary);
    }

    @Test
    void moveTo_backToWhereItWasOnASecondaryAddress_followsThePlan() {
        IpAddress unused = onSecondOfA();
        ip().moveTo(B.value());

        ip().moveTo(A.value());

        assertThat(Objects.requireNonNull(on(ours)).privateIp()).isEqualTo(primary(A));
    }

    private IpAddress onSecondOfA() {
        IpAddress second = IpAddress.of("10.0.1.50");
        network.assignAddresses(eni(A), List.of(second), false);
        network.associateElasticIp(ours.allocationId(), eni(A), second, true);
        return second;
    }

    // ---- the private address that was said

    @Test
    void moveTo_whenItIsOnAnotherPrivateAddressThanSaid_warns() {
        network.assignAddresses(eni(A), List.of(IpAddress.of("10.0.1.50")), false);
        assigner.close();
        assigner = builder().privateAddress(A.value(), "10.0.1.50").build();

        MoveResult result = ip().moveTo(A.value());

        assertThat(result.outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("is on " + primary(A) + " of " + eni(A) + ", and not on 10.0.1.50");
    }

    @Test
    void moveTo_whenOneOfSeveralInterfacesHasWhatWasSaid_takesThatOne() {
        String second = network.createInterface(InterfaceSpec.in(
                                network.networkInterface(eni(B)).orElseThrow().subnetId())
                        .secondary("10.0.2.77"))
                .id();
        network.attachInterface(second, B.value(), 1);
        assigner.close();
        assigner = builder().privateAddress(B.value(), "10.0.2.77").build();

        ip().moveTo(B.value());

        assertThat(Objects.requireNonNull(on(ours)).interfaceId()).isEqualTo(second);
        assertThat(Objects.requireNonNull(on(ours)).privateIp()).hasToString("10.0.2.77");
    }

    // ---- displacement

    @Test
    void moveTo_whenItWasDisplacedSince_isMadeAndSaysWhatIsThere() {
        ip().moveTo(B.value());
        put(another, B);

        assertThat(assigner.locate(vip)).as("nobody holds it").isEmpty();
        MoveResult recovered = ip().moveTo(A.value());

        assertThat(recovered.warnings())
                .singleElement()
                .asString()
                .contains("was put on " + primary(B) + " of " + eni(B))
                .contains("Elastic IP " + another.publicIp() + " (" + another.allocationId() + ") is there now");
        assertThat(Objects.requireNonNull(on(ours)).interfaceId()).isEqualTo(eni(A));
        assertThat(assigner.survey(vip, A).warnings()).isEmpty();
    }

    @Test
    void moveTo_whenItIsNotSeenAndTheNextOneGoesElsewhere_isMadeAndSaysWhatIsThere() {
        Transfer transfer = transfer(B);
        assigner.assign(transfer);
        put(another, B);

        assertThat(ip().moveTo(A.value()).warnings().toString()).contains("Elastic IP " + another.publicIp());
    }

    @Test
    void survey_whenWhatDisplacedItCanNotBeRead_saysSoAndIsNotRefused() {
        ip().moveTo(B.value());
        put(another, B);
        server.inject(Fault.deny().onAction("DescribeAddresses").skip(1));

        assertThat(assigner.survey(vip, A).warnings())
                .singleElement()
                .asString()
                .contains("could not be read whether another Elastic IP is on " + primary(B));
    }

    @Test
    void survey_whenItIsDisplacedAfterAMoveThatWasRefused_stillSaysWhatIsThere() {
        ip().moveTo(B.value());
        server.inject(Fault.deny().onAction("AssociateAddress"));
        assertThatThrownBy(() -> ip().moveTo(A.value())).isInstanceOf(PermissionDeniedException.class);
        put(another, B);

        assertThat(assigner.survey(vip, A).warnings().toString())
                .contains("Elastic IP " + another.publicIp() + " (" + another.allocationId() + ") is there now");
    }

    @Test
    void moveTo_whenAnotherElasticIpIsThere_isRefusedAndNamesIt() {
        put(another, B);

        assertThatThrownBy(() -> ip().moveTo(B.value()))
                .is(refusal(RefusalReason.OCCUPIED))
                .hasMessageContaining(primary(B) + " of " + eni(B))
                .hasMessageContaining(another.publicIp().toString());
        assertThat(on(another)).isNotNull();
        assertThat(server.count("AssociateAddress")).isZero();
    }

    @Test
    void assign_whenAnotherCameSinceTheSurvey_isRefusedAndNamesIt() {
        Transfer transfer = transfer(B);
        put(another, B);

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> assigner.assign(transfer));

        assertThat(refused.reason()).isEqualTo(RefusalReason.OCCUPIED);
        assertThat(refused).hasMessageContaining(another.publicIp().toString());
        assertThat(on(another)).isNotNull();
    }

    @Test
    void moveTo_whenAnotherDisplacesItBeforeItIsSeen_failsAndNamesIt() {
        server.inject(Fault.none().then(() -> put(another, B)).onAction("AssociateAddress"));

        NotVerifiedException failed = displaced();

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.getCause()).is(refusal(RefusalReason.OCCUPIED));
        assertThat(on(ours)).isNull();
        assertThat(assigner.locate(vip))
                .as("a look tells who holds it, and no more")
                .isEmpty();
    }

    @Test
    void moveTo_whenTheReplyIsLostAndAnotherDisplacesIt_failsAndNamesIt() {
        server.inject(Fault.loseReply().then(() -> put(another, B)).onAction("AssociateAddress"));

        NotVerifiedException failed = displaced();

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
    }

    /** Seed 2595 of the simulation: the look after the lost reply shows it there, and the one that would prove it does not any more. */
    @Test
    void moveTo_whenAnotherDisplacesItBetweenTwoLooks_failsAndNamesIt() {
        server.inject(Fault.loseReply().onAction("AssociateAddress"));
        server.inject(Fault.none()
                .first(() -> put(another, B))
                .onAction("DescribeAddresses")
                .skip(2));

        NotVerifiedException failed = displaced();

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
    }

    /** Seed 9625: one look showed nobody, and the next one was refused. */
    @Test
    void moveTo_whenAnotherDisplacesItAndTheNextLookFails_failsAndNamesIt() {
        assigner.close();
        assigner = builder().readLag(Duration.ofSeconds(1)).build();
        server.inject(Fault.none().then(() -> put(another, B)).onAction("AssociateAddress"));
        server.inject(Fault.deny().onAction("DescribeAddresses").skip(2));

        NotVerifiedException failed = displaced();

        assertThat(failed.getCause()).isInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void moveFrom_whenTheReplyIsLostAndAnotherDisplacesIt_failsAndNamesIt() {
        server.inject(Fault.loseReply().then(() -> put(another, B)).onAction("AssociateAddress"));

        SupersededException failed = catchThrowableOfType(
                SupersededException.class,
                () -> ip().move().from(A.value()).to(B.value()).execute());

        assertThat(failed).hasMessageContaining("nobody holds it now").hasCauseInstanceOf(UnavailableException.class);
        assertThat(failed.getSuppressed())
                .singleElement(THROWABLE)
                .is(refusal(RefusalReason.OCCUPIED))
                .hasMessageContaining("Elastic IP " + another.publicIp());
    }

    private NotVerifiedException displaced() {
        NotVerifiedException failed = catchThrowableOfType(NotVerifiedException.class, () -> ip().moveTo(B.value()));

        assertThat(failed)
                .hasMessageContaining(B + " can't take it now: ")
                .hasMessageContaining("Elastic IP " + another.publicIp());
        return failed;
    }

    @Test
    void survey_whenItsMoveThereWasRefused_doesNotSayThatItWasPutThere() {
        network.disassociateElasticIp(Objects.requireNonNull(on(ours)).id());
        Transfer transfer = transfer(B);
        server.inject(Fault.deny().onAction("AssociateAddress"));
        assertThatThrownBy(() -> assigner.assign(transfer)).isInstanceOf(PermissionDeniedException.class);
        put(another, B);

        assertThat(assigner.survey(vip, A).warnings()).isEmpty();
    }

    @Test
    void survey_whenOthersMovedItSince_doesNotSayThatItWasDisplaced() {
        ip().moveTo(B.value());
        put(ours, A);
        assertThat(assigner.survey(vip, A).holders()).isNotEmpty();
        network.disassociateElasticIp(Objects.requireNonNull(on(ours)).id());
        put(another, B);

        assertThat(assigner.survey(vip, A).warnings()).isEmpty();
    }

    @Test
    void assign_whenNobodyWasSeenAndSomebodyTookIt_displacesNobody() {
        network.disassociateElasticIp(Objects.requireNonNull(on(ours)).id());
        Transfer transfer = transfer(B);
        put(ours, A);

        HolderChangedException refused =
                catchThrowableOfType(HolderChangedException.class, () -> assigner.assign(transfer));

        assertThat(refused.holders()).containsExactly(holder(A));
        assertThat(assigner.locate(vip)).containsExactly(holder(A));
    }

    // ---- release

    @Test
    void release_whenItMovedBetweenLookAndCall_leavesTheNewAssociation() {
        server.inject(Fault.none().first(() -> put(ours, B)).onAction("DisassociateAddress"));

        HolderChangedException refused =
                catchThrowableOfType(HolderChangedException.class, () -> assigner.release(vip, holder(A)));

        assertThat(refused.holders()).containsExactly(holder(B));
        assertThat(on(ours)).isNotNull();
    }

    // ---- bad input

    @Test
    void locate_ofAnAddressOfNobodysHere_isRefusedAndNeverReadAsNobody() {
        assertThatThrownBy(() -> assigner.locate(IpAddress.of("203.0.113.250")))
                .is(refusal(RefusalReason.UNKNOWN_ADDRESS));
        assertThatThrownBy(() -> assigner.locate(IpAddress.of("2001:db8::1")))
                .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
    }

    @Test
    void assign_whenItWasReleasedMeanwhile_isRefused() {
        Transfer transfer = transfer(B);
        network.disassociateElasticIp(Objects.requireNonNull(on(ours)).id());
        network.releaseElasticIp(ours.allocationId());

        assertThatThrownBy(() -> assigner.assign(transfer)).is(refusal(RefusalReason.UNKNOWN_ADDRESS));
    }

    @Test
    void assign_whenTheVpcHasNoInternetGateway_isRefusedInEc2sWords() {
        Transfer transfer = transfer(B);
        server.inject(Fault.refuse("Gateway.NotAttached", "Network " + vpc + " is not attached to any internet gateway")
                .onAction("AssociateAddress"));

        assertThatThrownBy(() -> assigner.assign(transfer))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining("Network " + vpc + " is not attached to any internet gateway");
    }

    @Test
    void assign_whenItBelongsToAnotherAccount_isDenied() {
        Transfer transfer = transfer(B);
        server.inject(Fault.refuse("AuthFailure", "The address '" + vip + "' does not belong to you.")
                .onAction("AssociateAddress"));

        assertThatThrownBy(() -> assigner.assign(transfer)).isInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void assign_whenTheReplyIsLost_isUnknown() {
        Transfer transfer = transfer(B);
        server.inject(Fault.loseReply().onAction("AssociateAddress"));

        UnavailableException lost = catchThrowableOfType(UnavailableException.class, () -> assigner.assign(transfer));

        assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(assigner.locate(vip)).containsExactly(holder(B));
    }

    // ---- saying what is, and what will be

    @Test
    void addressOf_anAllocation_isItsPublicAddress() {
        assertThat(assigner.addressOf(ours.allocationId())).isEqualTo(vip);
        assertThatThrownBy(() -> assigner.addressOf("eipalloc-00000000000000000"))
                .is(refusal(RefusalReason.REJECTED))
                .hasMessageContaining("does not exist");
    }

    @Test
    void addressOf_theAllocationOfACarrierIp_isRefusedByThatName() {
        VpcElasticIp carrier = network.allocateCarrierIp("us-east-1-wl1-bos-wlz-1", Map.of());

        assertThatThrownBy(() -> assigner.addressOf(carrier.allocationId()))
                .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS))
                .hasMessageContaining("is a carrier IP " + carrier.publicIp());
    }

    @Test
    void plan_ofAMove_namesTheCalls() {
        MovePlan plan = ip().move().to(B.value()).plan();

        assertThat(plan.calls().toString())
                .contains("AssociateAddress " + vip + " with " + eni(B) + ", with AllowReassociation")
                .contains("that no other Elastic IP is on " + eni(B));
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void doctor_whenAllIsWell_findsNoProblemAndMovesNothing() {
        assertThat(ip().doctor(A.value(), B.value()).findings())
                .noneMatch(finding -> finding.severity() == Severity.PROBLEM)
                .anyMatch(finding -> finding.detail().contains("dry run"));
        assertThat(assigner.locate(vip)).containsExactly(holder(A));
    }

    @Test
    void doctor_whenMovingIsDenied_saysSo() {
        server.inject(Fault.deny().onAction("AssociateAddress").always());

        assertThat(ip().doctor(A.value()).findings(Severity.WARNING))
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject()).isEqualTo("ec2:AssociateAddress"));
    }

    @Test
    void locate_onceClosed_isRefused() {
        assigner.close();

        assertThatIllegalStateException().isThrownBy(() -> assigner.locate(vip));
    }
}
