package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostIdTest {

    static Stream<String> longest() {
        return Stream.of("h".repeat(255));
    }

    static Stream<String> tooLong() {
        return Stream.of("h".repeat(256));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i-0123456789abcdef0", "eni-0a", "a", "7", "Host_1.example:eth0"})
    @MethodSource("longest")
    void of_whenTextHasTheForm_keepsItAsItIs(String text) {
        assertThat(HostId.of(text)).hasToString(text).extracting(HostId::value).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", " i-0a", "i-0a ", "i-0a\n", "i 0a", "-i", ".a", "_a", ":a", "i/0a", "i-0a;ls", "\u00e4",
                "i\uff11"
            })
    @MethodSource("tooLong")
    void of_whenTextHasAnotherForm_refusesAndShowsIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostId.of(text))
                .withMessageContaining("not a host id: \"" + text + "\"")
                .withMessageContaining("as in i-0123456789abcdef0");
    }

    @SuppressWarnings("NullAway") // what a caller without the checker gets
    @Test
    void of_whenNull_namesWhatIsMissing() {
        assertThatNullPointerException().isThrownBy(() -> HostId.of(null)).withMessage("host");
    }

    @Test
    void compareTo_whenSorted_ordersByText() {
        assertThat(Stream.of("i-b", "i-a", "eni-c", "I-z").map(HostId::of).sorted())
                .extracting(HostId::value)
                .containsExactly("I-z", "eni-c", "i-a", "i-b");
    }
}
