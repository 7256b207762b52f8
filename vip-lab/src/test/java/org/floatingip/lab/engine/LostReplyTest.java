package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.failure.SupersededException;
import org.floatingip.lab.aws.SandboxAws;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.VpcEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server applies the assignment, and the caller never learns: over HTTP, with the real SDK. */
class LostReplyTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    private final SandboxAws aws = new SandboxAws();
    private final Sandbox sandbox = aws.sandbox;
    private final InMemoryVpc network = aws.network;
    private final InMemoryAwsServer server = aws.server;
    private final FloatingIp db = aws.floatingIp();
    private final String b = sandbox.instanceId("db.b");

    @AfterEach
    void stop() {
        aws.close();
    }

    private long moves() {
        return network.history().stream()
                .filter(event -> event.kind() == VpcEvent.Kind.ADDRESS && VIP.equals(event.address()))
                .skip(1) // the sandbox gave it to db.a
                .count();
    }

    @Test
    void moveTo_whenTheReplyIsLost_isMovedByExactlyOneAssignment() {
        server.inject(Fault.loseReply().onCall(Call.ASSIGN));

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
        server.inject(Fault.loseReply().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, small)));

        SupersededException failed = catchThrowableOfType(SupersededException.class, () -> db.moveTo(b));

        assertThat(failed.observed()).allMatch(holder -> holder.isOn(HostId.of(small)));
        assertThat(network.holders(VIP))
                .allMatch(holder -> holder.isOn(HostId.of(small)))
                .hasSize(1);
        assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(1);
    }

    @Test
    void moveTo_whenTheRequestIsLost_looksBeforeItAssignsAgain() {
        server.inject(Fault.loseRequest().onCall(Call.ASSIGN));

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
