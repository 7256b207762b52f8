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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"yes", "yes >&2", "yes & wait", "exec yes"})
    void run_whenItPrintsWithoutEnd_readsNoMoreThanTheBound(String program) {
        Duration never = Duration.ofMinutes(10);

        assertThatThrownBy(() -> runner.run(Command.of(List.of("sh", "-c", program), "", never)))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_RUN))
                .hasMessage("it printed more than 1048576 bytes (it printed: y)");
    }

    @Test
    void run_whenItPrintsAsMuchAsItMay_readsAll() throws CommandFailedException {
        String program = "head -c 1048576 /dev/zero | tr '\\0' x; head -c 1048576 /dev/zero | tr '\\0' y >&2";

        CommandResult result = runner.run(Command.of(List.of("sh", "-c", program), "", Duration.ofSeconds(60)));

        assertThat(result.out()).isEqualTo("x".repeat(1048576));
        assertThat(result.err()).isEqualTo("y".repeat(1048576));
    }

    @Test
    void run_whenItsLastLineIsThere_doesNotWaitForItsEnd() throws CommandFailedException {
        Command hangs = Command.of(
                        List.of("sh", "-c", "echo begun; printf 'noise done\\r\\n'; exec sleep 600"),
                        "",
                        Duration.ofMinutes(10))
                .completeWith("done");

        assertThat(runner.run(hangs).out()).isEqualTo("begun\nnoise done\r\n");
    }

    @Test
    void run_whenItEndsAfterItsLastLine_hasWhatCameInBetween() throws CommandFailedException {
        Command ends = Command.of(List.of("sh", "-c", "echo done; echo more; exit 3"), "", TIME)
                .completeWith("done");

        CommandResult result = runner.run(ends);

        assertThat(result.out()).isEqualTo("done\nmore\n");
        assertThat(result.status()).isEqualTo(3);
    }

    @Test
    void run_whenTimeIsUp_saysWhatItHadPrinted() {
        Command hangs = Command.of(
                List.of("sh", "-c", "echo 'Enter your token:' >&2; exec sleep 600"), "", Duration.ofMillis(700));

        assertThatThrownBy(() -> runner.run(hangs))
                .hasMessage("no answer within 700 ms (it printed: Enter your token:)");
    }

    @Test
    void lastLine_whenItIsWithinALine_completesNothing() {
        Command command = Command.of(List.of("a"), "", TIME);

        assertThat(command.isCompletedBy("done\n")).isFalse();
        assertThat(command.completeWith("done").isCompletedBy("x\nnoise done \r\ny"))
                .isTrue();
        assertThat(command.completeWith("done").isCompletedBy("done'\n'")).isFalse();
        assertThat(command.completeWith("done").withArguments(List.of("b")).isCompletedBy("done"))
                .isTrue();
        assertThatThrownBy(() -> command.completeWith("")).isInstanceOf(IllegalArgumentException.class);
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
