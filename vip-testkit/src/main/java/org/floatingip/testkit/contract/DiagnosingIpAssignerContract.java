package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.Finding;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.Severity;
import org.floatingip.spi.DiagnosingIpAssigner;
import org.floatingip.spi.Survey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link DiagnosingIpAssigner} does beyond {@link IpAssignerContract}. */
@DisplayName("an assigner that says what is wrong before a move is")
public abstract class DiagnosingIpAssignerContract extends AssignerTests<DiagnosingIpAssigner, AssignerFixture> {

    /** For those that extend it. */
    protected DiagnosingIpAssignerContract() {
        super(DiagnosingIpAssigner.class);
    }

    private List<Finding> diagnose(IpAddress address, Survey survey) {
        List<Finding> all = new ArrayList<>(assigner.diagnoseTarget(address, survey));
        all.addAll(assigner.diagnoseAddress(address, survey));
        return all;
    }

    @Test
    @DisplayName("hosts that can take the address have no problem, and everything could be read")
    void diagnose_whenAllIsWell_findsNoProblem() {
        for (IpAddress address : List.of(network.held(), network.free())) {
            for (HostId host : List.of(network.holder(), network.target())) {
                assertThat(diagnose(address, assigner.survey(address, host)))
                        .as("of " + address + " on " + host)
                        .isNotEmpty()
                        .allSatisfy(DiagnosingIpAssignerContract::assertUseful)
                        .noneMatch(finding -> finding.severity() == Severity.PROBLEM)
                        .noneMatch(finding -> finding.severity() == Severity.UNKNOWN);
            }
        }
    }

    @Test
    @DisplayName("what is said of one host names that host")
    void diagnoseTarget_ofAHost_namesIt() {
        Survey survey = assigner.survey(network.held(), network.target());

        assertThat(assigner.diagnoseTarget(network.held(), survey))
                .extracting(Finding::subject)
                .contains(survey.placement().host().value());
    }

    @Test
    @DisplayName("a diagnosis changes nothing, however often it is made")
    void diagnose_always_changesNothing() {
        Survey survey = assigner.survey(network.held(), network.target());
        List<Finding> first = diagnose(network.held(), survey);

        assertThat(diagnose(network.held(), survey)).isEqualTo(first);

        assertHeldBy(network.held(), network.holder());
        assertHeldByNobody(network.free());
    }

    @Test
    @DisplayName("what can't be read is unknown: neither left out, nor fine, nor an exception")
    void diagnose_whenTheNetworkCantBeAsked_isUnknown() {
        Survey survey = assigner.survey(network.held(), network.target());
        List<Finding> before = assigner.diagnoseTarget(network.held(), survey);
        network.cutOff();

        List<Finding> target = assigner.diagnoseTarget(network.held(), survey);
        List<Finding> all = diagnose(network.held(), survey);

        assertThat(all).allSatisfy(DiagnosingIpAssignerContract::assertUseful);
        assertThat(target)
                .as("before it was cut off: " + before)
                .isNotEmpty()
                .allMatch(finding -> finding.severity() == Severity.UNKNOWN);
        network.mend();
        assertThat(assigner.diagnoseTarget(network.held(), survey)).isEqualTo(before);
    }

    static void assertUseful(Finding finding) {
        assertThat(finding.subject()).as("subject of " + finding).isNotBlank();
        assertThat(finding.detail()).as("detail of " + finding).isNotBlank();
        if (finding.remedy() != null) {
            assertThat(finding.remedy()).as("remedy of " + finding).isNotBlank();
        }
    }
}
