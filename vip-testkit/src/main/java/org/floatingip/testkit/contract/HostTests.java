package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.IpAddress;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;

/** Helpers of the contract's tests for hosts. */
abstract class HostTests {

    static final Duration BUDGET = Duration.ofSeconds(20);

    /** Returns the hosts of the current test. */
    abstract HostsFixture there();

    final HostNetworkConfigurator hosts() {
        return there().hosts();
    }

    final Placement placement() {
        return there().placement();
    }

    final List<IpAddress> all() {
        List<IpAddress> all = there().addresses().stream().map(IpAddress::of).toList();
        assertThat(all).as("the fixture's addresses").hasSizeGreaterThan(1);
        return all;
    }

    final HostReport inspect(IpAddress address) {
        return only(address, hosts().inspect(List.of(address), placement(), BUDGET));
    }

    final HostReport accept(IpAddress address) {
        return only(address, hosts().accept(List.of(address), placement(), BUDGET));
    }

    final HostReport acceptFor(IpAddress address, Duration lease) {
        return only(address, hosts().acceptFor(List.of(address), placement(), lease, BUDGET));
    }

    final HostReport drop(IpAddress address) {
        return only(address, hosts().drop(List.of(address), placement().asHolder(), BUDGET));
    }

    private static HostReport only(IpAddress address, PerAddress<HostReport> answer) {
        HostReport report = answer.get(address);
        assertThat(answer.values()).containsOnlyKeys(address);
        return report;
    }

    final void assertReport(HostReport report, boolean accepts, boolean changed) {
        assertThat(report.accepts()).as("accepts() of " + report).isEqualTo(accepts);
        assertThat(report.changed()).as("changed() of " + report).isEqualTo(changed);
        assertThat(report.host()).isEqualTo(placement().host());
        assertThat(report.detail()).isNotBlank();
    }

    /** Verifies that each address has the report that it would have alone. */
    final void assertReports(
            PerAddress<HostReport> answer, List<IpAddress> addresses, boolean accepts, boolean changed) {
        assertThat(answer.failures()).isEmpty();
        assertThat(answer.values()).containsOnlyKeys(addresses);
        answer.values().values().forEach(report -> assertReport(report, accepts, changed));
    }

    final void assertUnreachable(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HostUnreachableException.class, e -> {
            assertThat(e.host()).isEqualTo(there().unreachable().host());
            assertThat(e.retryable()).isTrue();
        });
    }
}
