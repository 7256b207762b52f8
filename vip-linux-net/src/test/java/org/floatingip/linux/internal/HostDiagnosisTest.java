package org.floatingip.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.linux.HostMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of a host that does not tell everything: to a plain user /etc/network/interfaces may be closed. */
class HostDiagnosisTest {

    private static Finding finding(String check, HostMode mode, String... said) {
        List<String> all = new ArrayList<>(
                List.of("interface eth0", "user admin", "own-address yes", "hook absent", "changed no"));
        all.addAll(List.of(said));
        HostAnswer answer =
                Objects.requireNonNull(HostAnswer.readAll(Answers.whole("10.0.1.12", all.toArray(String[]::new)))
                        .get("10.0.1.12"));
        return new HostDiagnosis(HostId.of("i-0a"), IpAddress.of("10.0.1.12"), mode, answer)
                .findings().stream()
                        .filter(each -> each.check().equals(check))
                        .findFirst()
                        .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"ours", "absent"})
    void persistence_whenTheConfigurationCantBeRead_isNotKnown(String file) {
        Finding finding =
                finding(Checks.PERSISTENCE, HostMode.ALWAYS, "manager none", "unreadable yes", "file " + file);

        assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(finding.detail()).isEqualTo("/etc/network/interfaces can't be read");
    }

    @ParameterizedTest
    @EnumSource(HostMode.class)
    void manager_whenTheConfigurationCantBeRead_isNotKnown(HostMode mode) {
        Finding finding = finding(Checks.INTERFACE_MANAGER, mode, "manager none", "unreadable yes", "file absent");

        assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(finding.detail()).isEqualTo("/etc/network/interfaces can't be read");
    }

    @Test
    void whatIsRead_andDoesNotReadOurFile_isAProblem() {
        String[] said = {"manager none", "interfaces YXV0byBsbwo=", "file ours"};

        assertThat(finding(Checks.PERSISTENCE, HostMode.ALWAYS, said).severity())
                .isEqualTo(Severity.PROBLEM);
        assertThat(finding(Checks.INTERFACE_MANAGER, HostMode.ALWAYS, said).severity())
                .isEqualTo(Severity.PROBLEM);
    }

    @Test
    void aManagerThatIsKnown_isSaidThoughTheConfigurationCantBeRead() {
        assertThat(finding(
                                Checks.INTERFACE_MANAGER,
                                HostMode.ALWAYS,
                                "manager NetworkManager",
                                "unreadable yes",
                                "file absent")
                        .severity())
                .isEqualTo(Severity.PROBLEM);
    }

    @ParameterizedTest
    @EnumSource(HostMode.class)
    void aStanzaOfSomebodyElses_thatGivesTheAddress_isAWarningWithItsFile(HostMode mode) {
        Finding finding = finding(
                Checks.PERSISTENCE,
                mode,
                "manager ifupdown",
                "file absent",
                "configured ifupdown eth0 /etc/network/interfaces address: 10.0.1.10/24",
                "configured ifupdown eth0:0 /etc/network/interfaces.d/more address: 10.0.1.12/24");

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.detail())
                .isEqualTo("stanza eth0:0 in /etc/network/interfaces.d/more gives the host the address at each ifup,"
                        + " whoever holds it (address: 10.0.1.12/24)");
    }

    @Test
    void stanzasOfOthers_thatGiveOtherAddresses_areNone() {
        Finding finding = finding(
                Checks.PERSISTENCE,
                HostMode.WHILE_HOLDING,
                "file absent",
                "configured ifupdown eth0 /etc/network/interfaces address: 10.0.1.1",
                "configured ifupdown eth0 /etc/network/interfaces address: db.example.com");

        assertThat(finding.severity()).as(finding.toString()).isEqualTo(Severity.OK);
    }

    @Test
    void theAddressOnAnotherInterface_isFineWhereItIsAcceptedAndElseAProblem() {
        String live = "live lo 10.0.1.12/32 ours";

        assertThat(finding(Checks.HOST_INTERFACE, HostMode.WHILE_HOLDING, "beside lo", live)
                        .severity())
                .isEqualTo(Severity.OK);
        assertThat(finding(Checks.HOST_INTERFACE, HostMode.ALWAYS, "elsewhere lo", live)
                        .severity())
                .isEqualTo(Severity.PROBLEM);
    }

    @Test
    void aFormThatAcceptingCantMend_isAProblemWithWhatComesFirst() {
        Finding finding = finding(
                Checks.HOST_INTERFACE,
                HostMode.WHILE_HOLDING,
                "live eth0 10.0.1.12/24 other",
                "blocked 10.0.1.12/24 on eth0, which vip did not add; taking it away would take along what is beside it:"
                        + " first sysctl -w net/ipv4/conf/eth0/promote_secondaries=1");

        assertThat(finding.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(finding.remedy())
                .isEqualTo("first sysctl -w net/ipv4/conf/eth0/promote_secondaries=1, then have it accept");
    }

    @Test
    void theAddress_whichAManagerCouldKeepAndDoesNot_isAWarningWithWhatMendsIt() {
        String[] said = {"manager NetworkManager", "keeper networkmanager", "file absent", "live eth0 10.0.1.12/32 ours"
        };

        Finding finding = finding(Checks.PERSISTENCE, HostMode.WHILE_HOLDING, said);

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.detail())
                .isEqualTo("nothing restores it after a change of eth0, which NetworkManager manages");
        assertThat(finding.remedy()).isEqualTo("have it accept once more: moveTo(..), vip move, vip host accept");
    }

    @Test
    void theAddress_whileALeaseRuns_isKeptByNobodyAndFine() {
        Finding finding = finding(
                Checks.PERSISTENCE,
                HostMode.WHILE_HOLDING,
                "manager NetworkManager",
                "keeper networkmanager",
                "file absent",
                "lease 3",
                "live eth0 10.0.1.12/32 ours");

        assertThat(finding.severity()).isEqualTo(Severity.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "systemd-networkd,several-links,absent",
        "systemd-networkd,several-links,ours",
        "NetworkManager,no-dispatcher,absent",
        "wicked,unmanaged,absent",
        "ifupdown2,unmanaged,ours"
    })
    void persistence_whereItsManagerCantKeepIt_isNoMatterOfIfupdown(String manager, String why, String file) {
        Finding finding = finding(
                Checks.PERSISTENCE,
                HostMode.ALWAYS,
                "manager " + manager,
                "why-not " + why + " so it is",
                "no-directory /etc/network/interfaces.d or /etc/network/if-up.d",
                "file " + file);

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.toString()).doesNotContain("ifupdown ", "install");
        assertThat(finding.remedy()).isEqualTo("do what interface-manager says of eth0");
    }

    @ParameterizedTest
    @CsvSource({"no-dispatcher,systemctl unmask NetworkManager-dispatcher", "several-links,give eth0 a file of its own"
    })
    void whatIsInTheWay_ofKeepingIt_isSaidWithWhatMendsIt(String why, String remedy) {
        String[] said = {"manager NetworkManager", "why-not " + why + " so it is", "file absent"};

        for (HostMode mode : HostMode.values()) {
            assertThat(finding(Checks.INTERFACE_MANAGER, mode, said).remedy())
                    .contains(remedy, "then have it accept once more");
        }
    }
}
