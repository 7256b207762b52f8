package org.floatingip.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer is found wherever it stands in what a host prints. */
class HostAnswerTest {

    private static final String ADDRESS = "10.0.1.12";
    private static final String ANSWER =
            Answers.whole(ADDRESS, "interface eth0", "live eth0 10.0.1.12/32 ours", "file absent", "changed yes");

    private static HostAnswer read(String out) {
        return Objects.requireNonNull(HostAnswer.readAll(out).get(ADDRESS), () -> "no answer in " + out);
    }

    private static void assertRead(String out) {
        HostAnswer answer = read(out);
        assertThat(answer.value("interface")).isEqualTo("eth0");
        assertThat(answer.value("changed")).isEqualTo("yes");
        assertThat(answer.places()).containsExactly(new HostAnswer.Place("eth0", "10.0.1.12/32", true));
        assertThat(answer.failure()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Welcome!\n",
                "Welcome! ", // without an end of line
                "\033]0;admin\007",
                "\033[1;31m",
                "failed no way\nend\nlive lo 1.2.3.4/8 other\n",
                "\r\n\0\u202e"
            })
    void readAll_whenSomethingElseIsPrinted_findsTheAnswerBeforeWithinAndBehindIt(String noise) {
        assertRead(noise + ANSWER);
        assertRead(ANSWER + noise);
        for (int end = ANSWER.indexOf('\n'); end >= 0; end = ANSWER.indexOf('\n', end + 1)) {
            assertRead(ANSWER.substring(0, end + 1) + noise + ANSWER.substring(end + 1));
        }
    }

    @Test
    void readAll_whenAPtyMadeTheLines_findsTheAnswer() {
        assertRead(ANSWER.replace("\n", "\r\n"));
    }

    @Test
    void readAll_whenCutOffAnywhereBeforeItsEnd_findsNone() {
        int end = ANSWER.indexOf("vip-host/2 end " + ADDRESS) + ("vip-host/2 end " + ADDRESS).length();
        for (int length = 0; length < end; length++) {
            assertThat(HostAnswer.readAll(ANSWER.substring(0, length)))
                    .as("of " + length)
                    .isEmpty();
        }
        assertThat(HostAnswer.readAll(ANSWER.substring(0, end))).hasSize(1);
    }

    @Test
    void values_whenHostile_arePrintable() {
        HostAnswer answer = read(
                Answers.whole(ADDRESS, "note \033[2J\033]0;owned\007it\u202e \u009b31mis", "failed live \033c\7x"));

        assertThat(answer.value("note")).isEqualTo("it  is");
        assertThat(answer.failureText()).isEqualTo("x");
    }

    @Test
    void readAll_whenALineIsMalformed_readsTheRest() {
        assertThat(read(Answers.whole(ADDRESS, "live", "live eth0", "configured x", "file absent"))
                        .places())
                .isEmpty();
    }
}
