package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hosts that a real NetworkManager manages: what is kept there, through what, and what is left of it. */
class NetworkManagerIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final String SCRIPT = "/etc/NetworkManager/dispatcher.d/zz-vip-10-77-1-12";
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private LinuxLab lab;
    private LinuxHost host;
    private NetworkManager manager;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.host("db.a", 10);
        manager = NetworkManager.start(lab, host);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private LinuxConfigurator hosts(HostMode mode) {
        return LinuxConfigurator.builder().runner("db.a", host).mode(mode).build();
    }

    private HostReport accept(HostMode mode) {
        return One.accept(hosts(mode), VIP, PLACEMENT, BUDGET);
    }

    private Finding find(HostMode mode, String check) {
        return hosts(mode).diagnose(VIP, PLACEMENT, BUDGET).stream()
                .filter(each -> each.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private void assertFound(HostMode mode, String check, Severity severity, String detail) {
        Finding finding = find(mode, check);
        assertThat(finding.severity()).as(finding.toString()).isEqualTo(severity);
        assertThat(finding.detail()).contains(detail);
    }

    @Test
    void accept_says_whatKeepsItAndForHowLong() {
        assertThat(accept(HostMode.WHILE_HOLDING).detail())
                .isEqualTo("eth0 has 10.77.1.12/32; kept until a reboot; NetworkManager manages eth0");
        assertThat(accept(HostMode.ALWAYS).detail())
                .isEqualTo("eth0 has 10.77.1.12/32; persisted; NetworkManager manages eth0");
    }

    /** What would take the address away, and each remedy: carried out, and then found mended. */
    @Test
    void diagnose_whatIsInTheWay_isFoundAndThenFoundMended() {
        host.sh(
                "printf '#!/bin/sh\\n[ \"$*\" != \"is-enabled NetworkManager-dispatcher\" ] || cat /run/enabled\\n' >/run/systemctl"
                        + " && chmod 755 /run/systemctl && mount --bind /run/systemctl \"$(readlink -f \"$(command -v systemctl)\")\"");
        String why = "is not there, masked or disabled";
        for (String state : List.of("disabled", "masked")) {
            host.sh("echo " + state + " >/run/enabled");
            assertFound(HostMode.ALWAYS, Checks.INTERFACE_MANAGER, Severity.PROBLEM, why);
            assertFound(HostMode.WHILE_HOLDING, Checks.INTERFACE_MANAGER, Severity.WARNING, why);
        }
        for (HostMode mode : HostMode.values()) {
            assertThat(find(mode, Checks.INTERFACE_MANAGER).remedy())
                    .contains(
                            "systemctl unmask NetworkManager-dispatcher, and then systemctl enable NetworkManager-dispatcher");
        }
        assertThatThrownBy(() -> accept(HostMode.ALWAYS)).hasMessageContaining(why);
        assertThat(accept(HostMode.WHILE_HOLDING).detail()).contains("nothing restores it after a change");

        host.sh("echo enabled >/run/enabled");

        assertFound(HostMode.ALWAYS, Checks.INTERFACE_MANAGER, Severity.OK, "NetworkManager manages eth0");
        // It is live alone yet: the rest of the remedy is to have it accept once more.
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.WARNING, "nothing restores it");
        assertThat(find(HostMode.WHILE_HOLDING, Checks.PERSISTENCE).remedy()).contains("vip host accept");
        accept(HostMode.WHILE_HOLDING);
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.OK, "kept until a reboot");

        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.WARNING, "nothing is persisted yet");
        assertThat(find(HostMode.ALWAYS, Checks.PERSISTENCE).remedy()).contains("vip host accept --mode always");
        accept(HostMode.ALWAYS);
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.OK, "NetworkManager reads " + SCRIPT);
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.WARNING, "persisted in " + SCRIPT);

        // On the holder, where dropping it would be an outage.
        assertThat(find(HostMode.WHILE_HOLDING, Checks.PERSISTENCE).remedy())
                .contains("have the holder accept it once more (vip host accept), and the others drop it");
        accept(HostMode.WHILE_HOLDING);
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.OK, "kept until a reboot");
        accept(HostMode.ALWAYS);

        host.sh("echo '# by hand' >>" + SCRIPT);
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.PROBLEM, SCRIPT + " was edited by hand");
        assertThat(find(HostMode.ALWAYS, Checks.PERSISTENCE).remedy()).contains("move it away");
        host.sh("mv " + SCRIPT + " /root/");
        accept(HostMode.ALWAYS);
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.OK, "NetworkManager reads " + SCRIPT);

        One.drop(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT.asHolder(), BUDGET);
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.OK, "nothing is persisted");
    }

    /** As where it was built with another folder for such programs: Arch has it in /usr/lib. */
    @Test
    void accept_whenTheDispatcherLiesElsewhere_isKept() {
        host.sh("service=/usr/share/dbus-1/system-services/org.freedesktop.nm_dispatcher.service"
                + " && at=$(sed -n 's/^Exec=//p' $service) && cp $at /run/nm-dispatcher"
                + " && sed 's|^Exec=.*|Exec=/run/nm-dispatcher|' $service >/run/service && mount --bind /run/service $service"
                + " && mount --bind /dev/null $at && pkill -HUP -x dbus-daemon");

        assertFound(HostMode.ALWAYS, Checks.INTERFACE_MANAGER, Severity.OK, "NetworkManager manages eth0");
        assertThat(accept(HostMode.WHILE_HOLDING).detail()).contains("kept until a reboot");
        manager.happens(HostManager.Event.REAPPLY);
        assertThat(One.inspect(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT, BUDGET)
                        .accepts())
                .isTrue();

        host.sh("rm /run/nm-dispatcher");
        assertFound(HostMode.ALWAYS, Checks.INTERFACE_MANAGER, Severity.PROBLEM, "is not there, masked or disabled");
    }

    @Test
    void inspect_whenTheScriptIsOfAnotherBoot_saysThatNothingKeepsIt() {
        List<String> before = manager.files();
        accept(HostMode.WHILE_HOLDING);
        host.sh(
                "cat /proc/sys/kernel/random/uuid >/run/boot && mount --bind /run/boot /proc/sys/kernel/random/boot_id");

        assertThat(One.inspect(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT, BUDGET)
                        .detail())
                .contains("nothing restores it")
                .doesNotContain("kept until");
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.WARNING, "nothing restores it");
        accept(HostMode.WHILE_HOLDING);
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.OK, "kept until a reboot");
        host.sh("cat /proc/sys/kernel/random/uuid >/run/boot");
        One.drop(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT.asHolder(), BUDGET);
        assertThat(manager.files()).isEqualTo(before);
    }

    @Test
    void accept_whenTheScriptWasEdited_leavesItAlone() {
        One.accept(hosts(HostMode.ALWAYS), VIP, PLACEMENT, BUDGET);
        host.sh("echo '# by hand' >>/etc/NetworkManager/dispatcher.d/zz-vip-10-77-1-12");
        List<String> edited = manager.files();

        for (HostMode mode : HostMode.values()) {
            assertThatThrownBy(() -> One.accept(hosts(mode), VIP, PLACEMENT, BUDGET))
                    .hasMessageContaining("/etc/NetworkManager/dispatcher.d/zz-vip-10-77-1-12 was edited by hand");
        }
        assertThat(manager.files()).isEqualTo(edited);
    }

    @Test
    void acceptAndDrop_againAndAgain_leaveTheFilesOfOthersAlone() {
        List<String> before = manager.files();

        for (int round = 0; round < HostsUnderTest.rounds(); round++) {
            LinuxConfigurator hosts = hosts(round % 2 == 0 ? HostMode.WHILE_HOLDING : HostMode.ALWAYS);
            assertThat(One.accept(hosts, VIP, PLACEMENT, BUDGET).accepts()).isTrue();
            assertThat(One.drop(hosts, VIP, PLACEMENT.asHolder(), BUDGET).accepts())
                    .isFalse();
            assertThat(manager.files()).as("files after round " + round).isEqualTo(before);
        }
    }
}
