package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.List;
import java.util.stream.IntStream;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What a plan says of EC2, beside what a move then does there. */
class Ec2PlanTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    /** Of its type, m5.large. */
    private static final int LIMIT_OF_B = 10;

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
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

    private static List<String> actions(List<PlannedCall> calls) {
        return calls.stream()
                .map(call -> call.permission().substring("ec2:".length()))
                .toList();
    }

    @Test
    void plan_always_makesNoMutatingCall() {
        db.move().from(a).to(b).handover().plan();

        assertThat(server.requests()).isNotEmpty().noneMatch(RecordedRequest::mutating);
    }

    @Test
    void plan_ofATakeover_listsTheCallsThatTheMoveThenMakes() {
        MovePlan plan = db.move().to(b).plan();
        int before = server.requests().size();

        db.apply(plan);

        assertThat(actions(plan.calls()))
                .isEqualTo(server.requests().subList(before, server.requests().size()).stream()
                        .map(RecordedRequest::action)
                        .toList());
        assertThat(plan.placement().reason()).contains(b).contains("subnet-");
    }

    @Test
    void plan_ofAHandover_listsTheCallsThatTheMoveThenMakes() {
        MovePlan plan = db.move().from(a).to(b).handover().plan();
        int before = server.requests().size();

        db.apply(plan);

        assertThat(actions(plan.calls()))
                .isEqualTo(server.requests().subList(before, server.requests().size()).stream()
                        .map(RecordedRequest::action)
                        .toList());
        assertThat(server.requests().stream()
                        .filter(request -> request.action().equals("AssignPrivateIpAddresses"))
                        .map(request -> request.parameters().get("AllowReassignment")))
                .containsExactly("false");
    }

    @Test
    void plan_whenNobodyHoldsIt_listsTheCallsThatTheMoveThenMakes() {
        network.unassignAddresses(eni(a), List.of(VIP));
        MovePlan plan = db.move().to(b).plan();
        int before = server.requests().size();

        db.apply(plan);

        assertThat(actions(plan.calls()))
                .isEqualTo(server.requests().subList(before, server.requests().size()).stream()
                        .map(RecordedRequest::action)
                        .toList());
    }

    @Test
    void plan_whenTheHolderIsStopped_warns() {
        network.stop(List.of(a));

        assertThat(db.move().to(b).plan().warnings()).anyMatch(warning -> warning.contains(a + " is stopped"));
    }

    @Test
    void plan_whenTheTargetIsStopped_warns() {
        network.stop(List.of(b));

        assertThat(db.move().to(b).plan().warnings()).anyMatch(warning -> warning.contains(b + " is stopped"));
    }

    @Test
    void plan_whenTheInterfaceWillBeAtItsLimit_warns() {
        String small = sandbox.instanceId("small");

        assertThat(db.move().to(small).plan().warnings())
                .anyMatch(warning -> warning.contains("at its limit of 2 addresses (t2.micro)"));
    }

    @Test
    void plan_whenSeveralFillTheInterfaceTogether_warns() {
        List<IpAddress> both = List.of(VIP, IpAddress.of("10.0.1.51"));
        network.assignAddresses(eni(a), both, true);
        int taken = network.instance(b)
                .orElseThrow()
                .interfaces()
                .get(0)
                .addresses()
                .size();
        List<IpAddress> others = IntStream.range(taken, LIMIT_OF_B - 2)
                .mapToObj(i -> IpAddress.of("10.0.1." + (60 + i)))
                .toList();
        network.assignAddresses(eni(b), others, false);

        assertThat(group(both).move().to(b).plan().warnings())
                .anyMatch(warning -> warning.contains("at its limit of " + LIMIT_OF_B + " addresses"));
        assertThat(db.move().to(b).plan().warnings()).noneMatch(warning -> warning.contains("at its limit"));
    }

    @Test
    void plan_whenElasticIpsArePutBackOntoSeveral_namesTheInterfaceForEach() {
        List<IpAddress> both = List.of(VIP, IpAddress.of("10.0.1.51"));
        network.assignAddresses(eni(a), both, true);
        for (IpAddress address : both) {
            network.associateElasticIp(network.allocateElasticIp().allocationId(), eni(a), address, false);
        }

        assertThat(group(both)
                        .move()
                        .from(a)
                        .to(b)
                        .handover()
                        .reassociate()
                        .plan()
                        .calls())
                .extracting(PlannedCall::description)
                .filteredOn(call -> call.startsWith("AssociateAddress"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call).contains(eni(b)).doesNotContain("10.0.1."));
        assertThat(db.move().from(a).to(b).handover().reassociate().plan().calls())
                .extracting(PlannedCall::description)
                .filteredOn(call -> call.startsWith("AssociateAddress"))
                .singleElement()
                .asString()
                .contains(VIP + " of " + eni(b));
    }

    private FloatingIpGroup group(List<IpAddress> addresses) {
        return FloatingIpGroup.of(addresses).assigner(assigner).build();
    }

    @Test
    void plan_whenAWarningCantBeRead_doesWithout() {
        network.stop(List.of(a));
        server.inject(Fault.deny().onAction("DescribeInstanceTypes"));

        assertThat(db.move().to(sandbox.instanceId("small")).plan().warnings())
                .containsExactly("the holder " + a + " is stopped");
    }

    @Test
    void handover_whenAnElasticIpHangsOnIt_isRefused() {
        network.associateElasticIp(network.allocateElasticIp().allocationId(), eni(a), VIP, false);

        assertThat(db.move().to(b).plan().warnings()).contains("Elastic IP 203.0.113.1 moves along");
        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute())
                .is(refusal(RefusalReason.HANDOVER_REFUSED))
                .hasMessageContaining("203.0.113.1");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }
}
