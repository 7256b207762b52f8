package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests for configurators that lease: their hosts accept an address for a limited time. The end of a lease isn't tested here,
 * since it takes time; each implementation tests it.
 */
abstract class LeasingHostTests extends HostTests {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final HostTests contract;

    LeasingHostTests(HostTests contract) {
        this.contract = contract;
    }

    @Override
    final HostsFixture there() {
        return contract.there();
    }

    @BeforeEach
    final void skipWhatIsNotPromised() {
        assumeTrue(hosts().leases(), "leases() is false");
    }

    @Test
    @DisplayName("a host that accepts an address for a time says so, and for how long")
    void acceptFor_whenNotAccepted_saysForHowLong() {
        for (IpAddress address : all()) {
            HostReport report = acceptFor(address, LONG);

            assertReport(report, true, true);
            assertLease(report, LONG);
            assertReport(inspect(address), true, false);
            assertLease(inspect(address), LONG);
        }
    }

    @Test
    @DisplayName("asking again renews it, for that time from then on, be it longer or shorter")
    void acceptFor_whenAcceptedForATime_renews() {
        for (IpAddress address : all()) {
            acceptFor(address, LONG);

            for (Duration lease : new Duration[] {LONG.multipliedBy(3), LONG}) {
                HostReport renewed = acceptFor(address, lease);
                assertReport(renewed, true, false);
                assertLease(renewed, lease);
            }
        }
    }

    @Test
    @DisplayName("accept takes the end away, and acceptFor gives one to what had none")
    void accept_whenAcceptedForATime_isWithoutAnEnd() {
        for (IpAddress address : all()) {
            acceptFor(address, LONG);

            assertThat(accept(address).lease()).isEmpty();
            assertThat(inspect(address).lease()).isEmpty();
            assertLease(acceptFor(address, LONG), LONG);
        }
    }

    @Test
    @DisplayName("drop ends it")
    void drop_whenAcceptedForATime_endsIt() {
        for (IpAddress address : all()) {
            acceptFor(address, LONG);

            assertReport(drop(address), false, true);
            assertThat(inspect(address).lease()).isEmpty();
        }
    }

    /** Verifies that a lease isn't longer than requested, and not much shorter: the tests have a minute. */
    private static void assertLease(HostReport report, Duration lease) {
        assertThat(report.lease())
                .as(report.toString())
                .hasValueSatisfying(
                        left -> assertThat(left).isLessThanOrEqualTo(lease).isGreaterThan(lease.minusSeconds(60)));
    }
}
