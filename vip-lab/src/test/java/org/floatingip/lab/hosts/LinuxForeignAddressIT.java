package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that somebody else configured: found, mended where that takes nothing along, and else with a remedy that works. */
class LinuxForeignAddressIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final IpAddress VIP6 = IpAddress.of(HostsUnderTest.IPV6);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);

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

    private IfupdownConfigurator hosts(HostMode mode) {
        return IfupdownConfigurator.builder().runner("db.a", host).mode(mode).build();
    }

    private HostReport accept(IpAddress address) {
        return One.accept(hosts(HostMode.WHILE_HOLDING), address, PLACEMENT, BUDGET);
    }

    private HostReport drop(IpAddress address) {
        return One.drop(hosts(HostMode.WHILE_HOLDING), address, PLACEMENT.asHolder(), BUDGET);
    }

    private HostReport inspect() {
        return One.inspect(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT, BUDGET);
    }

    private Finding find(String check) {
        return hosts(HostMode.WHILE_HOLDING).diagnose(VIP, PLACEMENT, BUDGET).stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private void assertFound(String check, Severity severity) {
        Finding found = find(check);
        assertThat(found.severity()).as(found.toString()).isEqualTo(severity);
    }

    private String ipv4() {
        return host.sh("ip -o -4 address show dev eth0 | sed 's/ valid_lft.*//' | cut -d' ' -f2-");
    }

    private boolean pinged() {
        return lab.router()
                .sh("ping -c 1 -W 1 " + VIP + " >/dev/null && echo yes || echo no")
                .strip()
                .equals("yes");
    }

    private void boot() {
        host.sh("ifdown -a; ifup -a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interfaces   | auto eth0:0;iface eth0:0 inet static;    address 10.77.1.12;    netmask 255.255.255.0 | eth0:0",
                "interfaces.d/50-cloud-init | auto eth0:1;iface eth0:1 inet static;    address 10.77.1.12/24 | eth0:1",
                "interfaces.d/more | iface eth0 inet manual;    up ip addr add 10.77.1.12/24 dev eth0 | eth0"
            })
    void stanza_whenSomebodyElsesGivesTheAddress_isFoundAndMendedByTheRemedy(String file, String text, String name) {
        // As systemd sets it on Debian; without it see below.
        host.sh("echo 1 >/proc/sys/net/ipv4/conf/all/promote_secondaries");
        String usual = host.usualInterfaces();
        String lines = text.replace(';', '\n') + "\n";
        host.write(file, file.equals("interfaces") ? usual + "\n" + lines : lines);
        boot();
        assertThat(inspect().accepts()).as("negative control").isTrue();
        drop(VIP);
        boot();
        assertThat(inspect().accepts())
                .as("negative control: dropping is not enough")
                .isTrue();

        Finding found = find(Checks.PERSISTENCE);

        assertThat(found.severity()).as(found.toString()).isEqualTo(Severity.WARNING);
        assertThat(found.detail())
                .startsWith("stanza " + name + " in /etc/network/" + file + " gives the host the address at each ifup");
        assertThat(found.remedy()).contains("take that stanza out");
        host.write(file, file.equals("interfaces") ? usual : "");
        drop(VIP);
        assertFound(Checks.PERSISTENCE, Severity.OK);
        boot();
        assertThat(inspect().accepts()).isFalse();
        accept(VIP);
        assertFound(Checks.HOST_INTERFACE, Severity.OK);
    }

    @Test
    void stanza_whenItGivesAnIpv6AddressInOtherWords_isFound() {
        host.write(
                "interfaces.d/six",
                "auto eth0:6\niface eth0:6 inet6 static\n    address FD77:1:0:0::12\n    netmask 64\n");

        Finding found =
                hosts(HostMode.WHILE_HOLDING).diagnose(VIP6, PLACEMENT, BUDGET).get(3);

        assertThat(found.detail())
                .startsWith("stanza eth0:6 in /etc/network/interfaces.d/six gives the host the address");
        assertFound(Checks.PERSISTENCE, Severity.OK);
    }

    @Test
    void accept_whenItHasTheSubnetsLengthBesideTheHostsOwn_isPutIntoOurForm() {
        host.sh("ip address add " + VIP + "/24 dev eth0");
        assertFound(Checks.HOST_INTERFACE, Severity.WARNING);
        assertThat(find(Checks.HOST_INTERFACE).remedy()).contains("have it accept once more, which mends that");

        HostReport report = accept(VIP);

        assertThat(report)
                .hasToString(
                        "db.a accepts it: eth0 has 10.77.1.12/32; ifupdown manages eth0 (and drops the address at ifdown)");
        assertThat(report.changed()).as("whether it accepts").isFalse();
        assertThat(ipv4()).contains(host.address() + "/24").doesNotContain(VIP + "/24");
        assertFound(Checks.HOST_INTERFACE, Severity.OK);
    }

    @Test
    void accept_whenTheHostsOwnIsSecondaryToIt_failsWithARemedyThatWorks() {
        host.sh("echo 0 >/proc/sys/net/ipv4/conf/all/promote_secondaries;"
                + " echo 0 >/proc/sys/net/ipv4/conf/eth0/promote_secondaries");
        floatingFirst();
        String before = ipv4();

        assertThatThrownBy(() -> accept(VIP))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("it has 10.77.1.12/24 on eth0, which vip did not add")
                .hasMessageContaining("first sysctl -w net/ipv4/conf/eth0/promote_secondaries=1");
        assertThatThrownBy(() -> drop(VIP)).hasMessageContaining("promote_secondaries=1");
        assertThat(ipv4()).isEqualTo(before);
        Finding found = find(Checks.HOST_INTERFACE);
        assertThat(found.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(found.remedy())
                .isEqualTo("first sysctl -w net/ipv4/conf/eth0/promote_secondaries=1, then have it accept");

        host.run("sysctl", "-q", "-w", "net/ipv4/conf/eth0/promote_secondaries=1");
        assertThat(accept(VIP).detail()).startsWith("eth0 has 10.77.1.12/32; ");

        assertThat(ipv4().lines().findFirst().orElseThrow()).contains(host.address() + "/24");
        assertThat(host.sh("ip -4 route show default")).contains("via 10.77.1.1");
        assertThat(pinged()).isTrue();
        assertFound(Checks.HOST_INTERFACE, Severity.OK);
        assertThat(drop(VIP).changed()).isTrue();
        assertThat(ipv4()).contains(host.address() + "/24").doesNotContain("10.77.1.12");
    }

    /** As where somebody added it before the host's own address came: that is secondary to it. */
    private void floatingFirst() {
        host.sh("ip -4 address flush dev eth0 && ip address add " + VIP + "/24 dev eth0 && ip address add "
                + host.address() + "/24 dev eth0 && ip route add default via 10.77.1.1");
        assertThat(ipv4()).contains(" secondary ");
    }

    @Test
    void accept_whenARouteGoesFromIt_failsAndLeavesThat() {
        host.sh("echo 1 >/proc/sys/net/ipv4/conf/eth0/promote_secondaries");
        floatingFirst();
        host.sh("ip route add 192.0.2.0/24 via 10.77.1.1 src " + VIP);

        assertThatThrownBy(() -> accept(VIP)).hasMessageContaining("take the routes along that go from it");

        host.sh("ip route replace 192.0.2.0/24 via 10.77.1.1");
        assertThat(accept(VIP).detail()).startsWith("eth0 has 10.77.1.12/32; ");
        assertThat(host.sh("ip route show 192.0.2.0/24")).contains("via 10.77.1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lo", "br9"})
    void accept_whenItIsOnAnotherInterface_takesItAsWhatItIs(String dev) {
        host.sh("ip link add br9 type bridge && ip link set br9 up && ip address add " + VIP + "/32 dev " + dev);
        String before = host.sh("ip -o address show | sed 's/ valid_lft.*//'");
        assertThat(pinged()).as("the kernel answers for it").isTrue();
        assertThat(inspect().accepts()).isTrue();
        assertFound(Checks.HOST_INTERFACE, Severity.OK);

        HostReport report = accept(VIP);

        assertThat(report)
                .hasToString(
                        "db.a accepts it: " + dev
                                + " has 10.77.1.12/32 (where somebody else put it); ifupdown manages eth0 (and drops the address at ifdown)");
        assertThat(report.changed()).isFalse();
        assertThat(host.sh("ip -o address show | sed 's/ valid_lft.*//'")).isEqualTo(before);
        assertThat(drop(VIP).changed()).isTrue();
        assertThat(pinged()).isFalse();
        assertThat(accept(VIP).detail()).startsWith("eth0 has 10.77.1.12/32; ");
    }

    @Test
    void acceptIpv6_whenItIsOnAnotherInterface_failsWithARemedyThatWorks() {
        host.sh("ip address add " + VIP6 + "/128 dev lo");

        assertThatThrownBy(() -> accept(VIP6))
                .hasMessageContaining(
                        "it is on interface lo already; have the host drop " + VIP6 + ", which takes it away there");

        drop(VIP6);
        assertThat(accept(VIP6).detail()).startsWith("eth0 has " + VIP6 + "/128; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enp0s31f6ab", "enp0s31f6abc", "enx001122334455"})
    void acceptAlways_whenADhcpClientGetsAnotherAddress_keepsTheAddress(String name) {
        host.sh("ifdown -a; ip link set eth0 name " + name);
        host.write("interfaces", host.usualInterfaces().replace("eth0", name));
        host.run("ifup", "-a");
        IfupdownConfigurator hosts = hosts(HostMode.ALWAYS);
        One.accept(hosts, VIP, PLACEMENT, BUDGET);

        // What dhclient-script does.
        host.sh("ip -4 addr flush dev " + name + " label " + name + " && ip -4 addr add 10.77.1.99/24 dev " + name);

        assertThat(One.inspect(hosts, VIP, PLACEMENT, BUDGET).accepts()).isTrue();
        assertThat(One.accept(hosts, VIP, PLACEMENT, BUDGET).detail())
                .startsWith(name + " has 10.77.1.12/32; persisted");
        host.sh("ifdown -a; ip -4 addr flush dev " + name + "; ifup -a");
        assertThat(One.inspect(hosts, VIP, PLACEMENT, BUDGET).detail())
                .startsWith(name + " has 10.77.1.12/32; persisted");
        assertThat(host.sh("ip -o -4 address show dev " + name + " | head -n 1"))
                .contains(host.address());
        host.sh("ip -4 addr flush dev " + name + " label " + name);
        assertThat(host.sh("ip -o -4 address show dev " + name)).contains(VIP + "/32");
        assertThat(One.drop(hosts, VIP, PLACEMENT.asHolder(), BUDGET).changed()).isTrue();
    }

    @Test
    void accept_whenFloatingAddressesAreAllThereIs_isRefused() {
        accept(IpAddress.of("10.77.1.13"));
        accept(IpAddress.of("10.77.1.14"));
        accept(IpAddress.of("fd77:1::13"));
        host.sh("ip address del " + host.address() + "/24 dev eth0 && ip address del fd77:1::10/64 dev eth0");
        String before = ipv4();
        IfupdownConfigurator named = IfupdownConfigurator.builder()
                .runner("db.a", host)
                .interfaceName("eth0")
                .build();

        for (IpAddress address : new IpAddress[] {VIP, VIP6}) {
            assertThatThrownBy(() -> One.accept(named, address, PLACEMENT, BUDGET))
                    .isInstanceOf(HostConfigurationException.class)
                    .hasMessageContaining("eth0 has no address of its own");
            assertThat(named.diagnose(address, PLACEMENT, BUDGET))
                    .filteredOn(finding -> finding.check().equals(Checks.HOST_INTERFACE))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.detail()).contains("eth0 has no address of its own"));
        }
        assertThat(ipv4()).isEqualTo(before);
    }
}
