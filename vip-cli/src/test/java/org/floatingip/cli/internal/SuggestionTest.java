package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for a typing error of which word, and what for none. */
class SuggestionTest {

    private static final List<String> WORDS = List.of("move", "status", "host", "dns", "evacuate", "iam-policy");

    @ParameterizedTest
    @CsvSource({
        "mvoe, move",
        "mov, move",
        "statsu, status",
        "stauts, status",
        "hots, host",
        "evacute, evacuate",
        "dsn, dns"
    })
    void of_aWordWithATypingError_isTheWordThatWasMeant(String typed, String meant) {
        assertThat(Suggestion.of(typed, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "deploy", "10.0.1.12", "xyz", "''"})
    void of_aWordThatIsNothingLikeThem_isNone(String typed) {
        assertThat(Suggestion.of(typed, WORDS)).isEmpty();
    }

    @Test
    void of_severalNearOnes_isTheNearest() {
        assertThat(Suggestion.of("mote", List.of("note", "mote2", "mote"))).contains("mote");
    }
}
