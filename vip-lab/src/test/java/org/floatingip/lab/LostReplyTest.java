package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.SupersededException;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.testkit.InMemoryAwsServer;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.RecordedRequest;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VpcEvent;
import org.floatingip.testkit.WireFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The server applies the assignment, and the caller never learns: over HTTP, with the real SDK. */
class LostReplyTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
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

    private long moves() {
        return network.history().stream()
                .filter(event -> event.kind() == VpcEvent.Kind.ADDRESS && VIP.equals(event.address()))
                .skip(1) // the sandbox gave it to db.a
                .count();
    }

    @Test
    void moveTo_whenTheReplyIsLost_isMovedByExactlyOneAssignment() {
        server.failNext("AssignPrivateIpAddresses", WireFault.loseReply());

        MoveResult result = db.moveTo(b);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(network.holders(VIP))
                .allMatch(holder -> holder.isOn(HostId.of(b)))
                .hasSize(1);
        assertThat(moves()).isEqualTo(1);
        assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(1);
    }

    @Test
    void moveTo_whenTheReplyIsLostAndAThirdPartyTookIt_doesNotStealItBack() {
        String small = sandbox.instanceId("small");
        String thirdParty =
                network.instance(small).orElseThrow().interfaces().get(0).id();
        server.failNext(
                "AssignPrivateIpAddresses",
                WireFault.loseReply().then(() -> network.assignAddresses(thirdParty, List.of(VIP), true)));

        SupersededException failed = catchThrowableOfType(SupersededException.class, () -> db.moveTo(b));

        assertThat(failed.observed()).allMatch(holder -> holder.isOn(HostId.of(small)));
        assertThat(network.holders(VIP))
                .allMatch(holder -> holder.isOn(HostId.of(small)))
                .hasSize(1);
        assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(1);
    }

    @Test
    void moveTo_whenTheRequestIsLost_looksBeforeItAssignsAgain() {
        server.failNext("AssignPrivateIpAddresses", WireFault.loseRequest());

        assertThat(db.moveTo(b).moved()).isTrue();

        assertThat(server.requests().stream().map(RecordedRequest::action))
                .containsExactly(
                        "DescribeNetworkInterfaces",
                        "DescribeInstances",
                        "AssignPrivateIpAddresses",
                        "DescribeNetworkInterfaces",
                        "AssignPrivateIpAddresses",
                        "DescribeNetworkInterfaces");
    }

    @Test
    void moveTo_whenHeldAlready_makesNoMutatingCall() {
        db.moveTo(sandbox.instanceId("db.a"));

        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }
}
