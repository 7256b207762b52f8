package org.floatingip.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.junit.jupiter.api.Test;

/** Who watches the network learns what its history says, as it happens. */
class InMemoryVpcWatchTest {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");

    private final InMemoryVpc network = InMemoryVpc.create();
    private final String subnet = network.createSubnet(
                    network.createVpc("10.0.0.0/16").id(), "10.0.1.0/24", "us-east-1a")
            .id();

    @Test
    void watch_whenThingsHappen_tellsWhatIsAddedToTheHistoryAndNothingEarlier() {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0a").secondary(VIP)));
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0b")));
        int before = network.history().size();
        List<VpcEvent> seen = new ArrayList<>();
        network.watch(seen::add);

        network.assignAddresses("eni-0b", List.of(VIP), true);
        assertThatExceptionOfType(Ec2RefusalException.class)
                .isThrownBy(() -> network.assignAddresses("eni-0a", List.of(VIP), false));

        assertThat(seen)
                .isEqualTo(network.history().subList(before, network.history().size()));
        assertThat(seen).extracting(VpcEvent::kind).containsExactly(VpcEvent.Kind.ADDRESS, VpcEvent.Kind.REFUSED);
        assertThat(seen.get(0).to()).isEqualTo(network.holders(VIP).get(0));
    }

    @Test
    void watch_whenAWatcherThrows_changesTheNetworkAndTellsTheOthers() {
        List<VpcEvent> seen = new ArrayList<>();
        network.watch(event -> {
            throw new IllegalStateException("the test's own");
        });
        network.watch(seen::add);

        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).secondary(VIP)));

        assertThat(network.holders(VIP)).hasSize(1);
        assertThat(seen).isNotEmpty();
    }
}
