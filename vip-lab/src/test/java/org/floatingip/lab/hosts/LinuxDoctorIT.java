package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.lab.engine.DoctorScene;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Debian host says of itself before a move: each thing is put wrong, found, and mended as the finding says. */
class LinuxDoctorIT {

    private static final IpAddress VIP = IpAddress.of(LinuxLab.SUBNET + "12");
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("i-0a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final String FILE = "interfaces.d/zz-vip-10-77-1-12";

    private LinuxLab lab;
    private LinuxHost host;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.debianHost("db.a", 10);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private IfupdownConfigurator configurator(HostMode mode) {
        return configurator(mode, host);
    }

    private static IfupdownConfigurator configurator(HostMode mode, CommandRunner runner) {
        return IfupdownConfigurator.builder().runner("i-0a", runner).mode(mode).build();
    }

    private Finding find(HostMode mode, String check) {
        return find(configurator(mode).diagnose(VIP, PLACEMENT, BUDGET), check);
    }

    private static Finding find(List<Finding> found, String check) {
        return found.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + check + " in " + found));
    }

    private void assertFound(HostMode mode, String check, Severity severity, String detail) {
        Finding finding = find(mode, check);
        assertThat(finding.severity()).as(finding.toString()).isEqualTo(severity);
        assertThat(finding.detail()).contains(detail);
        assertThat(finding.subject()).isEqualTo("i-0a");
    }

    @Test
    void diagnose_whenAllIsWell_isFineAndChangesNothing() {
        String addresses = host.sh("ip address show; ip route show");
        var files = host.files();

        List<Finding> found = configurator(HostMode.WHILE_HOLDING).diagnose(VIP, PLACEMENT, BUDGET);
        List<Finding> always = configurator(HostMode.ALWAYS).diagnose(VIP, PLACEMENT, BUDGET);

        assertThat(found).allMatch(finding -> finding.severity() == Severity.OK, found.toString());
        assertThat(found)
                .extracting(Finding::check)
                .containsExactly(
                        Checks.HOST_PRIVILEGES, Checks.INTERFACE_MANAGER, Checks.HOST_INTERFACE, Checks.PERSISTENCE);
        assertThat(find(found, Checks.INTERFACE_MANAGER).detail())
                .isEqualTo("ifupdown manages eth0 (and drops the address at ifdown)");
        assertThat(always).noneMatch(finding -> finding.severity() == Severity.PROBLEM);
        assertThat(host.sh("ip address show; ip route show")).isEqualTo(addresses);
        assertThat(host.files()).isEqualTo(files);
        assertThat(host.sh("ls -A /run")).as("no lock was made").doesNotContain("vip");
    }

    @Test
    void diagnose_whenSomebodyElseManagesTheInterface_namesItAndWhatThatMeans() {
        String index = host.sh("cat /sys/class/net/eth0/ifindex").strip();
        host.sh("cp $(command -v sleep) /run/systemd-networkd && { setsid /run/systemd-networkd 600 >/dev/null 2>&1"
                + " </dev/null & }");
        host.sh("mkdir -p /run/systemd/netif/links && printf 'ADMIN_STATE=configured\\n"
                + "NETWORK_FILE=/run/systemd/network/10-netplan-eth0.network\\n' >/run/systemd/netif/links/" + index);

        assertFound(
                HostMode.WHILE_HOLDING, Checks.INTERFACE_MANAGER, Severity.WARNING, "netplan manages eth0 (and drops");
        assertFound(HostMode.ALWAYS, Checks.INTERFACE_MANAGER, Severity.PROBLEM, "can't be persisted: netplan");

        host.sh(
                "sed -i 's/10-netplan-eth0/70-eth0/' /run/systemd/netif/links/" + index
                        + " && mkdir -p /run/systemd/network/70-eth0.network.d && : >/run/systemd/network/70-eth0.network.d/eni.conf");
        assertFound(
                HostMode.WHILE_HOLDING,
                Checks.INTERFACE_MANAGER,
                Severity.PROBLEM,
                "amazon-ec2-net-utils manages eth0, which adds and removes");

        host.sh("rm -r /run/systemd");
        assertFound(
                HostMode.WHILE_HOLDING,
                Checks.INTERFACE_MANAGER,
                Severity.OK,
                "ifupdown manages eth0 (and drops the address at ifdown)");
    }

    @Test
    void diagnose_whenTheInterfaceCantTakeIt_saysWhatAcceptWouldMeet() {
        String own = host.address();
        IfupdownConfigurator named = IfupdownConfigurator.builder()
                .runner("i-0a", host)
                .interfaceName("eth0")
                .build();

        host.sh("ip link set eth0 down");
        assertFound(HostMode.WHILE_HOLDING, Checks.HOST_INTERFACE, Severity.PROBLEM, "eth0 is down");
        host.sh("ip link set eth0 up && ip -4 address flush dev eth0");
        Finding without = find(named.diagnose(VIP, PLACEMENT, BUDGET), Checks.HOST_INTERFACE);
        assertThat(without.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(without.detail()).contains("eth0 has no address of its own");

        host.sh("ip address add " + VIP + "/32 dev eth0 && ip address add " + own + "/24 dev eth0");
        assertFound(HostMode.WHILE_HOLDING, Checks.HOST_INTERFACE, Severity.WARNING, "the host may send from it");
        One.accept(configurator(HostMode.WHILE_HOLDING), VIP, PLACEMENT, BUDGET);
        assertFound(HostMode.WHILE_HOLDING, Checks.HOST_INTERFACE, Severity.OK, "eth0 is up");

        host.sh("ip address del " + VIP + "/32 dev eth0 && ip link add br9 type bridge && ip address add " + VIP
                + "/32 dev br9");
        assertFound(HostMode.ALWAYS, Checks.HOST_INTERFACE, Severity.PROBLEM, "it is on interface br9 already");
        assertFound(
                HostMode.WHILE_HOLDING,
                Checks.HOST_INTERFACE,
                Severity.OK,
                "it is on interface br9, where somebody else put it: the host accepts it there");
    }

    @Test
    void diagnose_whenAlways_saysWhetherABootBringsItBack() throws Exception {
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.WARNING, "nothing is persisted yet");
        One.accept(configurator(HostMode.ALWAYS), VIP, PLACEMENT, BUDGET);
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.OK, "ifupdown reads /etc/network/" + FILE);
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.WARNING, "accepts it after a boot");

        String usual = host.usualInterfaces();
        host.write("interfaces", usual.replace("interfaces.d/*", "interfaces.d/*.cfg"));
        assertFound(
                HostMode.ALWAYS, Checks.PERSISTENCE, Severity.PROBLEM, "reads only /etc/network/interfaces.d/*.cfg");
        host.write("interfaces", usual);
        One.drop(configurator(HostMode.ALWAYS), VIP, PLACEMENT.asHolder(), BUDGET);
        host.write("interfaces", usual.replace("source /etc/network/interfaces.d/*\n", ""));
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.PROBLEM, "no line of it reads");
        host.write("interfaces", usual.replace("source /etc/network/interfaces.d/*", "source-directory interfaces.d"));
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.WARNING, "nothing is persisted yet");

        host.write("interfaces", usual);
        host.write(FILE, "# mine\n");
        assertFound(
                HostMode.WHILE_HOLDING,
                Checks.PERSISTENCE,
                Severity.PROBLEM,
                "/etc/network/" + FILE + " was not made by vip");
    }

    @Test
    void diagnose_whenNotRoot_saysThatNothingCanBeChanged() {
        CommandRunner nobody = command -> {
            List<String> all =
                    new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
            all.addAll(command.arguments());
            return host.run(Command.of(all, command.input(), command.timeout()));
        };

        Finding finding = find(
                configurator(HostMode.WHILE_HOLDING, nobody).diagnose(VIP, PLACEMENT, BUDGET), Checks.HOST_PRIVILEGES);

        assertThat(finding.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(finding.detail()).isEqualTo("user nobody can't change addresses, which needs root");
        assertFound(HostMode.WHILE_HOLDING, Checks.HOST_PRIVILEGES, Severity.OK, "may change");
    }

    @Test
    void doctor_whenTheHolderDoesNotAcceptIt_isMendedByMovingItThereOnceMore() {
        try (Scenario scenario = Scenario.builder()
                .vpc("10.77.0.0/16")
                .subnet(LinuxLab.SUBNET + "0/24")
                .host("i-0a")
                .primary(host.address())
                .holding(VIP)
                .build()) {
            String mac =
                    scenario.network().networkInterface("eni-0a").orElseThrow().macAddress();
            host.sh("ip link set eth0 address " + mac);
            FloatingIp db = FloatingIp.at(VIP)
                    .assigner(scenario.assigner())
                    .hosts(configurator(HostMode.WHILE_HOLDING))
                    .timeoutSeconds(60)
                    .build();

            Diagnosis sick = db.doctor("i-0a");
            assertThat(DoctorScene.severity(sick, Checks.HOST_ACCEPTS, "i-0a"))
                    .as(sick.toString())
                    .isEqualTo(Severity.PROBLEM);
            assertThat(DoctorScene.severity(sick, Checks.INTERFACE_MANAGER, "i-0a"))
                    .isEqualTo(Severity.OK);

            db.moveTo("i-0a");

            Diagnosis mended = db.doctor("i-0a");
            assertThat(DoctorScene.severity(mended, Checks.HOST_ACCEPTS, "i-0a"))
                    .as(mended.toString())
                    .isEqualTo(Severity.OK);
            assertThat(mended.healthy()).isTrue();
        }
    }
}
