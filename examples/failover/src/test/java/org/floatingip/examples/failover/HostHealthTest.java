package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.floatingip.HostId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three failures in a row make a host sick, two successes make it well again; until then a first failure says nothing. */
class HostHealthTest {

    @ParameterizedTest
    @CsvSource({
        "1, w", // the first answer is believed
        "0, ?", // and one that is missed is not, not even the first
        "00, ??",
        "000, ??s",
        "xxx, ??s", // what throws has not answered
        "001000, ?????s",
        "0101, ????",
        "011, ??w",
        "100, www",
        "1000, wwws",
        "100100, wwwwww", // not in a row
        "1000110, wwwssww",
        "10001010, wwwsssss",
        "1xxx, wwws"
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
            said.append(health.isWell(HostId.of("i-0a")) ? 'w' : health.isSick(HostId.of("i-0a")) ? 's' : '?');
            assertThat(health.isReady(HostId.of("i-0a")))
                    .as("ready after answer %d", i)
                    .isEqualTo(said.charAt(i) == 'w' && answers.charAt(i) == '1');
        }

        assertThat(said).hasToString(says);
    }
}
