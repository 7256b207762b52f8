package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.lab.Program;
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

/** Managers that keep nothing of ours: each is named, and refuses for good, and while holding is what it says it is. */
class OtherManagersIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);

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

    private LinuxConfigurator hosts(HostMode mode) {
        return LinuxConfigurator.builder().runner("db.a", host).mode(mode).build();
    }

    private HostReport accept() {
        return One.accept(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT, BUDGET);
    }

    private Finding find(HostMode mode) {
        return find(mode, Checks.INTERFACE_MANAGER);
    }

    private Finding find(HostMode mode, String check) {
        return hosts(mode).diagnose(VIP, PLACEMENT, BUDGET).stream()
                .filter(each -> each.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private void assertAccepts(boolean accepts) {
        assertThat(One.inspect(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT, BUDGET)
                        .accepts())
                .isEqualTo(accepts);
    }

    /** What is said of it, and what it says to do. */
    private void assertNamed(String name) {
        Finding always = find(HostMode.ALWAYS);
        assertThat(always.severity()).as(always.toString()).isEqualTo(Severity.PROBLEM);
        assertThat(always.detail()).contains("the address can't be persisted: " + name + " manages eth0");
        assertThat(always.remedy()).contains("use the mode while holding");
        assertThatThrownBy(() -> One.accept(hosts(HostMode.ALWAYS), VIP, PLACEMENT, BUDGET))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("the address can't be persisted: " + name + " manages eth0")
                .hasMessageContaining("Use the mode while holding");
        assertAccepts(false);

        HostReport held = accept();

        assertThat(held.accepts()).isTrue();
        assertThat(held.detail()).contains("eth0 has 10.77.1.12/32; " + name + " manages eth0 (and ");
        Finding holding = find(HostMode.WHILE_HOLDING);
        assertThat(holding.severity()).as(holding.toString()).isEqualTo(Severity.WARNING);
        assertThat(holding.detail()).startsWith(name + " manages eth0 (and ");
        assertThat(holding.remedy()).contains("after that have the holder accept it again");
    }

    /** What happens then, and what is told to be done about it. */
    @ParameterizedTest
    @EnumSource(OtherIfupdown.Kind.class)
    void accept_underAnotherIfupdown_isRefusedForGoodAndLiveWhileHolding(OtherIfupdown.Kind kind) {
        OtherIfupdown manager = OtherIfupdown.start(kind, lab, host);
        List<String> files = manager.files();

        assertNamed(kind.words);
        for (int round = 0; round < HostsUnderTest.rounds(); round++) {
            accept();
            One.drop(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT.asHolder(), BUDGET);
        }
        accept();
        assertThat(manager.files()).isEqualTo(files);

        manager.happens(Event.IFDOWN_IFUP);
        accept();
        assertAccepts(true);
        assertThat(host.sh("ip route get 224.0.0.9; ip route get 172.30.0.9"))
                .contains(host.address())
                .doesNotContain(VIP.toString());
    }

    /** By its files and the name of its process alone: it can't be had on Debian. */
    @Test
    void accept_underWicked_isRefusedForGoodAndLiveWhileHolding() {
        host.sh(
                "mkdir /run/over /run/work && mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/over,workdir=/run/work /etc"
                        + " && mkdir -p /etc/sysconfig/network && printf 'BOOTPROTO=static\\nIPADDR=" + host.address()
                        + "/24\\n' >/etc/sysconfig/network/ifcfg-eth0 && ip address add " + host.address()
                        + "/24 dev eth0 && ip link set eth0 up");
        assertThat(One.inspect(hosts(HostMode.ALWAYS), VIP, PLACEMENT, BUDGET).detail())
                .as("with its files alone")
                .doesNotContain("wicked");
        host.sh("cp \"$(command -v sleep)\" /run/wickedd && { setsid /run/wickedd 600 >/dev/null 2>&1 </dev/null & }");

        assertNamed("wicked");

        // What wicked does when it sets an interface up anew.
        host.sh("ip -4 address flush dev eth0 && ip address add " + host.address() + "/24 dev eth0");
        assertAccepts(false);
        accept();
        assertAccepts(true);
        assertThat(host.sh("cd /etc && find sysconfig network -name '*vip*'")).isEmpty();
    }

    /** A host with the programs of busybox and no others: what is missing is named, one after the other. */
    @Test
    void accept_whereBusyboxIsAll_saysWhatIsMissingAndThenWorks() {
        OtherIfupdown.start(OtherIfupdown.Kind.BUSYBOX, lab, host);
        // Not the one that has ifup: its shell takes its own programs for whatever is called so.
        String busybox = Program.requireTool("busybox", "/usr/bin/busybox");
        host.sh("mkdir /run/tools /run/bin && for each in ip flock cksum; do"
                + " cp \"$(readlink -f \"$(command -v $each)\")\" /run/tools/$each || exit 1; done"
                + " && cp " + busybox + " /run/busybox && for each in $(/run/busybox --list); do"
                + " ln -s /run/busybox /run/bin/$each; done; rm -f /run/bin/flock /run/bin/cksum;"
                + " mount --bind /run/bin /usr/bin && mount --bind /run/bin /usr/sbin");

        String installed = "rm -f /run/bin/%1$s && cp /run/tools/%1$s /run/bin/%1$s";
        Map<String, String> mended = new LinkedHashMap<>();
        mended.put("flock is not there; install util-linux", "ln -s /run/busybox /run/bin/flock");
        mended.put("cksum is not there; install coreutils", installed.formatted("cksum"));
        mended.put("the flock that is there has no -w; install util-linux", installed.formatted("flock"));
        mended.put("the ip that is there has no -batch; install iproute2", installed.formatted("ip"));
        mended.forEach((missing, mend) -> {
            assertThatThrownBy(this::accept).hasMessageContaining(missing);
            Finding finding = find(HostMode.WHILE_HOLDING, Checks.HOST_INTERFACE);
            assertThat(finding.detail() + "; " + finding.remedy()).isEqualTo(missing);
            host.sh(mend);
        });
        assertThat(find(HostMode.WHILE_HOLDING, Checks.HOST_INTERFACE).severity())
                .isEqualTo(Severity.OK);

        assertThat(accept().detail()).contains("eth0 has 10.77.1.12/32; busybox manages eth0");
        assertThat(One.drop(hosts(HostMode.WHILE_HOLDING), VIP, PLACEMENT.asHolder(), BUDGET)
                        .accepts())
                .isFalse();
    }
}
