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
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.lab.engine.One;
import org.floatingip.lab.hosts.HostManager.Event;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that a real systemd-networkd manages: what is kept there, through what, and what is left of it. */
class NetworkdIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final IpAddress VIP6 = IpAddress.of(HostsUnderTest.IPV6);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final String CONF = "/zz-vip-10-77-1-12.conf";

    private LinuxLab lab;
    private LinuxHost host;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.host("db.a", 10);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private Networkd usual() {
        return Networkd.start(lab, host, "10-eth0.network", Networkd.usual(host, "Name=eth0"));
    }

    private LinuxConfigurator hosts(HostMode mode) {
        return LinuxConfigurator.builder().runner("db.a", host).mode(mode).build();
    }

    private HostReport accept(HostMode mode) {
        return One.accept(hosts(mode), VIP, PLACEMENT, BUDGET);
    }

    private HostReport drop(HostMode mode) {
        return One.drop(hosts(mode), VIP, PLACEMENT.asHolder(), BUDGET);
    }

    /** The addresses of eth0 that are no link-local ones, in order. */
    private List<String> addresses() {
        return host.sh("ip -o address show dev eth0 | sed -n 's/.* inet6* \\([^ ]*\\) .*/\\1/p' | grep -v '^fe80'")
                .lines()
                .toList();
    }

    /** What the host sends from where nobody names a source. */
    private String sources() {
        return host.sh(
                "ip route get 224.0.0.9; ip route get 172.30.0.9; ip route get 10.77.1.1; ip route get 192.0.2.1;"
                        + " ip route get fd77:1::1");
    }

    private void assertNoSource(String when) {
        assertThat(sources()).as(when).contains(host.address()).doesNotContain(VIP.toString(), VIP6.toString());
    }

    /** The negative control: what the drop-in is for. */
    @Test
    void anAddressThatNothingKeeps_afterReconfigure_isASourceOrGone() {
        Networkd networkd = usual();
        host.run("ip", "address", "add", VIP + "/32", "dev", "eth0", "label", "eth0:vip");
        networkd.happens(Event.RECONFIGURE);

        assertThat(addresses().contains(VIP + "/32") && !sources().contains(VIP.toString()))
                .isFalse();
    }

    @Test
    void accept_says_whatKeepsItAndForHowLong() {
        usual();

        assertThat(accept(HostMode.WHILE_HOLDING))
                .hasToString("db.a accepts it since now: eth0 has 10.77.1.12/32; kept until a reboot;"
                        + " systemd-networkd manages eth0");
        assertThat(accept(HostMode.WHILE_HOLDING).standing()).isFalse();
        assertThat(host.sh("ls /run/systemd/network/10-eth0.network.d")).isEqualTo(CONF.substring(1) + "\n");

        HostReport always = accept(HostMode.ALWAYS);
        assertThat(always)
                .hasToString("db.a accepts it: eth0 has 10.77.1.12/32; persisted; systemd-networkd manages eth0");
        assertThat(always.standing()).isTrue();
        assertThat(host.sh("ls -d /run/systemd/network/10-eth0.network.d/* /etc/systemd/network/10-eth0.network.d/*"
                        + " 2>/dev/null || true"))
                .isEqualTo("/etc/systemd/network/10-eth0.network.d" + CONF + "\n");
    }

    @ParameterizedTest
    @EnumSource(HostMode.class)
    void accept_whenTheFileIsForSeveralInterfaces_isOnThisOneAlone(HostMode mode) {
        lab.wire(host, "eth1");
        String text = Networkd.usual(host, "Name=eth*").replace("Address=" + host.address() + "/24\n", "");
        // By a name of its own each: both have the same file, which can't have their addresses.
        Networkd networkd = Networkd.start(
                lab, host, "10-all.network", text.replace("Gateway=10.77.1.1\n", "ConfigureWithoutCarrier=yes\n"));
        host.run("ip", "address", "add", host.address() + "/24", "dev", "eth0");
        List<String> before = networkd.files();
        LinuxConfigurator hosts = LinuxConfigurator.builder()
                .runner("db.a", host)
                .mode(mode)
                .interfaceName("eth0")
                .build();

        // networkd takes the address that it does not know; IPv6 is of its own.
        HostReport report = One.accept(hosts, VIP6, PLACEMENT, BUDGET);
        networkd.happens(Event.RECONFIGURE);
        host.sh(
                "networkctl reconfigure eth1; sleep 0.5; for i in $(seq 100); do"
                        + " ip -6 address show dev eth1 | grep -q fd77:1::10 && exit 0; sleep 0.05; done; networkctl status eth1; exit 1");

        assertThat(report.detail()).contains("systemd-networkd manages eth0").doesNotContain("nothing restores it");
        assertThat(host.run("ip", "-o", "-6", "address", "show", "dev", "eth0")).contains(VIP6 + "/128");
        assertThat(host.run("ip", "-o", "-6", "address", "show", "dev", "eth1"))
                .contains("fd77:1::10/64")
                .doesNotContain(VIP6.toString());
        assertThat(host.run("networkctl", "status", "eth0")).contains("00-vip-eth0.network");
        assertThat(host.run("networkctl", "status", "eth1")).contains("10-all.network");

        One.drop(hosts, VIP6, PLACEMENT.asHolder(), BUDGET);
        networkd.happens(Event.RECONFIGURE);
        assertThat(networkd.files()).isEqualTo(before);
        assertThat(host.run("ip", "-o", "-6", "address", "show", "dev", "eth0")).doesNotContain(VIP6.toString());
        assertThat(host.run("networkctl", "status", "eth0")).contains("10-all.network");
    }

    /** A file that lists two MAC addresses; and one for a MAC address that another has too, as a VLAN would (a bridge
     * here: not each kernel has VLANs). */
    @ParameterizedTest
    @ValueSource(strings = {"eth1", "br9"})
    void accept_whenTheFileIsForSeveralByMacAddress_isOnThisOneAlone(String other) {
        if (other.equals("eth1")) {
            lab.wire(host, other);
        } else {
            host.sh("ip link add br9 type bridge && ip link set br9 address $(cat /sys/class/net/eth0/address) up");
        }
        String macs = "cat /sys/class/net/eth0/address; "
                + (other.equals("eth1") ? "cat /sys/class/net/eth1/address" : "true");
        Networkd networkd = Networkd.start(
                lab,
                host,
                "10-all.network",
                Networkd.usual(host, "MACAddress=" + host.sh(macs).strip().replace('\n', ' '))
                        .replace("Address=" + host.address() + "/24\n", "")
                        .replace("Gateway=" + LinuxLab.SUBNET + "1\n", "ConfigureWithoutCarrier=yes\n"));
        host.run("ip", "address", "add", host.address() + "/24", "dev", "eth0");
        LinuxConfigurator hosts = LinuxConfigurator.builder()
                .runner("db.a", host)
                .mode(HostMode.ALWAYS)
                .interfaceName("eth0")
                .build();

        One.accept(hosts, VIP6, PLACEMENT, BUDGET);
        host.sh("networkctl reconfigure " + other + "; sleep 0.5");
        networkd.happens(Event.RECONFIGURE);

        assertThat(host.run("networkctl", "status", "eth0")).contains("00-vip-eth0.network");
        assertThat(host.run("networkctl", "status", other)).contains("10-all.network");
        assertThat(host.run("ip", "-o", "-6", "address", "show", "dev", "eth0")).contains(VIP6 + "/128");
        assertThat(host.run("ip", "-o", "-6", "address", "show", "dev", other))
                .contains("fd77:1::10/64")
                .doesNotContain(VIP6.toString());

        One.drop(hosts, VIP6, PLACEMENT.asHolder(), BUDGET);
        networkd.happens(Event.RECONFIGURE);
        assertThat(host.run("networkctl", "status", "eth0")).contains("10-all.network");
    }

    @Test
    void accept_whenSuchAFileHasDropIns_isRefusedForGoodAndSaysSoWhileHolding() {
        Networkd networkd = Networkd.start(lab, host, "10-all.network", Networkd.usual(host, "Name=eth*"));
        networkd.write("/etc/systemd/network/10-all.network.d/mine.conf", "[Network]\nLLMNR=no\n");
        List<String> before = networkd.files();

        assertThatThrownBy(() -> accept(HostMode.ALWAYS))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("10-all.network is for several interfaces and has drop-ins: "
                        + "/etc/systemd/network/10-all.network.d/mine.conf");
        HostReport held = accept(HostMode.WHILE_HOLDING);

        assertThat(held.accepts()).isTrue();
        assertThat(held.detail()).contains("nothing restores it after a change of the interface: ");
        assertThat(networkd.files()).isEqualTo(before);
    }

    @Test
    void accept_whenNetworkdCantBeTold_isRefusedForGoodAndSaysSoWhileHolding() {
        Networkd networkd = usual();
        List<String> before = networkd.files();
        host.sh("pkill -x dbus-daemon");

        assertThatThrownBy(() -> accept(HostMode.ALWAYS)).hasMessageContaining("networkctl reload failed: ");
        HostReport held = accept(HostMode.WHILE_HOLDING);

        assertThat(held.accepts()).isTrue();
        assertThat(held.detail()).contains("nothing restores it", "networkctl reload failed");
        assertThat(networkd.files()).isEqualTo(before);
    }

    @Test
    void accept_whenOurFileWasEdited_leavesItAlone() {
        Networkd networkd = usual();
        accept(HostMode.ALWAYS);
        host.sh("echo '# by hand' >>/etc/systemd/network/10-eth0.network.d" + CONF);
        List<String> edited = networkd.files();

        for (HostMode mode : HostMode.values()) {
            assertThatThrownBy(() -> accept(mode))
                    .hasMessageContaining("/etc/systemd/network/10-eth0.network.d" + CONF + " was edited by hand");
        }
        assertThatThrownBy(() -> drop(HostMode.ALWAYS)).hasMessageContaining("was edited by hand");
        assertThat(networkd.files()).isEqualTo(edited);
    }

    @Test
    void accept_whenItIsOnAnotherInterface_leavesItThereAndWritesNothing() {
        Networkd networkd = usual();
        host.run("ip", "address", "add", VIP + "/32", "dev", "lo");
        List<String> before = networkd.files();

        assertThat(accept(HostMode.WHILE_HOLDING).detail())
                .contains("lo has 10.77.1.12/32")
                .doesNotContain("nothing restores it");
        networkd.happens(Event.RECONFIGURE);

        assertThat(networkd.files()).isEqualTo(before);
        assertThat(addresses()).doesNotContain(VIP + "/32");
    }

    @Test
    void accept_whenSeveralAreInNoSubnet_waitsOnceForNetworkd() {
        usual();
        List<IpAddress> far = List.of(IpAddress.of("10.99.1.1"), IpAddress.of("10.99.1.2"), IpAddress.of("10.99.1.3"));
        long began = System.nanoTime();

        assertThat(hosts(HostMode.WHILE_HOLDING).accept(far, PLACEMENT, BUDGET).failures())
                .hasSize(3);

        // Twenty looks, with what each takes on a machine that others use; it was that for each.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /** Until it reads its files again, networkd adds what stood in one that was moved away. */
    @Test
    void drop_whenOurFileWasMovedAwayByHand_isForGood() {
        Networkd networkd = usual();
        String file = "/etc/systemd/network/10-eth0.network.d" + CONF;
        accept(HostMode.ALWAYS);
        host.sh("echo '# by hand' >>" + file);
        assertThat(find(HostMode.ALWAYS, Checks.PERSISTENCE).remedy())
                .isEqualTo("move it away, or put back what was there, and networkctl reload");
        host.sh("mv " + file + " /root/");

        drop(HostMode.ALWAYS);
        networkd.happens(Event.RECONFIGURE);

        assertThat(addresses()).doesNotContain(VIP + "/32");
    }

    /** It would have no end then. */
    @Test
    void acceptFor_whenOurFileWasMovedAwayByHand_endsAllTheSame() {
        Networkd networkd = usual();
        accept(HostMode.ALWAYS);
        host.sh("mv /etc/systemd/network/10-eth0.network.d" + CONF + " /root/ && ip address del " + VIP
                + "/32 dev eth0");

        HostReport report = hosts(HostMode.WHILE_HOLDING)
                .acceptFor(List.of(VIP), PLACEMENT, Duration.ofSeconds(60), BUDGET)
                .get(VIP);
        assertThat(report.lease()).isPresent();
        networkd.happens(Event.RECONFIGURE);

        assertThat(host.sh("ip -o address show dev eth0 to " + VIP + " | grep -v 'valid_lft [0-9]' || true"))
                .isEmpty();
    }

    /** A reload that took too long, and was read all the same. */
    @Test
    void drop_whenNetworkdHadReadWhatWasTakenBack_isForGood() {
        Networkd networkd = usual();
        String networkctl = host.sh("readlink -f \"$(command -v networkctl)\"").strip();
        host.sh("cp " + networkctl
                + " /run/networkctl && printf '#!/bin/sh\\n/run/networkctl \"$@\"; exit 1\\n' >/run/late"
                + " && chmod 755 /run/late && mount --bind /run/late " + networkctl);
        assertThat(accept(HostMode.WHILE_HOLDING).detail()).contains("nothing restores it");
        host.sh("umount " + networkctl);

        drop(HostMode.WHILE_HOLDING);
        networkd.happens(Event.RECONFIGURE);

        assertThat(addresses()).doesNotContain(VIP + "/32");
    }

    @Test
    void acceptAndDrop_againAndAgain_leaveTheFilesOfOthersAlone() {
        Networkd networkd = usual();
        networkd.write("/etc/systemd/network/10-eth0.network.d/mine.conf", "[Network]\nLLMNR=no\n");
        List<String> before = networkd.files();

        for (int round = 0; round < HostsUnderTest.rounds(); round++) {
            HostMode mode = round % 2 == 0 ? HostMode.WHILE_HOLDING : HostMode.ALWAYS;
            assertThat(accept(mode).accepts()).isTrue();
            assertThat(drop(mode).accepts()).isFalse();
            assertThat(networkd.files()).as("files after round " + round).isEqualTo(before);
        }
    }

    /** Its file and its drop-ins, as its sources make them; the tool itself is not here. */
    @ParameterizedTest
    @EnumSource(HostMode.class)
    void accept_besideAmazonEc2NetUtils_isKeptAndNoSourceThoughTheToolHasItToo(HostMode mode) {
        Networkd networkd = Networkd.start(lab, host, "80-ec2.network", Networkd.usual(host, "Name=e*"));
        networkd.write("/run/systemd/network/70-eth0.network", Networkd.usual(host, "Name=e*"));
        networkd.write(
                "/run/systemd/network/70-eth0.network.d/eni.conf",
                "[Match]\nMACAddress=" + host.sh("cat /sys/class/net/eth0/address"));
        networkd.happens(Event.RELOAD);

        HostReport report = accept(mode);

        assertThat(report.detail())
                .isEqualTo("eth0 has 10.77.1.12/32; "
                        + (mode == HostMode.ALWAYS ? "persisted" : "kept until a reboot")
                        + "; amazon-ec2-net-utils manages eth0");
        networkd.write(
                "/run/systemd/network/70-eth0.network.d/ec2net_alias.conf",
                "[Address]\nAddress=" + VIP + "/32\nAddPrefixRoute=false\n");
        for (Event event : List.of(Event.RELOAD, Event.RECONFIGURE, Event.RESTART)) {
            networkd.happens(event);
            assertThat(One.inspect(hosts(mode), VIP, PLACEMENT, BUDGET).accepts())
                    .as(event.words)
                    .isTrue();
            assertNoSource("with the tool's own file, after " + event.words);
        }
        host.sh("rm /run/systemd/network/70-eth0.network.d/ec2net_alias.conf");
        drop(mode);
        for (Event event : List.of(Event.RELOAD, Event.RECONFIGURE, Event.RESTART)) {
            networkd.happens(event);
            assertThat(addresses()).as("dropped, and then " + event.words).doesNotContain(VIP + "/32");
        }
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
    void diagnose_whatIsInTheWay_isFoundAndThenFoundMended() {
        Networkd networkd = Networkd.start(lab, host, "10-all.network", Networkd.usual(host, "Name=eth*"));
        networkd.write("/etc/systemd/network/10-all.network.d/mine.conf", "[Network]\nLLMNR=no\n");
        String why = "10-all.network is for several interfaces and has drop-ins";
        assertFound(HostMode.ALWAYS, Checks.INTERFACE_MANAGER, Severity.PROBLEM, why);
        assertFound(HostMode.WHILE_HOLDING, Checks.INTERFACE_MANAGER, Severity.WARNING, why);

        for (HostMode mode : HostMode.values()) {
            assertThat(find(mode, Checks.INTERFACE_MANAGER).remedy())
                    .startsWith(
                            "give eth0 a file of its own, or put what the drop-ins say into that file and remove them, and"
                                    + " networkctl reload; then have it accept once more");
        }

        host.sh("cat /etc/systemd/network/10-all.network.d/mine.conf >>/etc/systemd/network/10-all.network"
                + " && rm -r /etc/systemd/network/10-all.network.d && networkctl reload");

        for (HostMode mode : HostMode.values()) {
            assertFound(mode, Checks.INTERFACE_MANAGER, Severity.OK, "systemd-networkd manages eth0");
        }
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.WARNING, "nothing is persisted yet");
        assertThat(find(HostMode.ALWAYS, Checks.PERSISTENCE).remedy()).contains("vip host accept --mode always");
        accept(HostMode.ALWAYS);
        String path = "/etc/systemd/network/00-vip-eth0.network.d" + CONF;
        assertFound(HostMode.ALWAYS, Checks.PERSISTENCE, Severity.OK, "systemd-networkd reads " + path);
        assertFound(
                HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.WARNING, "the address is persisted in " + path);
        drop(HostMode.WHILE_HOLDING);
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.OK, "nothing is persisted");
        // An address that nothing keeps, as it was added by hand.
        host.sh("ip address add " + VIP + "/32 dev eth0 label eth0:vip");
        assertFound(
                HostMode.WHILE_HOLDING,
                Checks.PERSISTENCE,
                Severity.WARNING,
                "nothing restores it after a change of eth0");
        assertThat(One.inspect(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT, BUDGET)
                        .detail())
                .endsWith(
                        "(and drops the address when it is restarted or reconfigured); nothing restores it after a change: run vip host accept");
        accept(HostMode.WHILE_HOLDING);
        assertFound(HostMode.WHILE_HOLDING, Checks.PERSISTENCE, Severity.OK, "kept until a reboot");
        networkd.happens(Event.RECONFIGURE);
        assertThat(One.inspect(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT, BUDGET)
                        .accepts())
                .isTrue();
    }

    /** F4: files stay behind where a manager was stopped. */
    @Test
    void inspect_whenAManagerWasStopped_asksWhatRuns() {
        Networkd networkd = Networkd.start(lab, host, "10-ec2-primary.network", Networkd.usual(host, "Name=eth0"));
        host.sh("mkdir -p /run/NetworkManager/devices && printf '[device]\\nmanaged=true\\n'"
                + " >/run/NetworkManager/devices/$(cat /sys/class/net/eth0/ifindex)");

        assertThat(One.inspect(hosts(HostMode.ALWAYS), VIP, PLACEMENT, BUDGET).detail())
                .endsWith("systemd-networkd manages eth0 (and drops the address when it is restarted or reconfigured)");
        networkd.stop("USR2");
        assertThat(One.inspect(hosts(HostMode.ALWAYS), VIP, PLACEMENT, BUDGET).detail())
                .endsWith("nobody manages eth0");
    }
}
