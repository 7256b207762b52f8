package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.testkit.InMemoryIpAssigner;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.InstanceSpec;
import org.floatingip.testkit.InterfaceSpec;
import org.junit.jupiter.api.Test;

/** Failover, tested in milliseconds against a network that refuses what EC2 refuses. */
class DatabaseFailoverTest {

    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");

    private final InMemoryVpc network = InMemoryVpc.create();
    private final Set<HostId> sick = new HashSet<>();
    private final DatabaseFailover failover;

    DatabaseFailoverTest() {
        String vpc = network.createVpc("10.0.0.0/16").id();
        String subnet = network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).secondary("10.0.1.12"))
                .id("i-0a"));
        network.run(InstanceSpec.in(subnet).id("i-0b"));
        FloatingIp db = FloatingIp.at("10.0.1.12")
                .assigner(InMemoryIpAssigner.of(network))
                .ticker(network.ticker())
                .build();
        failover = new DatabaseFailover(db, A, B, host -> !sick.contains(host));
    }

    @Test
    void check_whenTheHolderIsHealthy_leavesTheAddress() {
        assertThat(failover.check()).contains(A);
    }

    @Test
    void check_whenTheHolderIsSick_movesTheAddress() {
        sick.add(A);

        assertThat(failover.check()).contains(B);
        assertThat(network.holders("10.0.1.12")).allMatch(holder -> holder.isOn(B));
    }

    @Test
    void check_whenTheOldHolderRecovers_doesNotMoveBack() {
        sick.add(A);
        failover.check();
        sick.clear();

        assertThat(failover.check()).contains(B);
    }

    @Test
    void check_whenBothAreSick_leavesTheAddress() {
        sick.addAll(List.of(A, B));

        assertThat(failover.check()).contains(A);
    }

    @Test
    void check_whenTheHolderWasTerminated_givesTheAddressToTheOther() {
        network.terminate(List.of("i-0a"));
        sick.add(A);

        assertThat(failover.check()).contains(B);
    }
}
