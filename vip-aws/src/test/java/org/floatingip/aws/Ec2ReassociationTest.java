package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.List;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.RefusalReason;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Elastic IPs that a handover cuts off and puts back, with the real SDK. */
class Ec2ReassociationTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final VpcElasticIp elasticIp =
            network.associateElasticIp(network.allocateElasticIp().allocationId(), eni(a), VIP, false);
    private final List<Dependent> dependents =
            List.of(Dependent.of(elasticIp.allocationId(), "Elastic IP " + elasticIp.publicIp()));
    private InMemoryAwsServer server;
    private Ec2IpAssigner assigner;
    private FloatingIp db;

    @BeforeEach
    void start() {
        server = InMemoryAwsServer.start(network);
        assigner = Ec2IpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .build();
        db = FloatingIp.at(VIP).assigner(assigner).build();
    }

    @AfterEach
    void stop() {
        assigner.close();
        server.close();
    }

    private String eni(String instance) {
        return network.instance(instance).orElseThrow().interfaces().get(0).id();
    }

    private Placement on(String instance) {
        return Placement.builder(HostId.of(instance), eni(instance)).build();
    }

    private boolean isOn(String instance) {
        VpcElasticIp.Association now =
                network.elasticIp(elasticIp.allocationId()).orElseThrow().association();
        return now != null
                && now.interfaceId().equals(eni(instance))
                && now.privateIp().equals(VIP);
    }

    private void handedOver() {
        network.unassignAddresses(eni(a), List.of(VIP));
        network.assignAddresses(eni(b), List.of(VIP), false);
    }

    @Test
    void survey_whenAnElasticIpHangsOnIt_namesItsAllocation() {
        assertThat(One.survey(assigner, VIP, HostId.of(b)).dependents()).isEqualTo(dependents);
    }

    @Test
    void handover_whenAskedToReassociate_makesTheCallsOfItsPlan() {
        MovePlan plan = db.move().from(a).to(b).handover().reassociate().plan();
        int before = server.requests().size();

        assertThat(db.apply(MovePlan.decode(plan.encode())).moved()).isTrue();

        assertThat(isOn(b)).isTrue();
        assertThat(plan.calls().stream()
                        .map(call -> call.permission().substring("ec2:".length()))
                        .toList())
                .isEqualTo(server.requests().subList(before, server.requests().size()).stream()
                        .map(RecordedRequest::action)
                        .toList());
        assertThat(plan.permissions()).contains("ec2:AssociateAddress");
        assertThat(plan.dependents()).isEqualTo(dependents);
        assertThat(server.requests().stream()
                        .filter(request -> request.action().equals("AssociateAddress"))
                        .map(request -> request.parameters().get("AllowReassociation")))
                .containsExactly("false");
    }

    @Test
    void handover_whenTheReplyOfAssociatingIsLost_findsItInPlace() {
        server.inject(Fault.loseReply().onCall(Call.REASSOCIATE));

        assertThat(db.move().from(a).to(b).handover().reassociate().execute().moved())
                .isTrue();

        assertThat(isOn(b)).isTrue();
        assertThat(server.count("AssociateAddress")).isEqualTo(1);
    }

    @Test
    void handover_whenAssociatingIsDenied_movesAndNamesTheElasticIpAndThePermission() {
        server.inject(Fault.deny().onCall(Call.REASSOCIATE));

        NotReassociatedException failed = catchThrowableOfType(
                NotReassociatedException.class,
                () -> db.move().from(a).to(b).handover().reassociate().execute());

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.dependents()).isEqualTo(dependents);
        assertThat(failed.holder()).isEqualTo(Holder.of(HostId.of(b), eni(b)));
        assertThat(failed)
                .hasMessageContaining("ec2:AssociateAddress")
                .hasMessageContaining(elasticIp.allocationId())
                .hasMessageContaining("203.0.113.1")
                .hasCauseInstanceOf(PermissionDeniedException.class);
        assertThat(network.holders(VIP)).containsExactly(Holder.of(HostId.of(b), eni(b)));
    }

    @Test
    void reassociate_whenItIsInPlaceAlready_isDone() {
        handedOver();
        assigner.putBack(VIP, on(b), dependents);
        assigner.putBack(VIP, on(b), dependents);
        assertThat(isOn(b)).isTrue();

        server.inject(Fault.refuse("Resource.AlreadyAssociated").onCall(Call.REASSOCIATE));
        assigner.putBack(VIP, on(b), dependents);
        assertThat(isOn(b)).isTrue();
    }

    @Test
    void reassociate_whenSomebodyElseUsesIt_isRefusedAndLeavesItThere() {
        handedOver();
        network.associateElasticIp(elasticIp.allocationId(), eni(a), IpAddress.of("10.0.1.10"), false);

        assertThatThrownBy(() -> assigner.putBack(VIP, on(b), dependents))
                .is(refusal(RefusalReason.REJECTED))
                .hasMessageContaining("Resource.AlreadyAssociated")
                .hasMessageContaining(elasticIp.allocationId());
        VpcElasticIp.Association now = Objects.requireNonNull(
                network.elasticIp(elasticIp.allocationId()).orElseThrow().association());
        assertThat(now.privateIp()).hasToString("10.0.1.10");
    }

    @Test
    void reassociate_whenTheAddressIsNotSeenThere_mayBeAskedAgain() {
        handedOver();

        assertThatThrownBy(() -> assigner.putBack(VIP, on(a), dependents))
                .isInstanceOf(UnavailableException.class)
                .satisfies(e -> {
                    assertThat(((UnavailableException) e).retryable()).isTrue();
                    assertThat(((UnavailableException) e).effect()).isEqualTo(Effect.NONE);
                });
    }

    @Test
    void reassociate_whenTheAllocationIsGone_isRefused() {
        handedOver();
        network.releaseElasticIp(elasticIp.allocationId());

        assertThatThrownBy(() -> assigner.putBack(VIP, on(b), dependents))
                .is(refusal(RefusalReason.REJECTED))
                .hasMessageContaining("InvalidAllocationID.NotFound");
    }
}
