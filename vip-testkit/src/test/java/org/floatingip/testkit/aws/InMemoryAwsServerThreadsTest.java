package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InterfaceSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many clients at once. */
class InMemoryAwsServerThreadsTest {

    private static final int THREADS = 32;

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void call_whenManyAssignOneFreeAddress_exactlyOneGetsIt() throws Exception {
        String subnetId = network.subnets().get(0).id();
        List<String> interfaces = IntStream.range(0, THREADS)
                .mapToObj(
                        i -> network.createInterface(InterfaceSpec.in(subnetId)).id())
                .toList();

        List<Integer> statuses = inParallel(i -> client.call(
                        "AssignPrivateIpAddresses",
                        "NetworkInterfaceId=" + interfaces.get(i),
                        "PrivateIpAddress.1=10.0.1.200")
                .status());

        assertThat(statuses).containsOnly(200, 400).containsOnlyOnce(200);
        assertThat(network.holders("10.0.1.200"))
                .singleElement()
                .satisfies(holder -> assertThat(holder.interfaceId()).isEqualTo(interfaces.get(statuses.indexOf(200))));
    }

    @Test
    void call_whenManySendTheSameClientToken_oneThingIsCreated() throws Exception {
        int before = network.interfaces().size();
        String subnetId = network.subnets().get(0).id();

        List<String> ids =
                inParallel(i -> client.ok("CreateNetworkInterface", "SubnetId=" + subnetId, "ClientToken=same")
                        .text("//networkInterface/networkInterfaceId"));

        assertThat(ids).hasSize(THREADS);
        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(network.interfaces()).hasSize(before + 1);
    }

    @Test
    void call_whenManyChangeTheNetworkAtOnce_modelStaysConsistent() throws Exception {
        String subnetId = network.subnets().get(0).id();
        List<String> contenders = List.of("db.a", "db.b").stream()
                .map(name -> network.instance(sandbox.instanceId(name))
                        .orElseThrow()
                        .interfaces()
                        .get(0)
                        .id())
                .toList();
        int held = heldIn(subnetId).size();

        List<String> created = inParallel(i -> {
            String own = client.ok("CreateNetworkInterface", "SubnetId=" + subnetId)
                    .text("//networkInterface/networkInterfaceId");
            client.ok("AssignPrivateIpAddresses", "NetworkInterfaceId=" + own, "SecondaryPrivateIpAddressCount=2");
            client.ok(
                    "AssignPrivateIpAddresses",
                    "NetworkInterfaceId=" + contenders.get(i % 2),
                    "PrivateIpAddress.1=" + Sandbox.FLOATING_IP,
                    "AllowReassignment=true");
            assertThat(client.ok(
                                    "DescribeNetworkInterfaces",
                                    "Filter.1.Name=addresses.private-ip-address",
                                    "Filter.1.Value.1=" + Sandbox.FLOATING_IP)
                            .texts("//networkInterfaceId"))
                    .as("holders at any time")
                    .hasSize(1);
            if (i % 4 == 0) {
                client.ok("DeleteNetworkInterface", "NetworkInterfaceId=" + own);
            }
            return own;
        });

        assertThat(created).doesNotHaveDuplicates();
        List<IpAddress> addresses = heldIn(subnetId);
        assertThat(addresses).doesNotHaveDuplicates().hasSize(held + 3 * (THREADS - THREADS / 4));
        assertThat(network.subnet(subnetId).orElseThrow().availableAddresses()).isEqualTo(251 - addresses.size());
        assertThat(network.holders(Sandbox.FLOATING_IP)).hasSize(1);
        assertThat(server.requests()).hasSize(4 * THREADS + THREADS / 4);
        assertThat(server.requests())
                .extracting(RecordedRequest::sequence)
                .containsExactlyElementsOf(
                        LongStream.range(0, 4 * THREADS + THREADS / 4).boxed().toList());
        assertThat(server.requests()).extracting(RecordedRequest::status).containsOnly(200);
    }

    @Test
    void requests_whenManyMoveOneAddress_areInTheOrderOfTheMoves() throws Exception {
        String subnetId = network.subnets().get(0).id();
        List<String> interfaces = IntStream.range(0, THREADS)
                .mapToObj(
                        i -> network.createInterface(InterfaceSpec.in(subnetId)).id())
                .toList();
        int before = network.history().size();

        inParallel(i -> client.ok(
                "AssignPrivateIpAddresses",
                "NetworkInterfaceId=" + interfaces.get(i),
                "PrivateIpAddress.1=" + Sandbox.FLOATING_IP,
                "AllowReassignment=true"));

        List<String> moves = network.history().stream()
                .skip(before)
                .map(event -> Objects.requireNonNull(event.to()).interfaceId())
                .toList();
        assertThat(server.requests())
                .extracting(request -> request.parameters().get("NetworkInterfaceId"))
                .containsExactlyElementsOf(moves);
    }

    private List<IpAddress> heldIn(String subnetId) {
        return network.interfaces().stream()
                .filter(eni -> eni.subnetId().equals(subnetId))
                .flatMap(eni -> eni.addresses().stream())
                .toList();
    }

    private interface Numbered<T> {
        T call(int i) throws IOException;
    }

    private static <T> List<T> inParallel(Numbered<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch ready = new CountDownLatch(THREADS);
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                tasks.add(() -> {
                    ready.countDown();
                    ready.await();
                    return task.call(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
