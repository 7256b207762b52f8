package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for assigners that promise {@link Traits#diagnoses()}. */
abstract class DiagnosingTests extends TraitTests {

    DiagnosingTests(AssignerTests contract) {
        super(contract, "diagnoses()");
    }

    @Override
    final boolean promised(Traits traits) {
        return traits.diagnoses();
    }

    private List<Finding> diagnose(IpAddress address, Survey survey) {
        return diagnose(assigner(), address, survey);
    }

    private static List<Finding> diagnose(IpAssigner assigner, IpAddress address, Survey survey) {
        List<Finding> all = new ArrayList<>(assigner.diagnoseTarget(address, survey));
        all.addAll(assigner.diagnoseAddress(address, survey));
        return all;
    }

    @Test
    @DisplayName("hosts that can take the address have no problem, and everything could be read")
    void diagnose_whenAllIsWell_findsNoProblem() {
        for (IpAddress address : both()) {
            for (HostId host : List.of(network().holder(), network().target())) {
                assertThat(diagnose(address, survey(address, host)))
                        .as("of " + address + " on " + host)
                        .isNotEmpty()
                        .allSatisfy(DiagnosingTests::assertUseful)
                        .noneMatch(finding -> finding.severity() == Severity.PROBLEM)
                        .noneMatch(finding -> finding.severity() == Severity.UNKNOWN);
            }
        }
    }

    @Test
    @DisplayName("what is said of one host names that host")
    void diagnoseTarget_ofAHost_namesIt() {
        Survey survey = survey(network().held(), network().target());

        assertThat(assigner().diagnoseTarget(network().held(), survey))
                .extracting(Finding::subject)
                .contains(survey.placement().host().value());
    }

    @Test
    @DisplayName("a diagnosis changes nothing, however often it is made, and loses nothing of what it wraps")
    void diagnose_always_changesNothing() {
        Survey survey = survey(network().held(), network().target());
        List<Finding> first = diagnose(network().held(), survey);

        assertThat(diagnose(network().wrapped(), network().held(), survey)).isEqualTo(first);

        assertHeldBy(network().held(), network().holder());
        assertHeldByNobody(network().free());
    }

    @Test
    @DisplayName("what can't be read is unknown: neither left out, nor fine, nor an exception")
    void diagnose_whenTheNetworkCantBeAsked_isUnknown() {
        Survey survey = survey(network().held(), network().target());
        List<Finding> before = assigner().diagnoseTarget(network().held(), survey);
        network().cutOff();

        List<Finding> target = assigner().diagnoseTarget(network().held(), survey);
        List<Finding> all = diagnose(network().held(), survey);

        assertThat(all).allSatisfy(DiagnosingTests::assertUseful);
        assertThat(target)
                .as("before it was cut off: " + before)
                .isNotEmpty()
                .allMatch(finding -> finding.severity() == Severity.UNKNOWN);
        network().mend();
        assertThat(assigner().diagnoseTarget(network().held(), survey)).isEqualTo(before);
    }

    static void assertUseful(Finding finding) {
        assertThat(finding.subject()).as("subject of " + finding).isNotBlank();
        assertThat(finding.detail()).as("detail of " + finding).isNotBlank();
        if (finding.remedy() != null) {
            assertThat(finding.remedy()).as("remedy of " + finding).isNotBlank();
        }
    }
}
