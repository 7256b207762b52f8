package org.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands of this machine, as every Unix has them. */
class LocalCommandRunnerTest {

    private static final Duration TIME = Duration.ofSeconds(20);

    private final LocalCommandRunner runner = LocalCommandRunner.create();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void run_whenItEnds_givesStatusAndBothStreams() throws CommandFailedException {
        CommandResult result =
                runner.run(Command.of(List.of("sh", "-c", "cat; echo e >&2; exit 3"), "some\nüput", TIME));

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEqualTo("some\nüput");
        assertThat(result.err()).isEqualTo("e\n");
    }

    @Test
    void run_whenArgumentsLookLikeShell_arriveAsTheyAre() throws CommandFailedException {
        assertThat(runner.run(Command.of(List.of("printf", "%s|", "$(id)", "; ls", "*", ""), "", TIME))
                        .out())
                .isEqualTo("$(id)|; ls|*||");
    }

    @Test
    void run_whenOutOfTime_isKilled() {
        assertThatThrownBy(() -> runner.run(Command.of(List.of("sleep", "60"), "", Duration.ofMillis(50))))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                .hasMessageContaining("50 ms");
    }

    @Test
    void run_whenInterrupted_saysSoAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.run(Command.of(List.of("sleep", "60"), "", TIME)))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void run_whenThereIsNoSuchProgram_says() {
        assertThatThrownBy(() -> runner.run(Command.of(List.of("no-such-program-here"), "", TIME)))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_RUN))
                .hasMessageContaining("no-such-program-here");
    }

    @Test
    void run_whenItPrintsTooMuch_says() {
        assertThatThrownBy(() -> runner.run(Command.of(List.of("head", "-c", "1100000", "/dev/zero"), "", TIME)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("it printed more than");
    }

    @Test
    void command_whenMalformed_isRefused() {
        assertThatThrownBy(() -> Command.of(List.of(), "", TIME)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.of(List.of("a", "b\0c"), "", TIME))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.of(List.of("a"), "", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
