package org.floatingip.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the OpenSSH client prints, and what is made of it. */
class SshFailuresTest {

    private static CommandFailedException of(String err) {
        return SshFailures.of("admin@db.a", CommandResult.of(255, "", err));
    }

    private static void assertNotRun(String err, String told) {
        assertThat(of(err).reason()).as(err).isEqualTo(Reason.NOT_RUN);
        assertThat(of(err)).hasMessageContaining(told);
    }

    @Test
    void ownConfiguration_whenWrong_isNoMatterOfTheWayThere() {
        assertNotRun("Can't open user config file /nowhere: No such file or directory\n", "/nowhere");
        assertNotRun("command-line: line 0: Bad configuration option: foo\n", "option: foo");
        assertNotRun(
                "/c: line 3: Bad configuration option: foo\r\n/c: terminating, 1 bad configuration options\r\n",
                "line 3");
        assertNotRun("Bad owner or permissions on /home/a/.ssh/config\n", "/home/a/.ssh/config");
        assertNotRun(
                "unknown option -- Z\nusage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface]\n", "unknown option");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix_listener: cannot bind to path /tmp/vip-ssh1/s.7c7M: No such file or directory\n",
                "unix_listener: path \"/tmp/x/s.7c7M\" too long for Unix domain socket\r\n",
                "ControlPath too long ('/tmp/x/s.7c7M' >= 108 bytes)\n",
                "Control socket connect(/tmp/x/s): Permission denied\nmuxserver_listen bind(): Permission denied\n",
                "mux_client_request_session: session request failed: Session open refused by peer\n",
                "muxclient: master hello exchange failed\n"
            })
    void socket_whenSshFailsOverItOnThisMachine_isNoMatterOfTheWayThere(String err) {
        assertThat(SshFailures.isOfSocket(CommandResult.of(255, "", err)))
                .as(err)
                .isTrue();
        assertNotRun(err, err.strip().lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Control socket connect(/tmp/x/s): Permission denied\nssh: connect to host db.a port 22: Connection refused\n",
                "mux_client_request_session: read from master failed: Broken pipe\n",
                "client_loop: send disconnect: Broken pipe\n",
                ""
            })
    void socket_whenTheCommandMayHaveBeenSent_isNotWhatFailed(String err) {
        assertThat(SshFailures.isOfSocket(CommandResult.of(255, "", err)))
                .as(err)
                .isFalse();
        assertThat(of(err).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void socket_whenTheCommandHasPrinted_isNotWhatFailed() {
        String err = "unix_listener: cannot bind to path /tmp/x/s: No such file or directory\n";

        assertThat(SshFailures.isOfSocket(CommandResult.of(255, "begun", err))).isFalse();
        assertThat(SshFailures.isOfSocket(CommandResult.of(1, "", err))).isFalse();
    }

    @Test
    void startUpFiles_whenTheConnectionBreaks_areNoConfigurationOfSsh() {
        CommandFailedException failed =
                of("/root/.bashrc: line 3: foo: command not found\nclient_loop: send disconnect: Broken pipe\n");

        assertThat(failed.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failed).hasMessageContaining("foo").hasMessageContaining("Broken pipe");
    }

    @Test
    void privateKey_whenOthersMayReadIt_isSaidBesideTheDenial() {
        CommandFailedException failed = of("""
                @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                @         WARNING: UNPROTECTED PRIVATE KEY FILE!          @
                @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                Permissions 0644 for '/home/a/id' are too open.
                It is required that your private key files are NOT accessible by others.
                This private key will be ignored.
                Load key "/home/a/id": bad permissions
                admin@db.a: Permission denied (publickey).
                """);

        assertThat(failed.reason()).isEqualTo(Reason.DENIED);
        assertThat(failed)
                .hasMessageContaining("Permissions 0644 for '/home/a/id' are too open")
                .hasMessageContaining("Permission denied (publickey)");
    }
}
