package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.SettleResult;
import org.floatingip.StepKind;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.junit.jupiter.api.Test;

/** Hosts that are settled by their id alone: the network is asked for their interface, and may refuse to name it. */
class SettleByIdTest {

    private static final String VIP = "10.0.1.20";
    private static final String OTHER = "10.0.1.21";

    /** The interface of {@code i-0a} has the two addresses that its type allows. */
    private final Scenario full = Scenario.builder()
            .host("i-0a")
            .type("t3.micro")
            .holding("10.0.1.50")
            .host("i-0b")
            .type("m5.large")
            .holding(VIP)
            .holding(OTHER)
            .build();

    private final InMemoryHosts hosts = full.hosts();

    private FloatingIpGroup group(Scenario scenario, String... addresses) {
        return FloatingIpGroup.at(addresses)
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .build();
    }

    @Test
    void settle_whenTheInterfaceIsFull_makesTheHostDropIt() {
        hosts.set("i-0a", VIP);

        SettleResult result = full.floatingIp(VIP).settle("i-0a");

        assertThat(result.complete()).isTrue();
        assertThat(result.settled()).singleElement().matches(holder -> holder.isOn(HostId.of("i-0a")));
        assertThat(hosts.accepts("i-0a", VIP)).isFalse();
        assertThat(result.warnings()).singleElement().asString().contains("by its id alone", "limit");
    }

    @Test
    void settle_whenTheInterfaceIsFullAndTheHostHoldsItByNow_leavesItThere() {
        hosts.set("i-0a", VIP);
        full.network()
                .unassignAddresses(
                        full.network().holders("10.0.1.50").get(0).interfaceId(), List.of(IpAddress.of("10.0.1.50")));
        full.floatingIp(VIP).moveTo("i-0a");

        assertThat(group(full, VIP, OTHER).settle("i-0a")).allMatch(SettleResult::complete);

        assertThat(hosts.accepts("i-0a", VIP)).isTrue();
    }

    @Test
    void settle_whenThereIsRoomForOneOfTwo_makesTheHostDropBoth() {
        Scenario free = Scenario.builder()
                .host("i-0a")
                .type("t3.micro")
                .host("i-0b")
                .type("m5.large")
                .holding(VIP)
                .holding(OTHER)
                .build();
        free.hosts().set("i-0a", VIP);
        free.hosts().set("i-0a", OTHER);

        List<SettleResult> results = group(free, VIP, OTHER).settle("i-0a");

        assertThat(results).hasSize(2).allMatch(SettleResult::complete);
        assertThat(List.of(VIP, OTHER)).noneMatch(address -> free.hosts().accepts("i-0a", address));
    }

    @Test
    void settle_whenOneAddressIsRefused_settlesTheOther() {
        Scenario two = Scenario.builder()
                .vpc("10.0.0.0/16")
                .subnet("10.0.1.0/24")
                .subnet("10.0.2.0/24")
                .host("i-0a")
                .in("10.0.1.0/24")
                .host("i-0b")
                .in("10.0.1.0/24")
                .holding(VIP)
                .host("i-0c")
                .in("10.0.2.0/24")
                .holding("10.0.2.20")
                .build();
        two.hosts().set("i-0a", VIP);

        List<SettleResult> results = group(two, "10.0.2.20", VIP).settle("i-0a");

        assertThat(results.get(0).complete()).isFalse();
        assertThat(results.get(0).warnings()).singleElement().asString().contains("i-0a", "10.0.2.0/24");
        assertThat(results.get(1).complete()).isTrue();
        assertThat(two.hosts().accepts("i-0a", VIP)).isFalse();
    }

    @Test
    void settle_whenThereIsNoSuchHost_saysSoWithItsSteps() {
        FloatingIp vip = full.floatingIp(VIP);

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> vip.settle("i-0nobody"));

        assertThat(refused.reason()).isEqualTo(RefusalReason.UNKNOWN_TARGET);
        assertThat(refused.steps()).singleElement().matches(step -> step.kind() == StepKind.PLANNED);
    }
}
