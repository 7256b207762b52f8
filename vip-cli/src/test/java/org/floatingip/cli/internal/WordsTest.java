package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;

/** What the command makes of words before anything is asked: commands, help, typing errors. */
class WordsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int vip(String... words) {
        return VipCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mvoe", "mvoe --help", "mvoe 10.0.1.12 i-0123456789abcdef0", "help mvoe"})
    void unknownCommand_whateverFollows_isUsageAndNamesTheNearest(String words) {
        assertThat(vip(words.split(" "))).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString())
                .contains("vip: unknown command: \"mvoe\"; did you mean 'move'?")
                .contains("Try 'vip --help'.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void unknownCommand_whereJsonIsWanted_isJsonToo() {
        assertThat(vip("deploy", "-o", "json")).isEqualTo(ExitStatus.USAGE);

        assertThat(out.toString()).contains("unknown command").contains("\"exitStatus\":2");
        assertThat(err.toString()).doesNotContain("did you mean");
    }

    @Test
    void unknownOption_isUsageAndNamesTheNearest() {
        assertThat(vip("move", "10.0.1.12", "i-0123456789abcdef0", "--tiemout", "3"))
                .isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("--tiemout").contains("--timeout");
    }

    @Test
    void help_ofACommand_isThatOfItsOption() {
        assertThat(vip("move", "--help")).isZero();
        String byOption = out.toString();
        out.getBuffer().setLength(0);

        assertThat(vip("help", "move")).isZero();

        assertThat(out.toString())
                .isEqualTo(byOption)
                .contains("Usage: vip move")
                .contains("--handover");
    }

    @Test
    void help_alone_namesTheCommandsAndTheExitStatuses() {
        assertThat(vip("help")).isZero();

        assertThat(out.toString()).contains("completion").contains("143").contains("evacuate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web-1", "i-xyz", "i-0123456789ABCDEF0", "eni-", "i-0123456789abcdef01"})
    void target_thatIsNoIdOfEc2_isRefusedBeforeAnythingIsAsked(String target) {
        assertThat(vip("move", "10.0.1.12", target, "--endpoint-url", "http://127.0.0.1:1"))
                .isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("not a host id: \"" + target + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o json", "-o=json", "-ojson", "--output json", "--output=json", "-o JSON"})
    void output_asJson_hasAShortForm(String option) {
        assertThat(vip(("move 10.0.1.12 web-1 " + option).split(" "))).isEqualTo(ExitStatus.USAGE);

        assertThat(out.toString()).startsWith("{\"outcome\":\"ERROR\"").contains("\"exitStatus\":2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completion_isAScript(String shell) {
        assertThat(vip("completion", shell)).isZero();

        // No character of the script was taken for one that steers a terminal.
        assertThat(out.toString().lines())
                .hasSizeGreaterThan(100)
                .containsExactlyElementsOf(AutoComplete.bash("vip", VipCommand.whole())
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .toList());
    }

    @Test
    void completion_ofAnotherShell_isUsage() {
        assertThat(vip("completion", "fish")).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("fish").contains("bash").contains("zsh");
    }
}
