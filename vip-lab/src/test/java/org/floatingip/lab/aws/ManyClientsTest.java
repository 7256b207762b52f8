package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;

/** 64 clients of the real SDK at once, each with connections of its own. */
class ManyClientsTest {

    private static final int CLIENTS = 64;
    private static final int ROUNDS = 20;

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final List<String> enis = List.of(eni("db.a"), eni("db.b"), eni("small"));

    private String eni(String name) {
        return network.instance(sandbox.instanceId(name))
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
    }

    /** Every answer is a success or one of EC2's refusals that fit; how many succeeded. */
    private int fight(InMemoryAwsServer server, int number, CountDownLatch ready) throws InterruptedException {
        int moved = 0;
        try (Ec2Client ec2 = SandboxAws.client(server)) {
            ready.countDown();
            ready.await();
            for (int round = 0; round < ROUNDS; round++) {
                String eni = enis.get((number + round) % enis.size());
                boolean reassign = round % 4 > 0;
                try {
                    ec2.assignPrivateIpAddresses(request -> request.networkInterfaceId(eni)
                            .privateIpAddresses(Sandbox.FLOATING_IP)
                            .allowReassignment(reassign));
                    moved++;
                } catch (Ec2Exception e) {
                    assertThat(e.awsErrorDetails().errorMessage()).contains("move is not allowed");
                }
                assertThat(ec2.describeNetworkInterfaces(request -> request.filters(Filter.builder()
                                        .name("addresses.private-ip-address")
                                        .values(Sandbox.FLOATING_IP)
                                        .build()))
                                .networkInterfaces())
                        .hasSize(1);
            }
        }
        return moved;
    }

    @Test
    void everyRequest_whenManyClientsFight_isAnsweredAndTheModelIsWhole() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (InMemoryAwsServer server = InMemoryAwsServer.start(network)) {
            CountDownLatch ready = new CountDownLatch(CLIENTS);
            List<Callable<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(() -> fight(server, number, ready));
            }
            int moved = 0;
            for (Future<Integer> client : threads.invokeAll(clients, 5, TimeUnit.MINUTES)) {
                moved += client.get();
            }

            assertThat(moved).isBetween(CLIENTS * ROUNDS * 3 / 4, CLIENTS * ROUNDS);
            assertThat(server.requests()).hasSize(2 * CLIENTS * ROUNDS);
            assertThat(server.requests().stream().filter(request -> request.status() == 200))
                    .hasSize(CLIENTS * ROUNDS + moved);
        } finally {
            threads.shutdownNow();
        }
        IpAddress vip = IpAddress.of(Sandbox.FLOATING_IP);
        assertThat(network.interfaces().stream().map(VpcInterface::addresses).flatMap(List::stream))
                .doesNotHaveDuplicates()
                .contains(vip);
        assertThat(Histories.twoHolders(network)).isNull();
    }
}
