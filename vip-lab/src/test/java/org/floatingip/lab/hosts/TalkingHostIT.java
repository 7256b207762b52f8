package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.SshHosts;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts and programs that print more than they are asked for, by a real bash, sshd and sudo. */
class TalkingHostIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);

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

    @AfterEach
    void quiet() {
        host.sh("rm -f /root/.bashrc /root/.bash_logout; ip address del " + VIP + "/32 dev eth0 2>/dev/null; true");
    }

    private static HostReport accept(IfupdownConfigurator.Builder builder) {
        try (IfupdownConfigurator hosts = builder.build()) {
            return One.accept(hosts, VIP, PLACEMENT, BUDGET);
        }
    }

    private static IfupdownConfigurator.Builder as(String user) {
        return IfupdownConfigurator.builder().ssh(ssh.hosts(user, host));
    }

    private static IfupdownConfigurator.Builder by(Path config) {
        return IfupdownConfigurator.builder()
                .ssh(SshHosts.of(Map.of("db.a", "root@" + host.address()))
                        .config(config)
                        .program(ssh.client().toString()));
    }

    private static void startUp(String bashrc) {
        host.sh("cat >/root/.bashrc <<'END'\n" + bashrc + "\nEND");
    }

    private static boolean isLive() {
        return host.run("ip", "-o", "address", "show", "dev", "eth0").contains(" " + VIP + "/32 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "printf '\\033]0;%s\\007' \"$USER\"",
                "printf 'Welcome! '",
                "echo failed; echo end; echo 'live eth0 1.2.3.4/8 ours'",
                "printf 'vip-host/2 \\r\\n\\0'",
                "trap 'printf bye' EXIT", // behind the answer
                "(for i in $(seq 60); do printf x; sleep 0.005; done) &", // within it
                "export TERM=dumb; printf 'stderr too' >&2"
            })
    void accept_whenTheStartUpFilePrints_findsTheAnswer(String bashrc) {
        startUp(bashrc);

        HostReport report = accept(as("root"));

        assertThat(report)
                .hasToString(
                        "db.a accepts it since now: eth0 has 10.77.1.12/32; ifupdown manages eth0 (and drops the address at ifdown)");
        assertThat(isLive()).isTrue();
    }

    /** A host that listens: what a start-up file reads is missing at the head of what we send. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "read -r -t 5 -p 'Press Enter' x",
                "head -n 1 >/dev/null",
                "dd bs=1 count=5000 of=/dev/null 2>/dev/null",
                "cat >/dev/null"
            })
    void accept_whenTheStartUpFileReads_runsNothingAndSaysSo(String bashrc) {
        startUp(bashrc);

        assertThatThrownBy(() -> accept(as("root")))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("characters came, so that nothing of it was run")
                .hasMessageContaining("start-up files reads the standard input")
                .hasMessageNotContaining("not found");

        assertThat(isLive()).isFalse();
    }

    @Test
    void accept_whenTheHostHasNoSudo_saysThatItIsNotThere() {
        startUp("PATH=/nowhere");

        assertThatThrownBy(() -> accept(as("root").sudo()))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("sudo is not there")
                .hasMessageContaining("sudo: command not found");
    }

    @Test
    void accept_whenTheSessionHangsAfterTheAnswer_isAnswered() {
        startUp("sleep 600 &");

        assertThat(accept(as("root")).accepts()).isTrue();

        host.sh("kill $(pgrep -x sleep)");
    }

    @Test
    void accept_whenTheStartUpFilePrintsWithoutEnd_saysSoAtOnceAndNothingHappensLater() {
        startUp("yes");

        assertThatThrownBy(() -> accept(as("root")))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("it printed more than 1048576 bytes (it printed: y)");

        // What goes on there has nobody to answer to, and does nothing.
        host.sh("for i in $(seq 200); do pgrep -r R,S,D -x 'yes|bash' >/dev/null || exit 0; sleep 0.05; done; exit 1");
        assertThat(isLive()).isFalse();
    }

    @Test
    void accept_whenTheTimeIsUpBeforeTheStartUpFileEnds_isNotDoneLater() {
        startUp("until [ -e /run/go ]; do sleep 0.05; done");

        try (IfupdownConfigurator hosts = as("root").build()) {
            assertThatThrownBy(() -> One.accept(hosts, VIP, PLACEMENT, Duration.ofMillis(1500)))
                    .hasMessageContaining("no answer within 1500 ms");
        }
        host.sh(
                "touch /run/go; for i in $(seq 200); do pgrep -r R,S,D -x bash >/dev/null || break; sleep 0.05; done; rm /run/go");

        assertThat(isLive()).isFalse();
    }

    @Test
    void accept_whenSudoHasMoreToSay_saysThatAPasswordIsRequired() throws IOException {
        Path empty = lab.write("empty", "");
        host.run("mount", "--bind", empty.toString(), "/etc/hosts");
        host.run("mount", "--bind", empty.toString(), "/etc/resolv.conf");
        try {
            assertThatThrownBy(() -> accept(as("clerk").sudo()))
                    .isInstanceOf(PermissionDeniedException.class)
                    .hasMessageContaining("unable to resolve host")
                    .hasMessageContaining("a password is required");
        } finally {
            host.sh("umount /etc/hosts; umount /etc/resolv.conf");
        }
    }

    @Test
    void accept_whenOthersMayReadTheKey_saysSo() throws IOException {
        Path key = lab.write("open_id", Files.readString(lab.folder().resolve("id")));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Path config =
                lab.write("open_config", Files.readString(ssh.config()).replace(lab.folder() + "/id\n", key + "\n"));

        assertThatThrownBy(() -> accept(by(config)))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("Permissions 0644 for '" + key + "' are too open")
                .hasMessageContaining("Permission denied (publickey");
    }

    @Test
    void accept_whenTheUserHasNoShell_saysWhatThatSaid() {
        assertThatThrownBy(() -> accept(as("lodger")))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("it did not run vip's script")
                .hasMessageContaining("This account is currently not available");
    }

    @Test
    void accept_whenTheConfigurationOfSshIsMissingOrWrong_isNoMatterOfTheWayThere() throws IOException {
        assertThatThrownBy(() -> accept(by(Path.of("/nowhere/ssh_config"))))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("Can't open user config file /nowhere/ssh_config");
        Path wrong = lab.write("wrong_config", Files.readString(ssh.config()) + "  NoSuchOption yes\n");
        assertThatThrownBy(() -> accept(by(wrong)))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("Bad configuration option: nosuchoption");
    }

    @Test
    void accept_whenAMessageHasEscapeSequences_saysItWithout() {
        startUp("printf 'no\\033[31m way\\342\\200\\256\\007\\n'; exit 3");

        assertThatThrownBy(() -> accept(as("root")))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("(status 3: no way)");
    }
}
