package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that the kernel takes away by itself, in real time: nobody else is there to do it. */
class LeaseIT {

    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(3);

    private LinuxLab lab;
    private LinuxHost host;
    private LinuxConfigurator hosts;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.debianHost("db.a", 10);
        hosts = LinuxConfigurator.builder().runner("db.a", host).build();
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private HostReport lease(IpAddress vip) {
        return hosts.acceptFor(List.of(vip), PLACEMENT, LEASE, BUDGET).get(vip);
    }

    private boolean isThere(IpAddress vip) {
        return !host.run("ip", "-o", "address", "show", "to", vip.toString()).isEmpty();
    }

    /** Until the address is gone, at the most ten seconds. */
    private void awaitGone(IpAddress vip) {
        host.sh("for i in $(seq 200); do [ -n \"$(ip -o address show to " + vip
                + ")\" ] || exit 0; sleep 0.05; done; exit 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {HostsUnderTest.IPV4, HostsUnderTest.IPV6})
    void acceptFor_whenNobodyRenewsIt_goesByItselfWithinASecondOfItsEnd(String address) {
        IpAddress vip = IpAddress.of(address);
        long asked = System.nanoTime();
        HostReport report = lease(vip);
        long told = System.nanoTime();

        assertThat(report.detail()).contains("; for ", " s, unless that is renewed");
        assertThat(report.lease()).hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(1), LEASE));
        awaitGone(vip);
        long gone = System.nanoTime();

        assertThat(Duration.ofNanos(gone - asked)).as("not before its end").isGreaterThan(LEASE);
        // The rest is what it takes to look: a process or two on a machine that others use.
        assertThat(Duration.ofNanos(gone - told)).as("after its end").isLessThan(LEASE.plusMillis(1500));
        System.out.printf(
                "%s: a lease of %d s was over %d ms after the answer%n",
                vip, LEASE.toSeconds(), (gone - told) / 1_000_000);
        assertThat(One.inspect(hosts, vip, PLACEMENT, BUDGET).accepts()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {HostsUnderTest.IPV4, HostsUnderTest.IPV6})
    void acceptFor_whenItIsRenewedInTime_staysAndIsNeverASource(String address) {
        IpAddress vip = IpAddress.of(address);
        lease(vip);
        long began = System.nanoTime();

        int renewals = 0;
        while (System.nanoTime() - began < LEASE.multipliedBy(3).toNanos()) {
            assertThat(isThere(vip)).as("before renewal " + renewals).isTrue();
            assertThat(lease(vip).changed()).isFalse();
            renewals++;
        }

        assertThat(renewals).isPositive();
        assertThat(host.sh("ip route get 224.0.0.9; ip route get 172.30.0.9; ip route get fd77:1::1"))
                .doesNotContain(address);
        awaitGone(vip);
    }

    @Test
    void acceptFor_andAcceptInBetween_haveNoEnd() {
        IpAddress vip = IpAddress.of(HostsUnderTest.IPV4);
        lease(vip);

        HostReport report = One.accept(hosts, vip, PLACEMENT, BUDGET);

        assertThat(report.lease()).isEmpty();
        assertThat(report.changed()).isFalse();
        assertThat(host.run("ip", "-o", "address", "show", "to", vip.toString()))
                .contains("valid_lft forever preferred_lft forever")
                .doesNotContain("deprecated");
    }

    @Test
    void acceptFor_withAlways_isRefused() {
        LinuxConfigurator always = LinuxConfigurator.builder()
                .runner("db.a", host)
                .mode(HostMode.ALWAYS)
                .build();

        assertThat(always.leases()).isFalse();
        assertThatThrownBy(() -> always.acceptFor(List.of(IpAddress.of(HostsUnderTest.IPV4)), PLACEMENT, LEASE, BUDGET))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("use the mode while holding");
    }

    @Test
    void acceptFor_shorterThanASecond_isRefused() {
        assertThatThrownBy(() -> hosts.acceptFor(
                        List.of(IpAddress.of(HostsUnderTest.IPV4)), PLACEMENT, Duration.ofMillis(999), BUDGET))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
