package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.floatingip.HostId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three failures in a row make a host sick, two successes make it well again. */
class HostHealthTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1", // the first answer is believed
        "0, 0",
        "100, 111",
        "1000, 1110",
        "100100, 111111", // not in a row
        "1000110, 1110011",
        "10001010, 11100000",
        "1xxx, 1110" // what throws has not answered
    })
    void look_afterTheseAnswers_saysThat(String answers, String says) {
        StringBuilder said = new StringBuilder();
        int[] next = new int[1];
        HostHealth health = new HostHealth(
                host -> {
                    char answer = answers.charAt(next[0]++);
                    if (answer == 'x') {
                        throw new IllegalStateException("no answer");
                    }
                    return answer == '1';
                },
                3,
                2);

        for (int i = 0; i < answers.length(); i++) {
            health.look(HostId.of("i-0a"));
            said.append(health.isWell(HostId.of("i-0a")) ? 1 : 0);
            assertThat(health.isReady(HostId.of("i-0a")))
                    .as("ready after answer %d", i)
                    .isEqualTo(said.charAt(i) == '1' && answers.charAt(i) == '1');
        }

        assertThat(said).hasToString(says);
    }
}
