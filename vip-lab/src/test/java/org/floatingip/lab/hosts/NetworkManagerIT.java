package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.engine.One;
import org.floatingip.lab.hosts.NetworkManager.Event;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.contract.HostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostsFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts that a real NetworkManager manages: what is kept there, through what, and what is left of it. */
class NetworkManagerIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final IpAddress VIP6 = IpAddress.of(HostsUnderTest.IPV6);
    private static final List<IpAddress> BOTH = List.of(VIP, VIP6);
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
        return LinuxConfigurator.builder()
                .runner("db.a", host)
                .runner("db.z", command -> {
                    throw new CommandFailedException(
                            CommandFailedException.Reason.UNREACHABLE, "cut off by the test", null);
                })
                .mode(mode)
                .build();
    }

    private boolean accepts(HostNetworkConfigurator hosts, IpAddress vip) {
        return One.inspect(hosts, vip, PLACEMENT, BUDGET).accepts();
    }

    private String sources() {
        return host.sh(
                "ip route get 224.0.0.9; ip route get 172.30.0.9; ip route get 10.77.1.1; ip route get 192.0.2.1;"
                        + " ip route get fd77:1::1");
    }

    @ParameterizedTest
    @EnumSource(HostMode.class)
    void accept_whateverHappensToTheInterface_isKeptAndNeverASourceAndGoneAfterDrop(HostMode mode) {
        List<String> before = manager.files();
        LinuxConfigurator hosts = hosts(mode);

        assertThat(hosts.accept(BOTH, PLACEMENT, BUDGET).failures()).isEmpty();
        assertThat(One.inspect(hosts, VIP, PLACEMENT, BUDGET).detail())
                .isEqualTo("eth0 has 10.77.1.12/32; "
                        + (mode == HostMode.ALWAYS ? "persisted" : "kept until a reboot")
                        + "; NetworkManager manages eth0");
        for (Event event : Event.values()) {
            manager.happens(event);

            boolean kept = mode == HostMode.ALWAYS || event != Event.BOOT;
            for (IpAddress each : BOTH) {
                assertThat(accepts(hosts, each))
                        .as(each + " after " + event.words)
                        .isEqualTo(kept);
            }
            assertThat(sources())
                    .as("after " + event.words)
                    .contains(host.address())
                    .doesNotContain(VIP.toString(), VIP6.toString());
        }

        hosts.accept(BOTH, PLACEMENT, BUDGET);
        hosts.drop(BOTH, PLACEMENT.asHolder(), BUDGET);
        assertThat(manager.files()).isEqualTo(before);
        for (Event event : Event.values()) {
            manager.happens(event);
            for (IpAddress each : BOTH) {
                assertThat(accepts(hosts, each))
                        .as("dropped, and then " + event.words)
                        .isFalse();
            }
        }
    }

    /** The negative control: what the script is for. */
    @Test
    void anAddressThatNothingKeeps_afterReapply_isGone() {
        IfupdownConfigurator alone =
                IfupdownConfigurator.builder().runner("db.a", host).build();
        One.accept(alone, VIP, PLACEMENT, BUDGET);

        manager.happens(Event.REAPPLY);

        assertThat(accepts(alone, VIP)).isFalse();
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
    void acceptAndDrop_aHundredTimes_leaveTheFilesOfOthersAlone() {
        List<String> before = manager.files();

        for (int round = 0; round < 100; round++) {
            LinuxConfigurator hosts = hosts(round % 2 == 0 ? HostMode.WHILE_HOLDING : HostMode.ALWAYS);
            assertThat(One.accept(hosts, VIP, PLACEMENT, BUDGET).accepts()).isTrue();
            assertThat(One.drop(hosts, VIP, PLACEMENT.asHolder(), BUDGET).accepts())
                    .isFalse();
            assertThat(manager.files()).as("files after round " + round).isEqualTo(before);
        }
    }

    @Nested
    class WhileHolding extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(hosts(HostMode.WHILE_HOLDING));
        }
    }

    @Nested
    class Always extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(hosts(HostMode.ALWAYS));
        }
    }
}
