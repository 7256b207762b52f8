package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.lab.engine.One;
import org.floatingip.lab.hosts.HostManager.Event;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The contract of every manager whose own configuration gives the host the floating address: it is found and told, whatever vip does
 * meanwhile, and the remedy works.
 */
class GivenAddressIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private LinuxLab lab;
    private LinuxHost host;
    private LinuxConfigurator hosts;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.host("db.a", 10);
        // As systemd sets it on Debian.
        host.sh("echo 1 >/proc/sys/net/ipv4/conf/all/promote_secondaries");
        hosts = LinuxConfigurator.builder()
                .runner("db.a", host)
                .mode(HostMode.WHILE_HOLDING)
                .build();
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private HostReport accept() {
        return One.accept(hosts, VIP, PLACEMENT, BUDGET);
    }

    private HostReport drop() {
        return One.drop(hosts, VIP, PLACEMENT.asHolder(), BUDGET);
    }

    private boolean accepts() {
        return One.inspect(hosts, VIP, PLACEMENT, BUDGET).accepts();
    }

    private List<Finding> find(String check) {
        return hosts.diagnose(VIP, PLACEMENT, BUDGET).stream()
                .filter(each -> each.check().equals(check))
                .toList();
    }

    private void assertNoSource() {
        assertThat(host.sh("ip route get " + LinuxLab.SUBNET + "9")).doesNotContain("src " + VIP + " ");
    }

    /** Does what the finding says, word for word where those are commands. */
    private void carryOut(Finding found) {
        String remedy = found.remedy().split("; ", 2)[0];
        if (remedy.startsWith("take that address out of ")) {
            String[] words =
                    remedy.substring("take that address out of ".length()).split(", and ", 2);
            host.sh("sed -i -e '/^Address=" + VIP + "\\/24$/d' -e 's/" + VIP + "\\/24, //' " + words[0] + " && "
                    + words[1] + " && sleep 0.5");
        } else if (remedy.startsWith("take that stanza out")) {
            host.sh("rm /etc/network/interfaces.d/given");
        } else {
            host.sh(remedy.replace(", and ", " && "));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NETWORKD,RECONFIGURE,/etc/systemd/network/10-eth0.network gives",
        "NETWORKD_DHCP,RECONFIGURE,/etc/systemd/network/10-eth0.network gives",
        "NETPLAN,NETPLAN_APPLY,/etc/netplan/50-vip.yaml gives",
        "NETWORK_MANAGER,UP,NetworkManager's profile ",
        "IFUPDOWN,BOOT,stanza eth0:0 in /etc/network/interfaces.d/given gives"
    })
    void addressThatTheManagerItselfGives_isFoundAndItsRemedyWorks(ManagersIT.Kind kind, Event event, String where) {
        HostManager manager = kind.start(lab, host);
        List<String> before = manager.files();
        manager.gives(VIP.toString());
        assertThat(accepts()).as("negative control: it is there").isTrue();

        HostReport accepted = accept();
        assertThat(accepted.detail())
                .startsWith("eth0 has 10.77.1.12/32; ")
                .contains("; " + where)
                .contains("whoever holds it");
        assertNoSource();

        HostReport dropped = drop();
        assertThat(dropped.accepts()).isFalse();
        assertThat(dropped.detail()).contains("; " + where);
        manager.happens(event);
        assertThat(accepts()).as("negative control: it is back").isTrue();

        List<Finding> found = find(Checks.PERSISTENCE);
        assertThat(found).singleElement().satisfies(each -> {
            assertThat(each.severity()).isEqualTo(Severity.WARNING);
            assertThat(each.detail()).startsWith(where);
        });
        assertThat(find(Checks.HOST_INTERFACE).get(0).remedy()).contains("do what persistence says");

        carryOut(found.get(0));
        drop();

        assertThat(find(Checks.PERSISTENCE).get(0).severity()).isEqualTo(Severity.OK);
        manager.happens(event);
        assertThat(accepts()).isFalse();
        assertThat(accept().detail()).startsWith("eth0 has 10.77.1.12/32; ").doesNotContain("whoever holds it");
        manager.happens(kind == ManagersIT.Kind.IFUPDOWN ? Event.IFUP_AGAIN : event);
        assertThat(accepts()).isTrue();
        assertNoSource();
        drop();
        assertThat(manager.files()).hasSameSizeAs(before);
    }

    /** As nm-cloud-setup does: no profile has it. */
    @Test
    void addressThatNetworkManagerHasAppliedBeyondItsProfile_isFoundAndItsRemedyWorks() {
        HostManager manager = ManagersIT.Kind.NETWORK_MANAGER.start(lab, host);
        host.sh("nmcli device modify eth0 +ipv4.addresses " + VIP + "/24");
        String where = "NetworkManager has the address applied to eth0, beyond its profile";
        assertThat(accept().detail()).contains("; " + where);
        assertThat(drop().detail()).contains("; " + where);
        host.sh("nmcli device modify eth0 +ipv4.addresses " + LinuxLab.SUBNET + "13/24");
        assertThat(accepts()).as("negative control: it is back").isTrue();

        List<Finding> found = find(Checks.PERSISTENCE);
        assertThat(found)
                .singleElement()
                .satisfies(each -> assertThat(each.detail()).startsWith(where));
        carryOut(found.get(0));
        drop();

        assertThat(find(Checks.PERSISTENCE).get(0).severity()).isEqualTo(Severity.OK);
        host.sh("nmcli device modify eth0 -ipv4.addresses " + LinuxLab.SUBNET + "13/24");
        assertThat(accepts()).isFalse();
        assertThat(accept().detail()).startsWith("eth0 has 10.77.1.12/32; kept until a reboot");
        manager.happens(Event.REAPPLY);
        assertThat(accepts()).isTrue();
    }

    /** By a pattern, a mapping, or a head that goes on in the next line: what brought it up says so itself. */
    @ParameterizedTest
    @CsvSource({
        "auto /eth*=lan;iface lan inet static,ifupdown has brought eth0 up as lan",
        "auto eth0;mapping eth0;  script /run/map;iface home inet static,ifupdown has brought eth0 up as home",
        "auto eth0;iface \\;eth0 inet static,"
    })
    void interfaceThatIfupdownBroughtUp_isManagedByIt(String text, @Nullable String refused) {
        host.sh("printf '#!/bin/sh\\necho home\\n' >/run/map && chmod 755 /run/map");
        host.configure("source /etc/network/interfaces.d/*\n" + text.replace(';', '\n') + "\n    address "
                + host.address() + "/24\n");
        LinuxConfigurator always = LinuxConfigurator.builder()
                .runner("db.a", host)
                .mode(HostMode.ALWAYS)
                .build();

        assertThat(accept().detail()).endsWith("ifupdown manages eth0 (and drops the address at ifdown)");
        drop();
        Finding found = always.diagnose(VIP, PLACEMENT, BUDGET).stream()
                .filter(each -> each.check().equals(Checks.INTERFACE_MANAGER))
                .findFirst()
                .orElseThrow();

        if (refused == null) {
            assertThat(found.severity()).isEqualTo(Severity.OK);
            assertThat(One.accept(always, VIP, PLACEMENT, BUDGET).detail()).contains("; persisted");
        } else {
            assertThat(found.detail()).contains(refused);
            assertThat(always.accept(List.of(VIP), PLACEMENT, BUDGET).failures().get(VIP))
                    .hasMessageContaining(refused);
        }
    }
}
