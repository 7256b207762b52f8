package org.floatingip.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people read of hosts. */
class PrintableTest {

    @Test
    void line_whenATerminalWouldActOnIt_hasNothingOfThat() {
        assertThat(Printable.line("a\033[31;1mb\033]0;title\007c\033]2;t\033\\d\033(Be\u009b2Kf"))
                .isEqualTo("abcdef");
        assertThat(Printable.line("a\u202eb\u2066c\u200bd\u0000e\u0085f\ng\u2028h\ud800i"))
                .isEqualTo("a b c d e f g h i");
        assertThat(Printable.line("\u00fcber 10 \u20ac \ud83d\ude00")).isEqualTo("\u00fcber 10 \u20ac \ud83d\ude00");
    }

    @Test
    void line_whenASequenceDoesNotEnd_keepsWhatFollowsTheLine() {
        assertThat(Printable.telling("\033]0;no end\nthe line that tells\n")).isEqualTo("the line that tells");
    }

    @Test
    void telling_always_hasEachLineOnceAndNoneOfOurs() {
        assertThat(Printable.telling(
                        "@@@@@@@@\n@  WARNING!  @\nPermissions 0644 are too open.\n\n@@@@@@@@\n",
                        "vip-host/2 begin\ny\ny\ny\nPermissions 0644 are too open.\n"))
                .isEqualTo("@  WARNING!  @; Permissions 0644 are too open.; y");
    }

    @Test
    void telling_whenThereIsTooMuch_hasTheFirstAndTheLast() {
        String many = IntStream.range(0, 10_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));

        assertThat(Printable.telling(many))
                .startsWith("line 0; line 1; ")
                .contains("; ...; ")
                .endsWith("; line 9998; line 9999")
                .hasSizeLessThan(1200);
        assertThat(Printable.telling("x".repeat(100_000))).hasSizeLessThan(400).startsWith("xxx");
    }
}
