package org.floatingip.testkit.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.Test;

/** The faults of hosts, one host at a time. */
class InMemoryHostsTest {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Placement A =
            Placement.builder(HostId.of("i-0a"), "eni-0a").build();
    private static final Placement B =
            Placement.builder(HostId.of("i-0b"), "eni-0b").build();

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryHosts hosts = InMemoryHosts.create(ticker);

    private HostReport accept(Placement there) {
        return hosts.accept(List.of(VIP), there, BUDGET).get(VIP);
    }

    private HostReport inspect(Placement there) {
        return hosts.inspect(List.of(VIP), there, BUDGET).get(VIP);
    }

    private HostReport drop(Placement there) {
        return hosts.drop(List.of(VIP), there.asHolder(), BUDGET).get(VIP);
    }

    private void otherHostsWork() {
        assertThat(accept(B).accepts()).isTrue();
    }

    @Test
    void accept_whenUnreachable_changesNothing() {
        hosts.fault("i-0a", HostFault.unreachable());

        assertThatThrownBy(() -> accept(A)).isInstanceOf(HostUnreachableException.class);
        assertThatThrownBy(() -> inspect(A)).isInstanceOf(HostUnreachableException.class);
        otherHostsWork();
        hosts.mend("i-0a");
        assertThat(inspect(A).accepts()).isFalse();
    }

    @Test
    void accept_whenNotPermitted_isDeniedButCanBeLookedAt() {
        hosts.fault("i-0a", HostFault.permissionDenied());

        assertThatThrownBy(() -> accept(A)).isInstanceOf(PermissionDeniedException.class);
        assertThat(inspect(A).accepts()).isFalse();
        otherHostsWork();
    }

    @Test
    void drop_whenTheDiskIsReadOnly_leavesItAccepted() {
        hosts.set("i-0a", "10.0.1.12");
        hosts.fault("i-0a", HostFault.readOnlyDisk());

        assertThatThrownBy(() -> drop(A))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("Read-only");
        assertThat(inspect(A).accepts()).isTrue();
        otherHostsWork();
    }

    @Test
    void accept_whenSlowWithinTheBudget_takesThatLong() {
        hosts.fault("i-0a", HostFault.slow(Duration.ofSeconds(1)));
        long start = ticker.nanoTime();

        assertThat(accept(A).accepts()).isTrue();

        assertThat(Duration.ofNanos(ticker.nanoTime() - start)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void accept_whenSlowerThanTheBudget_isUnreachableAtItsEndAndHasHappened() {
        hosts.fault("i-0a", HostFault.slow(Duration.ofSeconds(5)));
        long start = ticker.nanoTime();

        assertThatThrownBy(() -> accept(A))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining("no answer within 2000 ms");

        assertThat(Duration.ofNanos(ticker.nanoTime() - start)).isEqualTo(BUDGET);
        assertThat(hosts.accepts("i-0a", "10.0.1.12")).isTrue();
        otherHostsWork();
    }

    @Test
    void everyCall_whenFrozen_takesItsBudgetAndDoesNothing() {
        hosts.set("i-0a", "10.0.1.12");
        hosts.fault("i-0a", HostFault.frozen());

        assertThatThrownBy(() -> drop(A))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining("2000 ms");
        assertThat(Duration.ofNanos(ticker.nanoTime())).isEqualTo(BUDGET);
        assertThatThrownBy(() -> inspect(A)).isInstanceOf(HostUnreachableException.class);
        otherHostsWork();
        hosts.mend("i-0a");
        assertThat(inspect(A).accepts()).isTrue();
    }

    @Test
    void slow_whenNegative_isRefused() {
        assertThatThrownBy(() -> HostFault.slow(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptFor_whenItsTimeIsOver_isAcceptedNoLonger() throws InterruptedException {
        Duration lease = Duration.ofSeconds(3);
        assertThat(hosts.acceptFor(List.of(VIP), A, lease, BUDGET).get(VIP).lease())
                .contains(lease);
        ticker.sleep(Duration.ofMillis(2500));
        assertThat(inspect(A).lease()).contains(Duration.ofSeconds(1));
        hosts.acceptFor(List.of(VIP), A, lease, BUDGET);
        ticker.sleep(Duration.ofMillis(2999));
        assertThat(hosts.accepts("i-0a", "10.0.1.12")).isTrue();

        ticker.sleep(Duration.ofMillis(1));

        assertThat(inspect(A).accepts()).isFalse();
        assertThat(inspect(A).lease()).isEmpty();
        assertThat(hosts.accepting(VIP)).isEmpty();
        assertThat(hosts.history()).last().isEqualTo("i-0a accepts 10.0.1.12 no longer: its lease is over");
    }

    @Test
    void acceptFor_lessThanASecond_isRefused() {
        assertThatThrownBy(() -> hosts.acceptFor(List.of(VIP), A, Duration.ofMillis(999), BUDGET))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
