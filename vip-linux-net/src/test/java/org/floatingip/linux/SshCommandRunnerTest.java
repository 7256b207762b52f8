package org.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on this machine for a shared connection, and what comes of a command where that is not there. */
class SshCommandRunnerTest {

    private static final Command COMMAND = Command.of(List.of("true"), "", Duration.ofSeconds(20));

    @TempDir
    private Path here;

    private SshCommandRunner runner = SshCommandRunner.to("db.a");

    /** In place of ssh: notes the socket that it is told of, and does then what is said. */
    private void ssh(String then) throws IOException {
        Path ssh = Files.writeString(here.resolve("ssh"), """
                #!/bin/sh
                here=${0%%/*}
                for word; do
                    case $word in ControlPath=*) socket=${word#ControlPath=} ;; esac
                done
                case "$*" in *" -O exit "*) exit 0 ;; esac
                echo "$socket" >>"$here/sockets"
                """.formatted() + then + "\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        runner = SshCommandRunner.builder("db.a").program(ssh.toString()).build();
    }

    @AfterEach
    void close() {
        runner.close();
    }

    private List<String> sockets() throws IOException {
        return Files.readAllLines(here.resolve("sockets"));
    }

    @Test
    void run_whenTheFolderOfTheSocketIsGoneOrNotOurs_makesAnother() throws IOException {
        ssh("[ -d \"${socket%/*}\" ] && [ \"$(stat -c %a \"${socket%/*}\")\" = 700 ] && echo there");

        for (int i = 0; i < 3; i++) {
            assertThat(runner.run(COMMAND).out()).isEqualTo("there\n");
            Path folder = Path.of(sockets().get(i)).getParent();
            if (i == 0) {
                Files.delete(folder);
            } else if (i == 1) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }

        assertThat(sockets()).doesNotHaveDuplicates();
        Files.delete(Path.of(sockets().get(1)).getParent());
    }

    @Test
    void close_whenTheFolderOfTheSocketIsGone_isNoFailure() throws IOException {
        ssh("");
        runner.run(COMMAND);
        Files.delete(Path.of(sockets().get(0)).getParent());

        runner.close();

        assertThat(Path.of(sockets().get(0)).getParent()).doesNotExist();
    }

    @Test
    void run_whenSshFailsOverItsSocket_runsOnceMoreWithout() throws IOException {
        ssh(
                "[ \"$socket\" = none ] || { echo \"unix_listener: cannot bind to path $socket: No space left on device\" >&2; exit 255; }");

        assertThat(runner.run(COMMAND).status()).isZero();

        assertThat(sockets()).hasSize(2).last().isEqualTo("none");
    }

    @Test
    void run_whenSshFailsOverItsSocketAfterTheCommandPrinted_doesNotRunItAgain() throws IOException {
        ssh("echo begun; echo 'mux_client_request_session: session request failed' >&2; exit 255");

        assertThatThrownBy(() -> runner.run(COMMAND))
                .isInstanceOf(CommandFailedException.class)
                .extracting(failed -> ((CommandFailedException) failed).reason())
                .isEqualTo(Reason.UNREACHABLE);

        assertThat(sockets()).hasSize(1);
    }
}
