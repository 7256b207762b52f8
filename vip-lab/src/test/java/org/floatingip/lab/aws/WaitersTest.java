package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttachmentStatus;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;

/** The SDK's own waiters, in a network in which transitions take half a minute; each look takes ten seconds of it. */
class WaitersTest {

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int LOOKS = 3;

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker, LOOK.multipliedBy(LOOKS));
    private final InMemoryAwsServer server = InMemoryAwsServer.builder(sandbox.network())
            .authorizer((action, parameters) -> {
                if (action.startsWith("ec2:Describe")) {
                    ticker.advance(LOOK);
                }
                return true;
            })
            .start();
    private final Ec2Client ec2 = SandboxAws.client(server);
    private final Ec2Waiter waiter = Ec2Waiter.builder().client(ec2).build();
    private final String subnet = sandbox.network().subnets().get(0).id();

    @AfterEach
    void close() {
        waiter.close();
        ec2.close();
        server.close();
    }

    private static void atOnce(WaiterOverrideConfiguration.Builder settings) {
        settings.backoffStrategyV2(BackoffStrategy.retryImmediately());
    }

    private Instance run() {
        return ec2.runInstances(request -> request.imageId("ami-1")
                        .instanceType("m5.large")
                        .minCount(1)
                        .maxCount(1)
                        .subnetId(subnet))
                .instances()
                .get(0);
    }

    private static Consumer<DescribeInstancesRequest.Builder> instance(String id) {
        return request -> request.instanceIds(id);
    }

    private static Consumer<DescribeNetworkInterfacesRequest.Builder> networkInterface(String id) {
        return request -> request.networkInterfaceIds(id);
    }

    private NetworkInterface look(String id) {
        return ec2.describeNetworkInterfaces(networkInterface(id))
                .networkInterfaces()
                .get(0);
    }

    @Test
    void instance_runStoppedStartedTerminated_isWaitedForEachTime() {
        Instance ran = run();
        String id = ran.instanceId();
        assertThat(ran.state().name()).isEqualTo(InstanceStateName.PENDING);
        assertThat(ran.networkInterfaces().get(0).attachment().status()).isEqualTo(AttachmentStatus.ATTACHING);
        assertThat(waiter.waitUntilInstanceRunning(instance(id), WaitersTest::atOnce)
                        .attemptsExecuted())
                .isEqualTo(LOOKS);

        assertThat(ec2.stopInstances(request -> request.instanceIds(id)).stoppingInstances())
                .singleElement()
                .satisfies(change -> assertThat(change.previousState().name()).isEqualTo(InstanceStateName.RUNNING))
                .satisfies(change -> assertThat(change.currentState().name()).isEqualTo(InstanceStateName.STOPPING));
        assertThat(waiter.waitUntilInstanceStopped(instance(id), WaitersTest::atOnce)
                        .attemptsExecuted())
                .isEqualTo(LOOKS);

        assertThat(ec2.startInstances(request -> request.instanceIds(id)).startingInstances())
                .singleElement()
                .satisfies(change -> assertThat(change.previousState().name()).isEqualTo(InstanceStateName.STOPPED))
                .satisfies(change -> assertThat(change.currentState().name()).isEqualTo(InstanceStateName.PENDING));
        assertThat(waiter.waitUntilInstanceRunning(instance(id), WaitersTest::atOnce)
                        .attemptsExecuted())
                .isEqualTo(LOOKS);

        assertThat(ec2.terminateInstances(request -> request.instanceIds(id)).terminatingInstances())
                .singleElement()
                .satisfies(
                        change -> assertThat(change.currentState().name()).isEqualTo(InstanceStateName.SHUTTING_DOWN));
        assertThat(waiter.waitUntilInstanceTerminated(instance(id), WaitersTest::atOnce)
                        .attemptsExecuted())
                .isEqualTo(LOOKS);
    }

    @Test
    void networkInterface_createdAttachedDetached_isWaitedFor() {
        NetworkInterface created =
                ec2.createNetworkInterface(request -> request.subnetId(subnet)).networkInterface();
        String id = created.networkInterfaceId();
        assertThat(created.statusAsString())
                .as("a state that EC2 has, and its SDK lacks")
                .isEqualTo("pending");
        assertThat(waiter.waitUntilNetworkInterfaceAvailable(networkInterface(id), WaitersTest::atOnce)
                        .attemptsExecuted())
                .isEqualTo(LOOKS);

        String attachment = ec2.attachNetworkInterface(request -> request.networkInterfaceId(id)
                        .instanceId(sandbox.instanceId("db.a"))
                        .deviceIndex(1))
                .attachmentId();
        assertThat(look(id).attachment().status()).isEqualTo(AttachmentStatus.ATTACHING);
        ticker.advance(LOOK.multipliedBy(LOOKS));
        assertThat(look(id).attachment().status()).isEqualTo(AttachmentStatus.ATTACHED);

        ec2.detachNetworkInterface(request -> request.attachmentId(attachment));
        assertThat(look(id).attachment().status()).isEqualTo(AttachmentStatus.DETACHING);
        assertThat(waiter.waitUntilNetworkInterfaceAvailable(networkInterface(id), WaitersTest::atOnce)
                        .attemptsExecuted())
                .isEqualTo(LOOKS - 1);
        ec2.deleteNetworkInterface(request -> request.networkInterfaceId(id));
    }

    /** Who does not ask for it does not wait, though each answer shows what was under way. */
    @Test
    void transitions_unlessAskedFor_areOverAtTheNextLook() {
        Sandbox plain = Sandbox.create();
        try (InMemoryAwsServer fast = plain.serve();
                Ec2Client client = SandboxAws.client(fast);
                Ec2Waiter patient = Ec2Waiter.builder().client(client).build()) {
            List<Instance> ran = client.runInstances(request -> request.imageId("ami-1")
                            .minCount(2)
                            .maxCount(2)
                            .subnetId(plain.network().subnets().get(0).id()))
                    .instances();

            assertThat(ran).extracting(instance -> instance.state().name()).containsOnly(InstanceStateName.PENDING);
            assertThat(patient.waitUntilInstanceRunning(instance(ran.get(1).instanceId()))
                            .attemptsExecuted())
                    .isEqualTo(1);
        }
    }
}
