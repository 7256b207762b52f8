package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.SshCommandRunner;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SSH and sudo can say no to, what reaches the far side's shell, and what is left when a runner is closed. */
class SshFaultsIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private static LinuxLab lab;
    private static LinuxSsh ssh;
    private static LinuxHost host;

    @BeforeAll
    static void start() {
        lab = LinuxLab.start();
        ssh = new LinuxSsh(lab);
        host = ssh.serve(lab.debianHost("db.a", 10));
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private static void accept(IfupdownConfigurator.Builder builder) {
        try (IfupdownConfigurator hosts = builder.build()) {
            One.accept(hosts, VIP, PLACEMENT, BUDGET);
        }
    }

    private static IfupdownConfigurator.Builder as(String user) {
        return IfupdownConfigurator.builder().ssh(ssh.hosts(user, host));
    }

    @Test
    void accept_whenNoSshdListens_isUnreachable() {
        LinuxHost silent = lab.debianHost("db.b", 11);
        Placement placement = Placement.builder(HostId.of("db.b"), "eni-0b").build();

        try (IfupdownConfigurator hosts = IfupdownConfigurator.over(ssh.hosts("root", silent))) {
            assertThatThrownBy(() -> One.accept(hosts, VIP, placement, BUDGET))
                    .isInstanceOf(HostUnreachableException.class)
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void accept_whenTheHostDoesNotAnswer_isUnreachableInTime() {
        try (IfupdownConfigurator hosts = IfupdownConfigurator.over(ssh.hosts("root", host))) {
            One.inspect(hosts, VIP, PLACEMENT, BUDGET);
            host.sh("ip link set eth0 down");
            try {
                assertThatThrownBy(() -> One.inspect(hosts, VIP, PLACEMENT, Duration.ofMillis(300)))
                        .isInstanceOf(HostUnreachableException.class)
                        .hasMessageContaining("no answer within 300 ms");
            } finally {
                host.sh("ifdown eth0; ifup eth0");
            }
            assertThat(One.inspect(hosts, VIP, PLACEMENT, BUDGET).accepts())
                    .as("by a new connection")
                    .isFalse();
        }
    }

    @Test
    void accept_whenTheHostKeyIsAnotherOrUnknown_isRefused() {
        Path other = lab.folder().resolve("other_key");
        LinuxLab.LocalCommands.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
        try {
            ssh.know(host, other);
            assertThatThrownBy(() -> accept(as("root")))
                    .isInstanceOf(HostConfigurationException.class)
                    .hasMessageContaining("is not the one that is known");
            ssh.forgetAll();
            assertThatThrownBy(() -> accept(as("root")))
                    .isInstanceOf(HostConfigurationException.class)
                    .hasMessageContaining("is not known");
        } finally {
            ssh.know(host, lab.folder().resolve("db.a/host_key"));
        }
    }

    @Test
    void accept_whenTheUserMayNotLogIn_isDenied() {
        assertThatThrownBy(() -> accept(as("ghost")))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("logging in to host db.a");
    }

    @Test
    void accept_whenTheUserIsNotRoot_isDeniedAndNamesSudo() {
        assertThatThrownBy(() -> accept(as("admin")))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("as user admin, which needs root or sudo");
    }

    @Test
    void accept_whenSudoAsksForAPassword_isDenied() {
        assertThatThrownBy(() -> accept(as("clerk").sudo()))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("sudo -n sh on host db.a")
                .hasMessageContaining("a password is required");
    }

    @Test
    void run_whenArgumentsAreHostile_arriveAsTheyAre() throws CommandFailedException {
        List<String> hostile = List.of(
                "10.0.1.12; rm -rf /", "$(id)", "`id`", "eth0\n up reboot", "'", "\\", "*", "", "-rf", "a  b", "\"");
        List<String> printf =
                Stream.concat(Stream.of("printf", "<%s>"), hostile.stream()).toList();

        try (SshCommandRunner runner = runner("root")) {
            CommandResult result = runner.run(Command.of(printf, "", BUDGET));

            StringBuilder expected = new StringBuilder();
            hostile.forEach(word -> expected.append('<').append(word).append('>'));
            assertThat(result.out()).isEqualTo(expected.toString());
            assertThat(runner.run(Command.of(List.of("cat"), "in\n", BUDGET)).out())
                    .isEqualTo("in\n");
            assertThat(runner.run(Command.of(List.of("sh", "-c", "echo e >&2; exit 7"), "", BUDGET)))
                    .satisfies(ended -> assertThat(ended.status()).isEqualTo(7))
                    .satisfies(ended -> assertThat(ended.err()).isEqualTo("e\n"));
        }
    }

    @Test
    void close_whenAConnectionIsShared_endsItAndLeavesNothing() throws CommandFailedException, IOException {
        SshCommandRunner runner = runner("root");
        String first = runner.run(Command.of(List.of("sh", "-c", "echo $SSH_CONNECTION"), "", BUDGET))
                .out();
        String second = runner.run(Command.of(List.of("sh", "-c", "echo $SSH_CONNECTION"), "", BUDGET))
                .out();
        assertThat(second).as("the same connection").isEqualTo(first);
        String masters = masters();
        assertThat(masters).isNotEmpty();

        runner.close();
        runner.close();

        assertThat(masters()).isEmpty();
        assertThatThrownBy(() -> runner.run(Command.of(List.of("true"), "", BUDGET)))
                .isInstanceOf(IllegalStateException.class);
    }

    /** What systems do to /tmp between two commands, with the connection ended as it is ten minutes after the last one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -r $folder",
                "true",
                "rm -r $folder; echo >$folder",
                "rm -r $folder; mkdir $folder", // by somebody who knew its name
                "rm -r $folder; ln -s /nowhere $folder",
                "rm -f $folder/s; mkdir $folder/s", // ssh can't bind
                "chmod 755 $folder"
            })
    void run_whenWhatIsOursInTmpIsTakenAway_runsAsBeforeAndIsClosed(String damage) throws Exception {
        SshCommandRunner runner = runner("root");
        runner.run(Command.of(List.of("true"), "", BUDGET));
        String folder = socketFolders().get(0);
        for (boolean ended : List.of(true, false)) {
            if (ended) {
                LinuxLab.LocalCommands.run(
                        "sh",
                        "-c",
                        ssh.client() + " -F " + ssh.config() + " -o ControlPath=" + folder + "/s -O exit root@"
                                + host.address() + " 2>/dev/null || true");
                LinuxLab.LocalCommands.run("sh", "-c", "folder=" + folder + "; " + damage);
            }
            assertThat(runner.run(Command.of(List.of("cat"), "in\n", BUDGET)).out())
                    .as(damage)
                    .isEqualTo("in\n");
        }

        LinuxLab.LocalCommands.run("rm", "-rf", folder + "/s/");
        runner.close();

        assertThat(masters()).isEmpty();
        LinuxLab.LocalCommands.run("rm", "-rf", folder);
    }

    private static List<String> socketFolders() throws IOException {
        return masters()
                .lines()
                .map(process -> {
                    try {
                        String command = Files.readString(Path.of(process).resolve("cmdline"));
                        return command.replaceFirst("(?s)^ssh: ([^ ]*)/s .*", "$1");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** The SSH client processes in this lab's network that keep a connection: another lab may run beside it. */
    private static String masters() throws IOException {
        Path network = Files.readSymbolicLink(Path.of("/proc", lab.router().pid(), "ns", "net"));
        StringBuilder found = new StringBuilder();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    String command = Files.readString(process.resolve("cmdline"));
                    if (command.startsWith("ssh: ")
                            && command.contains("vip-ssh")
                            && Files.readSymbolicLink(process.resolve("ns/net")).equals(network)) {
                        found.append(process).append('\n');
                    }
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        }
        return found.toString();
    }

    private static SshCommandRunner runner(String user) {
        return SshCommandRunner.builder(user + "@" + host.address())
                .config(ssh.config())
                .program(ssh.client().toString())
                .build();
    }
}
