package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a host can be like, and what we say to it: nothing is changed, and the message names what is in the way. */
class LinuxHostFaultsIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final String FILE = "interfaces.d/zz-vip-10-77-1-12";
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private LinuxLab lab;
    private LinuxHost host;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.host("db.a", 10);
        host.write("interfaces", host.usualInterfaces());
        host.run("ifup", "-a");
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private IfupdownConfigurator.Builder configurator(HostMode mode) {
        return IfupdownConfigurator.builder().runner("db.a", host).mode(mode);
    }

    private HostReport accept(HostMode mode) {
        return One.accept(configurator(mode).build(), VIP, PLACEMENT, BUDGET);
    }

    /** Accepting in that mode is refused with a message like that, and leaves files and addresses as they were. */
    private void refused(HostMode mode, String... message) {
        Map<String, String> files = host.files();
        String addresses = host.run("ip", "-o", "-4", "address");

        HostConfigurationException e = catchThrowableOfType(HostConfigurationException.class, () -> accept(mode));

        assertThat(e).as("the refusal").isNotNull();
        assertThat(e.host()).isEqualTo(HostId.of("db.a"));
        assertThat(e.getMessage()).contains(message);
        assertThat(host.files()).isEqualTo(files);
        assertThat(host.run("ip", "-o", "-4", "address")).isEqualTo(addresses);
    }

    @Test
    void accept_whenTheNamedInterfaceIsNotThere_isRefused() {
        assertThatThrownBy(() -> One.accept(
                        configurator(HostMode.WHILE_HOLDING)
                                .interfaceName("eth7")
                                .build(),
                        VIP,
                        PLACEMENT,
                        BUDGET))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("there is no interface eth7");
    }

    @Test
    void accept_whenNoInterfaceHasTheMac_isRefused() {
        Placement other = Placement.builder(HostId.of("db.a"), "eni-0a")
                .macAddress("02:00:00:00:00:99")
                .build();

        assertThatThrownBy(() -> One.accept(configurator(HostMode.WHILE_HOLDING).build(), VIP, other, BUDGET))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("no interface has the MAC address 02:00:00:00:00:99");
    }

    @Test
    void accept_whenTwoInterfacesAreInTheSubnet_isAmbiguousUntilOneIsNamedOrHasTheMac() {
        lab.wire(host, "eth1");
        host.sh("ip address add 10.77.1.20/24 dev eth1 && ip link set eth1 address 02:00:00:00:00:20 up");

        assertThatThrownBy(() -> accept(HostMode.WHILE_HOLDING))
                .is(refusal(RefusalReason.AMBIGUOUS_INTERFACE))
                .hasMessageContaining("several interfaces that could take " + VIP + ": eth0, eth1. Name the interface");

        Placement byMac = Placement.builder(HostId.of("db.a"), "eni-0a")
                .macAddress("02:00:00:00:00:20")
                .build();
        assertThat(One.accept(configurator(HostMode.WHILE_HOLDING).build(), VIP, byMac, BUDGET)
                        .detail())
                .startsWith("eth1 has 10.77.1.12/32");
        One.drop(configurator(HostMode.WHILE_HOLDING).build(), VIP, PLACEMENT.asHolder(), BUDGET);
        assertThat(One.accept(
                                configurator(HostMode.WHILE_HOLDING)
                                        .interfaceName("eth0")
                                        .build(),
                                VIP,
                                PLACEMENT,
                                BUDGET)
                        .detail())
                .startsWith("eth0 has 10.77.1.12/32");
    }

    /** An overlay address is in no subnet of any host: who settles it knows no interface, and has to find out whether it is there. */
    @Test
    void inspect_whenNoInterfaceIsInTheSubnet_saysWhetherItIsThere() {
        IpAddress overlay = IpAddress.of("192.0.2.7");
        HostNetworkConfigurator hosts = configurator(HostMode.WHILE_HOLDING).build();

        assertThat(One.inspect(hosts, overlay, PLACEMENT, BUDGET).accepts()).isFalse();
        host.run("ip", "address", "add", "192.0.2.7/32", "dev", "eth0", "label", "eth0:vip");
        assertThat(One.inspect(hosts, overlay, PLACEMENT, BUDGET).accepts()).isTrue();
        assertThat(One.drop(hosts, overlay, PLACEMENT.asHolder(), BUDGET).accepts())
                .isFalse();
    }

    @Test
    void accept_whenNoInterfaceIsInTheSubnet_isRefused() {
        assertThatThrownBy(() -> One.accept(
                        configurator(HostMode.WHILE_HOLDING).build(), IpAddress.of("192.0.2.7"), PLACEMENT, BUDGET))
                .hasMessageContaining("no interface has an address in a subnet that contains 192.0.2.7");
    }

    @Test
    void acceptAlways_whenItIsOnAnotherInterface_isRefusedWithARemedy() {
        host.sh("ip link add br9 type bridge && ip address add 10.77.1.12/32 dev br9");

        refused(
                HostMode.ALWAYS,
                "it is on interface br9 already",
                "have the host drop 10.77.1.12, which takes it away there");
        One.drop(configurator(HostMode.ALWAYS).build(), VIP, PLACEMENT.asHolder(), BUDGET);
        assertThat(accept(HostMode.ALWAYS).detail()).startsWith("eth0 has 10.77.1.12/32; persisted");
    }

    @Test
    void accept_whenTheInterfaceIsDownOrHasNoAddressOfItsOwn_isRefused() {
        host.sh("ip link add br9 type bridge");
        IfupdownConfigurator dummy =
                configurator(HostMode.WHILE_HOLDING).interfaceName("br9").build();

        assertThatThrownBy(() -> One.accept(dummy, VIP, PLACEMENT, BUDGET))
                .hasMessageContaining("interface br9 is down");
        host.sh("ip link set br9 up");
        assertThatThrownBy(() -> One.accept(dummy, VIP, PLACEMENT, BUDGET))
                .hasMessageContaining("br9 has no address of its own");
    }

    @Test
    void acceptAlways_whenTheConfigurationIsMalformed_isRefused() {
        host.write("interfaces", "frobnicate\n" + host.usualInterfaces());

        refused(HostMode.ALWAYS, "misplaced option");
        assertThat(accept(HostMode.WHILE_HOLDING).accepts()).as("live alone").isTrue();
    }

    @Test
    void acceptAlways_whenSomebodyElsesFileIsMalformed_leavesThatAlone() {
        host.write("interfaces.d/broken", "frobnicate\n");
        Map<String, String> files = host.files();

        assertThat(accept(HostMode.ALWAYS).accepts()).isTrue();
        One.drop(configurator(HostMode.ALWAYS).build(), VIP, PLACEMENT.asHolder(), BUDGET);

        assertThat(host.files()).isEqualTo(files);
    }

    @Test
    void acceptAlways_whenNothingReadsTheFolder_isTakenBackAndSaysWhy() {
        host.write(
                "interfaces",
                host.usualInterfaces().replace("source /etc/network/interfaces.d/*", "source interfaces.d/*.cfg"));

        refused(
                HostMode.ALWAYS,
                "ifquery does not see the stanza",
                "line 4 reads only /etc/network/interfaces.d/*.cfg",
                "it was taken back");
    }

    @Test
    void acceptAlways_whenSourceDirectoryReadsTheFolder_isSeen() {
        host.write(
                "interfaces",
                host.usualInterfaces().replace("source /etc/network/interfaces.d/*", "source-directory interfaces.d"));

        assertThat(accept(HostMode.ALWAYS).detail()).contains("persisted");
    }

    @Test
    void acceptAlways_whenAStanzaInheritsFromTheInterface_isTakenBack() {
        host.write("interfaces", host.usualInterfaces() + "iface copy inet static inherits eth0\n");

        refused(HostMode.ALWAYS, "ifquery reads the other stanzas differently with it", "it was taken back");
    }

    @Test
    void acceptAlways_whenOurFileWasEdited_leavesItAlone() throws IOException {
        accept(HostMode.ALWAYS);
        Path file = host.network().resolve(FILE);
        Files.writeString(file, Files.readString(file) + "    up logger by hand\n");

        refused(HostMode.ALWAYS, FILE + " was edited by hand", "vip leaves it alone");
        assertThatThrownBy(() -> One.drop(configurator(HostMode.ALWAYS).build(), VIP, PLACEMENT.asHolder(), BUDGET))
                .hasMessageContaining("was edited by hand");
    }

    @Test
    void acceptAlways_whenASymlinkOrSomebodysFileHasOurName_leavesItAlone() throws IOException {
        Path file = host.network().resolve(FILE);
        Path target = Files.writeString(host.network().resolve("target"), "# precious\n");
        Files.createSymbolicLink(file, Path.of("../target"));

        refused(HostMode.ALWAYS, FILE + " is a symbolic link");
        assertThat(Files.readString(target)).isEqualTo("# precious\n");

        Files.delete(file);
        Files.writeString(file, "# precious\n");
        refused(HostMode.ALWAYS, FILE + " was not made by vip");

        Files.delete(file);
        Files.createDirectory(file);
        refused(HostMode.ALWAYS, FILE + " is not a regular file");
    }

    @Test
    void acceptAlways_whenTheDiskIsReadOnly_isRefused() {
        host.sh("mount -o remount,bind,ro /etc/network");

        refused(HostMode.ALWAYS, "could not write the stanza", "Read-only file system");
    }

    @ParameterizedTest
    @EnumSource(FullDisk.class)
    void acceptAlways_whenTheDiskIsFull_isRefusedAndNothingIsLeft(FullDisk full) {
        host.sh("cp -a /etc/network /run/copy && mount -t tmpfs -o " + full.options
                + " tmpfs /etc/network && cp -a /run/copy/. /etc/network/ && " + full.fill);
        String before = listing();

        assertThatThrownBy(() -> accept(HostMode.ALWAYS))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("could not write the stanza")
                .hasMessageContaining("No space left on device");

        assertThat(listing()).isEqualTo(before);
        assertThat(host.run("ip", "-o", "-4", "address")).doesNotContain("10.77.1.12");
        assertThat(host.run("ifquery", "eth0")).doesNotContain("vip-address");
        host.run("umount", "/etc/network");
    }

    enum FullDisk {
        NO_BLOCKS("size=64k", "! dd if=/dev/zero of=/etc/network/filler bs=1k 2>/dev/null"),
        NO_INODES("nr_inodes=20", "i=0; while touch /etc/network/filler$i 2>/dev/null; do i=$((i+1)); done");

        private final String options;
        private final String fill;

        FullDisk(String options, String fill) {
            this.options = options;
            this.fill = fill;
        }
    }

    private String listing() {
        return host.sh("cd /etc/network && find . | sort && find . -type f ! -name 'filler*' | sort | xargs md5sum");
    }

    @Test
    void accept_whenPermissionsOfOurFileWereChanged_keepsThem() throws IOException {
        accept(HostMode.ALWAYS);
        host.sh("chmod 600 /etc/network/" + FILE + " && chown 1998 /etc/network/" + FILE);
        host.sh("ifdown eth0; ip link set eth0 down; ip link set eth0 name eth9"); // another text for the same address
        host.write("interfaces", host.usualInterfaces().replace("eth0", "eth9"));
        host.run("ifup", "eth9");

        accept(HostMode.ALWAYS);

        assertThat(host.sh("stat -c '%a %u' /etc/network/" + FILE)).isEqualTo("600 1998\n");
        assertThat(Files.readString(host.network().resolve(FILE))).contains("iface eth9 inet manual");
    }

    @Test
    void acceptAlways_whenAnotherManagerIsInCharge_isRefusedAndNamesIt() {
        String index = host.sh("cat /sys/class/net/eth0/ifindex").strip();
        for (List<String> manager : List.of(
                List.of("NetworkManager", "/run/NetworkManager/devices/" + index, "[device]\\nmanaged=true"),
                List.of(
                        "netplan",
                        "/run/systemd/netif/links/" + index,
                        "ADMIN_STATE=configured\\nNETWORK_FILE=/run/systemd/network/10-netplan-eth0.network"),
                List.of(
                        "systemd-networkd",
                        "/run/systemd/netif/links/" + index,
                        "ADMIN_STATE=configured\\nNETWORK_FILE=/etc/systemd/network/eth0.network"))) {
            pretend(manager.get(0).equals("NetworkManager") ? "NetworkManager" : "systemd-networkd");
            host.sh("mkdir -p $(dirname " + manager.get(1) + ") && printf '" + manager.get(2) + "\\n' >"
                    + manager.get(1));

            refused(
                    HostMode.ALWAYS,
                    "can't be persisted: " + manager.get(0) + " manages eth0",
                    "Use the mode while holding");
            assertThat(accept(HostMode.WHILE_HOLDING).detail())
                    .contains(manager.get(0) + " manages eth0 (and drops the address when it");
            One.drop(configurator(HostMode.WHILE_HOLDING).build(), VIP, PLACEMENT.asHolder(), BUDGET);
        }
        host.sh("sed -i 's/NETWORK_FILE=.*/NETWORK_FILE=\\/run\\/systemd\\/network\\/70-eth0.network/'"
                + " /run/systemd/netif/links/" + index);
        host.sh(
                "mkdir -p /run/systemd/network/70-eth0.network.d && : >/run/systemd/network/70-eth0.network.d/eni.conf");
        refused(
                HostMode.WHILE_HOLDING,
                "amazon-ec2-net-utils manages eth0",
                "adds and removes such addresses by itself");
        host.sh("rm -r /run/systemd /run/NetworkManager");
        host.write("interfaces", "source /etc/network/interfaces.d/*\n");
        refused(HostMode.ALWAYS, "nobody manages eth0");
    }

    @ParameterizedTest
    @CsvSource({"ifupdown-ng 0.11.3,ifupdown-ng", "ifupdown2:3.0.0,ifupdown2"})
    void acceptAlways_underAnotherIfupdown_isRefusedAndNamesIt(String version, String name) {
        host.sh("printf '#!/bin/sh\\necho " + version + "\\n' >/run/ifup && chmod 755 /run/ifup"
                + " && mount --bind /run/ifup $(readlink -f $(command -v ifup))");

        refused(
                HostMode.ALWAYS,
                "can't be persisted: " + name + " manages eth0, not ifupdown. Use the mode while holding");
        assertThat(accept(HostMode.WHILE_HOLDING).detail())
                .contains(name + " manages eth0 (and drops the address at ifdown");
    }

    @ParameterizedTest
    @CsvSource({
        "flock,flock is not there; install util-linux",
        "cksum,cksum is not there; install coreutils",
        "ip,the ip that is there has no -batch; install iproute2"
    })
    void accept_whenAProgramIsMissing_saysWhich(String program, String message) {
        // As that of busybox, which has the name, and looks.
        String other = program.equals("ip")
                ? "printf '#!/bin/sh\\n[ \"$1\" != -V ] || exit 1\\n' >/run/other"
                : ": >/run/other";
        host.sh(other + (program.equals("ip") ? " && chmod 755 /run/other" : "")
                + " && mount --bind /run/other $(readlink -f $(command -v " + program + "))");

        assertThatThrownBy(() -> accept(HostMode.WHILE_HOLDING)).hasMessageContaining(message);
    }

    /** Runs something of that name: who manages an interface is asked of what runs. */
    private void pretend(String program) {
        host.sh("pgrep -x '" + program.substring(0, Math.min(15, program.length())) + "' >/dev/null && exit 0;"
                + " mkdir -p /run/programs && cp $(command -v sleep) /run/programs/" + program
                + " && { setsid /run/programs/" + program
                + " 600 >/dev/null 2>&1 </dev/null & }");
    }

    @Test
    void drop_whenSomebodyElseAddedItInAnotherForm_leavesIt() {
        host.sh("ip link add br9 type bridge && ip address add 10.77.1.12/24 dev br9");

        assertThatThrownBy(
                        () -> One.drop(configurator(HostMode.WHILE_HOLDING).build(), VIP, PLACEMENT.asHolder(), BUDGET))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("it has 10.77.1.12/24 on br9, which vip did not add");
    }

    @Test
    void accept_whenItIsFirstOnItsInterface_isAddedAgainAsTheLast() {
        host.sh("ip -4 address flush dev eth0 && ip address add 10.77.1.12/32 dev eth0"
                + " && ip address add 10.77.1.10/24 dev eth0");
        assertThat(One.inspect(configurator(HostMode.WHILE_HOLDING).build(), VIP, PLACEMENT, BUDGET)
                        .detail())
                .contains("the host may send from it");

        HostReport report = accept(HostMode.WHILE_HOLDING);

        assertThat(report.changed()).as("whether it accepts").isFalse();
        assertThat(host.sh("ip -o -4 address show dev eth0 | head -n 1")).contains("10.77.1.10/24");
    }

    @Test
    void drop_whenAnotherWorksOnTheHostUntilTimeIsUp_isNotDoneLater() {
        accept(HostMode.WHILE_HOLDING);
        String hold = "exec 9>>/run/vip.lock && flock 9 && : >/run/held && exec sleep 600";
        host.start(ProcessBuilder.Redirect.DISCARD, "sh", "-c", hold);
        host.sh("until [ -e /run/held ]; do sleep 0.01; done");

        assertThatThrownBy(() -> One.drop(
                        configurator(HostMode.WHILE_HOLDING).build(),
                        VIP,
                        PLACEMENT.asHolder(),
                        Duration.ofMillis(500)))
                .isInstanceOf(FloatingIpException.class);

        String untilNobodyWaits = "for i in $(seq 60); do pgrep -x flock >/dev/null || break; sleep 0.05; done; ";
        host.sh(untilNobodyWaits + "kill $(pgrep -x sleep)");
        // Whoever has the lock by now has it until it is done.
        host.sh(untilNobodyWaits + "flock -w 10 /run/vip.lock true");
        assertThat(host.run("ip", "-o", "-4", "address")).contains("10.77.1.12/32");
    }

    @Test
    void accept_inTheOtherMode_takesWhatWasPersistedAway() {
        Map<String, String> files = host.files();
        accept(HostMode.ALWAYS);
        assertThat(host.files()).containsKey(FILE);

        assertThat(accept(HostMode.WHILE_HOLDING).changed()).isFalse();

        assertThat(host.files()).isEqualTo(files);
        assertThat(host.run("ip", "-o", "-4", "address")).contains("10.77.1.12/32");
    }

    /** The other program of that name: with the same options it asks ordinarily, from the host's own address. */
    private static final String ANOTHER_ARPING =
            "printf '#!/bin/sh\\necho \"ARPing 2.23, by Thomas Habets\"\\n' >/run/arping"
                    + " && chmod 755 /run/arping && mount --bind /run/arping $(readlink -f $(command -v arping))";

    private static final String NO_PERL = "touch /run/perl && mount --bind /run/perl $(readlink -f $(command -v perl))";

    private HostReport acceptAnnounced(String address) {
        return One.accept(
                configurator(HostMode.WHILE_HOLDING).announce().build(), IpAddress.of(address), PLACEMENT, BUDGET);
    }

    @ParameterizedTest
    @CsvSource({HostsUnderTest.IPV4 + ",arping", HostsUnderTest.IPV4 + ",perl", HostsUnderTest.IPV6 + ",arping"})
    void accept_whenAskedTo_isAnnounced(String address, String without) {
        host.sh(without.equals("perl") ? NO_PERL : ANOTHER_ARPING);
        lab.router().sh("ip neighbour replace " + address + " lladdr 02:00:00:00:00:99 dev br0 nud stale");
        String mac = host.sh("cat /sys/class/net/eth0/address").strip();

        HostReport report = acceptAnnounced(address);

        assertThat(report.detail()).doesNotContain("announced");
        lab.router()
                .sh("for i in $(seq 100); do ip neighbour show " + address + " | grep -q 'lladdr " + mac
                        + "' && exit 0; sleep 0.05; done; exit 1");
    }

    @Test
    void accept_whenAskedTo_isAnnouncedThriceWhileTheHostHasIt() {
        lab.router()
                .sh("perl -e '" + SNIFFER + "' >/run/arps & until [ -e /run/arps ]; do sleep 0.01; done; sleep 0.3");

        acceptAnnounced(HostsUnderTest.IPV4);
        lab.router().sh("for i in $(seq 100); do [ $(wc -l </run/arps) -ge 6 ] && exit 0; sleep 0.05; done; exit 1");
        assertThat(lab.router().sh("cat /run/arps").lines())
                .containsExactly(
                        "1 10.77.1.12 10.77.1.12",
                        "2 10.77.1.12 10.77.1.12",
                        "1 10.77.1.12 10.77.1.12",
                        "2 10.77.1.12 10.77.1.12",
                        "1 10.77.1.12 10.77.1.12",
                        "2 10.77.1.12 10.77.1.12");

        One.drop(configurator(HostMode.WHILE_HOLDING).build(), VIP, PLACEMENT.asHolder(), BUDGET);
        acceptAnnounced(HostsUnderTest.IPV4);
        One.drop(configurator(HostMode.WHILE_HOLDING).build(), VIP, PLACEMENT.asHolder(), BUDGET);
        lab.router().sh("sleep 1.5");
        assertThat(lab.router().sh("wc -l </run/arps").strip()).isEqualTo("8");
    }

    /** Prints of each ARP packet of the floating address what it is, from whom, and for whom. */
    private static final String SNIFFER = "$| = 1; socket(S, 17, 2, 0x0608) or die; alarm(20);"
            + " while (recv(S, $p, 100, 0)) { my ($op, $from, $to) = unpack(\"x6 n x6 a4 x6 a4\", $p);"
            + " my @w = ($op, map { join(\".\", unpack(\"C4\", $_)) } ($from, $to));"
            + " print \"@w\\n\" if $w[2] eq \"10.77.1.12\" && $from eq $to }";

    @Test
    void accept_whenItCouldNotBeAnnounced_saysSo() {
        host.sh("printf '#!/bin/sh\\necho no packets >&2\\nexit 1\\n' >/run/perl && chmod 755 /run/perl"
                + " && mount --bind /run/perl $(readlink -f $(command -v perl))");

        assertThat(acceptAnnounced(HostsUnderTest.IPV4).detail())
                .endsWith("it could not be announced, so that neighbours may go on using the old host: no packets");
    }

    @Test
    void accept_whenNothingCanAnnounceIt_saysWhatIsMissing() {
        host.sh(NO_PERL + " && " + ANOTHER_ARPING);

        assertThatThrownBy(() -> acceptAnnounced(HostsUnderTest.IPV4))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("neither perl nor the arping of iputils is there");
        assertThatThrownBy(() -> acceptAnnounced(HostsUnderTest.IPV6))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("perl is not there");
        assertThat(host.run("ip", "-o", "-4", "address")).doesNotContain("10.77.1.12/");
    }
}
