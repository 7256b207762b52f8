package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.spi.HostReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for configurators that diagnose hosts. */
abstract class DiagnosingHostTests extends HostTests {

    private final HostTests contract;

    DiagnosingHostTests(HostTests contract) {
        this.contract = contract;
    }

    @Override
    final HostsFixture there() {
        return contract.there();
    }

    @BeforeEach
    final void skipWhatIsNotPromised() {
        assumeTrue(hosts().diagnoses(), "diagnoses() is false");
    }

    @Test
    @DisplayName("a host that works has no problem, and what is said names it")
    void diagnose_whenAllIsWell_findsNoProblem() {
        for (IpAddress address : all()) {
            List<Finding> found = hosts().diagnose(address, placement(), BUDGET);

            assertThat(found)
                    .isNotEmpty()
                    .allSatisfy(DiagnosingTests::assertUseful)
                    .allSatisfy(finding -> assertThat(finding.subject())
                            .isEqualTo(placement().host().value()))
                    .noneMatch(finding -> finding.severity() == Severity.PROBLEM)
                    .noneMatch(finding -> finding.severity() == Severity.UNKNOWN);
        }
    }

    @Test
    @DisplayName("a diagnosis changes nothing, however often it is made, and loses nothing of what it wraps")
    void diagnose_always_changesNothing() {
        IpAddress address = all().get(0);
        HostReport before = inspect(address);

        List<Finding> first = hosts().diagnose(address, placement(), BUDGET);

        assertThat(there().wrapped().diagnose(address, placement(), BUDGET)).isEqualTo(first);
        assertThat(inspect(address)).isEqualTo(before);
    }

    @Test
    @DisplayName("a host that can't be reached is an exception that names it: never a finding that all is well")
    void diagnose_whenTheHostCantBeReached_throws() {
        assertUnreachable(() -> hosts().diagnose(all().get(0), there().unreachable(), BUDGET));
    }
}
