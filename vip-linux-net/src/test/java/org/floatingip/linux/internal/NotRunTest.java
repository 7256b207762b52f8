package org.floatingip.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.linux.spi.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells, sudo and those in its place print where our script did not begin, and what is made of it. */
class NotRunTest {

    private static final HostId HOST = HostId.of("i-0a");

    private static FloatingIpException of(int status, String err) {
        return NotRun.of(HOST, true, CommandResult.of(status, "", err));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dash|127|sh: 1: sudo: not found",
                "dash, exec|127|sh: 1: exec: sudo: not found",
                "bash|127|bash: line 1: sudo: command not found",
                "bash, older|127|bash: sudo: command not found",
                "bash, German|127|bash: Zeile 1: sudo: Kommando nicht gefunden.",
                "bash, French|127|bash: ligne 1: sudo : commande introuvable",
                "zsh|127|zsh:1: command not found: sudo",
                "fish|127|fish: Unknown command: sudo",
                "fish, older|127|fish: Unknown command 'sudo'",
                "busybox|127|-sh: sudo: not found",
                "mksh|127|mksh: sudo: inaccessible or not found",
                "ksh|127|ksh: sudo: not found [No such file or directory]",
                "tcsh|1|sudo: Command not found."
            })
    void sudo_whenTheShellDoesNotFindIt_isMissing(String shell, int status, String err) {
        FloatingIpException failed = of(status, "motd: welcome\n" + err + "\n");

        assertThat(failed)
                .as(shell)
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("sudo is not there; log in as root and without sudo, or install it")
                .hasMessageContaining(err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sudo|1|sudo: a password is required",
                "sudo, German|1|sudo: Ein Passwort ist notwendig",
                "sudo, requiretty|1|sudo: sorry, you must have a tty to run sudo",
                "sudo, another command|1|Sorry, user clerk is not allowed to execute '/bin/sh -c' as root on db.a.",
                "sudo, nobody|1|clerk is not in the sudoers file.",
                "sudo, no setuid|1|sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set",
                "sudo-rs|1|sudo: interactive authentication is required",
                "sudo-rs, nobody|1|sudo: I'm sorry clerk. I'm afraid I can't do that",
                "doas|1|doas: Operation not permitted",
                "doas, password|1|doas: Authorization required",
                "bash, sudo of a group|126|bash: line 1: /usr/bin/sudo: Permission denied",
                "dash, sudo of a group|126|sh: 1: sudo: Permission denied"
            })
    void sudo_whenItDenies_isDenied(String speaker, int status, String err) {
        FloatingIpException failed = of(status, "sudo: unable to resolve host db.a: Name or service not known\n" + err);

        assertThat(failed)
                .as(speaker)
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("sudo -n sh on host i-0a")
                .hasMessageContaining(err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sudo: sh: command not found",
                "sudo: unable to resolve host db.a: Name or service not known",
                "This account is currently not available.",
                "bash: line 1: foo: command not found"
            })
    void anythingElse_always_isNeither(String err) {
        assertThat(of(1, err))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("it did not run vip's script (status 1: " + err)
                .hasMessageNotContaining("sudo is not there");
    }

    @Test
    void withoutSudo_whateverIsSaid_isNoMatterOfSudo() {
        assertThat(NotRun.of(HOST, false, CommandResult.of(127, "", "/root/.bashrc: line 3: sudo: command not found")))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("it did not run vip's script");
    }

    @Test
    void script_whenPartOfItWasRead_isToldAsThat() {
        FloatingIpException failed = NotRun.of(
                HOST, true, CommandResult.of(1, "Press Enter: vip-host/2 eaten 24000 of 24310\n", "sudo: noise"));

        assertThat(failed)
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("24000 of 24310 characters came")
                .hasMessageContaining("start-up files reads the standard input")
                .hasMessageContaining("sudo: noise");
        assertThat(failed.retryable()).isFalse();
    }
}
