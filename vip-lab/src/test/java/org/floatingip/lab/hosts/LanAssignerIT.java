package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.examples.lan.LanIpAssigner;
import org.floatingip.failure.UnavailableException;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The example's assigner on real interfaces: three Debian hosts on one bridge, {@code ip} and {@code arping}. */
class LanAssignerIT {

    private static final String HELD = LinuxLab.SUBNET + "121";
    private static final String FREE = LinuxLab.SUBNET + "12";

    private static LinuxLab lab;
    private static List<LinuxHost> hosts;

    @BeforeAll
    static void start() {
        lab = LinuxLab.start();
        hosts = List.of(lab.debianHost("db.a", 10), lab.debianHost("db.b", 11), lab.debianHost("db.c", 13));
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private static LinuxHost host(String name) {
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void drop(String address) {
        for (LinuxHost host : hosts) {
            host.sh("ip address del " + address + "/32 dev eth0 2>/dev/null || true");
        }
    }

    private static void give(String address, String name) {
        drop(address);
        host(name).sh("ip address add " + address + "/32 dev eth0");
    }

    private static List<HostId> truth(String address) {
        return hosts.stream()
                .filter(host -> host.sh("ip -4 -o address show").contains(" " + address + "/"))
                .map(host -> HostId.of(host.name()))
                .toList();
    }

    /** Hosts in front of which commands can be cut off, and their replies lost. */
    private static final class Wires {

        private volatile boolean cut;
        private volatile String losing = "-";

        CommandRunner to(LinuxHost host) {
            return command -> run(host, command);
        }

        private CommandResult run(LinuxHost host, Command command) throws CommandFailedException {
            if (cut) {
                throw new CommandFailedException(
                        CommandFailedException.Reason.UNREACHABLE, "cut off by the test", null);
            }
            CommandResult result = host.run(command);
            if (String.join(" ", command.arguments()).startsWith(losing)) {
                losing = "-";
                throw new CommandFailedException(CommandFailedException.Reason.TIMED_OUT, "lost by the test", null);
            }
            return result;
        }

        LanIpAssigner assigner() {
            LanIpAssigner.Builder builder = LanIpAssigner.builder();
            hosts.forEach(host -> builder.host(host.name(), to(host), "eth0"));
            return builder.build();
        }
    }

    @Nested
    class Contract extends IpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            drop(FREE);
            give(HELD, "db.a");
            Wires wires = new Wires();
            return new Fixture(wires, wires.assigner());
        }
    }

    private record Fixture(Wires wires, IpAssigner assigner) implements AssignerFixture {

        @Override
        public IpAddress held() {
            return IpAddress.of(HELD);
        }

        @Override
        public IpAddress free() {
            return IpAddress.of(FREE);
        }

        @Override
        public HostId holder() {
            return HostId.of("db.a");
        }

        @Override
        public HostId target() {
            return HostId.of("db.b");
        }

        @Override
        public HostId other() {
            return HostId.of("db.c");
        }

        @Override
        public HostId unknown() {
            return HostId.of("db.z");
        }

        @Override
        public List<HostId> truth(IpAddress address) {
            return LanAssignerIT.truth(address.toString());
        }

        @Override
        public void give(IpAddress address, HostId host) {
            LanAssignerIT.give(address.toString(), host.value());
        }

        @Override
        public void cutOff() {
            wires.cut = true;
        }

        @Override
        public void mend() {
            wires.cut = false;
        }

        @Override
        public boolean loseReplyOfAssign() {
            wires.losing = "ip address replace ";
            return true;
        }

        @Override
        public boolean loseReplyOfRelease() {
            wires.losing = "ip address del ";
            return true;
        }
    }

    @Nested
    class OnTheWire {

        private final LanIpAssigner assigner = new Wires().assigner();
        private final FloatingIp db = FloatingIp.at(HELD).assigner(assigner).build();

        @BeforeEach
        void hold() {
            give(HELD, "db.a");
        }

        /** Whom the router sends packets for the address to, as it has learnt. */
        private String neighbour() {
            return lab.router().sh("ip neigh show " + HELD + " dev br0");
        }

        private String mac(String name) {
            return host(name).sh("cat /sys/class/net/eth0/address").strip();
        }

        @Test
        void moveTo_whenTheRouterKnewTheOldHost_turnsItsPacketsAtOnce() {
            lab.router().run("ping", "-c", "1", "-W", "2", HELD);
            assertThat(neighbour()).contains(mac("db.a"));

            assertThat(db.moveTo("db.b").outcome()).isEqualTo(MoveOutcome.MOVED);

            assertThat(neighbour()).as("by gratuitous ARP alone").contains(mac("db.b"));
            lab.router().run("ping", "-c", "1", "-W", "2", HELD);
        }

        @Test
        void moveTo_whenTheHolderIsCutOffFromTheLan_moves() {
            host("db.a").sh("ip link set eth0 down");
            try {
                LanIpAssigner.Builder builder = LanIpAssigner.builder();
                builder.host("db.a", OnTheWire::unreachable, "eth0");
                builder.host("db.b", host("db.b"), "eth0");

                FloatingIp byNeighbours = FloatingIp.at(HELD)
                        .assigner(builder.build())
                        .timeoutSeconds(30)
                        .build();

                assertThat(byNeighbours.moveTo("db.b").outcome()).isEqualTo(MoveOutcome.MOVED);
                lab.router().run("ping", "-c", "1", "-W", "2", HELD);
            } finally {
                host("db.a").sh("ip link set eth0 up");
            }
        }

        @Test
        void locate_whenTheHolderAnswersOnTheLanButCantBeAsked_throws() {
            LanIpAssigner halfBlind = LanIpAssigner.builder()
                    .host("db.a", OnTheWire::unreachable, "eth0")
                    .host("db.b", host("db.b"), "eth0")
                    .build();

            assertThatThrownBy(() -> halfBlind.locate(IpAddress.of(HELD)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("can't be ruled out");
            assertThat(truth(HELD)).containsExactly(HostId.of("db.a"));
        }

        private static CommandResult unreachable(Command command) throws CommandFailedException {
            throw new CommandFailedException(CommandFailedException.Reason.UNREACHABLE, "no way to " + command, null);
        }
    }
}
