package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.floatingip.Finding;
import org.floatingip.HostUnreachableException;
import org.floatingip.IpAddress;
import org.floatingip.Severity;
import org.floatingip.spi.DiagnosingHostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link DiagnosingHostNetworkConfigurator} does beyond {@link HostNetworkConfiguratorContract}. */
@DisplayName("a configurator that says what is wrong before a move is")
public abstract class DiagnosingHostNetworkConfiguratorContract {

    private static final Duration BUDGET = Duration.ofSeconds(20);

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    private HostsFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private DiagnosingHostNetworkConfigurator hosts;

    /** For those that extend it. */
    protected DiagnosingHostNetworkConfiguratorContract() {}

    /** Hosts of its own for one test; closed after it. */
    protected abstract HostsFixture fixture();

    @BeforeEach
    final void open() {
        fixture = fixture();
        assertThat(fixture.hosts()).isInstanceOf(DiagnosingHostNetworkConfigurator.class);
        hosts = (DiagnosingHostNetworkConfigurator) fixture.hosts();
    }

    @AfterEach
    final void close() {
        fixture.close();
    }

    @Test
    @DisplayName("a host that works has no problem, and what is said names it")
    void diagnose_whenAllIsWell_findsNoProblem() {
        Placement there = fixture.placement();
        for (String text : fixture.addresses()) {
            List<Finding> found = hosts.diagnose(IpAddress.of(text), there, BUDGET);

            assertThat(found)
                    .isNotEmpty()
                    .allSatisfy(DiagnosingIpAssignerContract::assertUseful)
                    .allSatisfy(finding ->
                            assertThat(finding.subject()).isEqualTo(there.host().value()))
                    .noneMatch(finding -> finding.severity() == Severity.PROBLEM)
                    .noneMatch(finding -> finding.severity() == Severity.UNKNOWN);
        }
    }

    @Test
    @DisplayName("a diagnosis changes nothing, however often it is made")
    void diagnose_always_changesNothing() {
        IpAddress address = IpAddress.of(fixture.addresses().get(0));
        HostReport before = hosts.inspect(address, fixture.placement(), BUDGET);

        List<Finding> first = hosts.diagnose(address, fixture.placement(), BUDGET);

        assertThat(hosts.diagnose(address, fixture.placement(), BUDGET)).isEqualTo(first);
        assertThat(hosts.inspect(address, fixture.placement(), BUDGET)).isEqualTo(before);
    }

    @Test
    @DisplayName("a host that can't be reached is an exception that names it: never a finding that all is well")
    void diagnose_whenTheHostCantBeReached_throws() {
        Placement away = fixture.unreachable();

        assertThatThrownBy(() -> hosts.diagnose(IpAddress.of(fixture.addresses().get(0)), away, BUDGET))
                .isInstanceOfSatisfying(
                        HostUnreachableException.class,
                        e -> assertThat(e.host()).isEqualTo(away.host()));
    }
}
