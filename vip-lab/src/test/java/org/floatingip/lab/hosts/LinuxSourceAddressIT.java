package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host never sends from the floating IP by itself, whatever it sends, also after a reboot. */
class LinuxSourceAddressIT {

    private static final List<String> IPV4_TARGETS = List.of(
            LinuxLab.SUBNET + "1", // on the link
            "192.0.2.1", // by the gateway
            "172.30.0.1", // by a route without gateway
            "224.0.0.5", // multicast
            "224.0.0.5 oif eth0", // multicast of a program that names the interface
            "255.255.255.255", // broadcast
            "255.255.255.255 oif eth0",
            LinuxLab.SUBNET + "255"); // the subnet's broadcast

    private static final List<String> IPV6_TARGETS =
            List.of("fd77:1::1", "2001:db8::1", "2001:db8:30::1", "ff02::1", "ff05::2", "ff02::1 oif eth0");

    private static final String VIP = HostsUnderTest.IPV4;
    private static final String VIP6 = HostsUnderTest.IPV6;
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(10);

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

    /** The targets for which the kernel would choose a floating IP as the source. */
    private List<String> sentFromTheVip() {
        host.sh("ip -6 route replace 2001:db8:30::/64 dev eth0");
        List<String> wrong = new ArrayList<>();
        for (String target : IPV4_TARGETS) {
            note(wrong, target, host.sh("ip -4 route get " + target), VIP);
        }
        for (String target : IPV6_TARGETS) {
            note(wrong, target, host.sh("ip -6 route get " + target), VIP6);
        }
        return wrong;
    }

    private static void note(List<String> wrong, String target, String answer, String vip) {
        assertThat(answer).as("the route to " + target).contains(" src ");
        if ((answer.replace('\n', ' ') + " ").contains(" src " + vip + " ")) {
            wrong.add(target);
        }
    }

    @ParameterizedTest(name = "{0}, our file read {1}")
    @CsvSource({"WHILE_HOLDING,first", "ALWAYS,first", "WHILE_HOLDING,last", "ALWAYS,last"})
    void accept_whereverOurFileIsRead_isNeverASource(HostMode mode, String position) {
        String usual = host.usualInterfaces();
        String line = "source /etc/network/interfaces.d/*\n";
        host.write("interfaces", position.equals("first") ? usual : usual.replace(line, "") + "\n" + line);
        host.run("ifup", "-a");
        String routes = routes();
        IfupdownConfigurator hosts =
                IfupdownConfigurator.builder().runner("db.a", host).mode(mode).build();

        One.accept(hosts, IpAddress.of(VIP), PLACEMENT, BUDGET);
        One.accept(hosts, IpAddress.of(VIP6), PLACEMENT, BUDGET);

        assertThat(routes()).as("routes of the main table").isEqualTo(routes);
        assertThat(sentFromTheVip()).as("after accept").isEmpty();
        assertThat(host.sh("ip -o -4 address show dev eth0 | head -n 1"))
                .as("the first address")
                .contains(host.address());
        assertThat(pinged(VIP)).isTrue();
        assertThat(pinged(VIP6)).isTrue();

        host.run("ifdown", "-a");
        host.run("ifup", "-a");

        boolean persisted = mode == HostMode.ALWAYS;
        assertThat(One.inspect(hosts, IpAddress.of(VIP), PLACEMENT, BUDGET).accepts())
                .isEqualTo(persisted);
        assertThat(One.inspect(hosts, IpAddress.of(VIP6), PLACEMENT, BUDGET).accepts())
                .isEqualTo(persisted);
        assertThat(routes()).as("routes after a reboot").isEqualTo(routes);
        assertThat(sentFromTheVip()).as("after a reboot").isEmpty();
        assertThat(host.sh("ip -o -4 address show dev eth0 | head -n 1"))
                .as("the first address")
                .contains(host.address());
        assertThat(pinged(VIP)).as("the neighbour reaches it").isEqualTo(persisted);
    }

    private String routes() {
        // Link-local and what the kernel learns by itself comes and goes with duplicate address detection.
        return host.sh("ip -4 route show; ip -6 route show | grep -v '^fe80' | grep -v 'db8:30'");
    }

    private boolean pinged(String address) {
        return lab.router()
                .sh("ping -c 1 -W 1 " + address + " >/dev/null && echo yes || echo no")
                .strip()
                .equals("yes");
    }

    @Test
    void theOriginalSnippet_whenReadFirst_isASource() {
        host.write("interfaces", host.usualInterfaces());
        host.run("ifup", "-a");
        assertThat(sentFromTheVip()).isEmpty();

        host.write(
                "interfaces.d/eth0",
                "auto eth0\niface eth0 inet static\n  address " + VIP + "\n  netmask 255.255.255.0\n"
                        + "iface eth0 inet6 static\n  address " + VIP6 + "\n  netmask 128\n  dad-attempts 0\n");
        host.sh("ifdown eth0; ifup eth0");

        assertThat(sentFromTheVip())
                .as("negative control: the snippet of the recipe")
                .containsAll(IPV4_TARGETS)
                .contains("fd77:1::1");
    }

    @Test
    void aGlobalAddress_whenFirst_isASource() {
        host.write("interfaces", host.usualInterfaces());
        host.write("interfaces.d/eth0", "iface eth0 inet static\n  address " + VIP + "/32\n");
        host.run("ifup", "-a");

        assertThat(sentFromTheVip())
                .as("negative control: a /32 that nobody adds again as the last")
                .containsExactly("172.30.0.1", "224.0.0.5 oif eth0", "255.255.255.255 oif eth0");
    }
}
