package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.lab.e2e.RedisClient.Attempt;
import org.junit.jupiter.api.Test;

/** How the lab counts. */
class ProbeRunTest {

    private static final long MILLISECOND = 1_000_000;

    /** One packet a millisecond, each answered by that host; a dot is one that was lost, a blank one that was not sent. */
    private static ProbeRun run(int addresses, String answers) {
        List<ProbeRun.Packet> packets = new ArrayList<>();
        for (int at = 0; at < answers.length(); at++) {
            char by = answers.charAt(at);
            long sentAt = (at + 1) * MILLISECOND;
            if (by != ' ') {
                packets.add(new ProbeRun.Packet(
                        packets.size(), sentAt, by == '.' ? 0 : sentAt + 1, by == '.' ? (char) 0 : by));
            }
        }
        return new ProbeRun(addresses, packets);
    }

    @Test
    void run_whenAllWereAnswered_hasNoGapHoweverLongTheSenderPaused() {
        ProbeRun run = run(1, "AAAA      BBBB");

        assertThat(run.lost()).isZero();
        assertThat(run.longestGapMillis()).isZero();
        assertThat(run.longestPauseMillis()).isEqualTo(7.0);
        assertThat(run.leftOut()).isEqualTo(6);
    }

    @Test
    void run_whenPacketsWereLost_measuresFromTheLastAnsweredToTheNextOne() {
        ProbeRun run = run(1, "AAA..B.BB");

        assertThat(run.lost()).isEqualTo(3);
        assertThat(run.longestGapMillis()).isEqualTo(3.0);
        assertThat(run.since(6 * MILLISECOND).lost()).isEqualTo(1);
        assertThat(run.by('B')).isEqualTo(3);
    }

    @Test
    void run_whenNothingIsAnsweredAnyMore_measuresToTheEnd() {
        assertThat(run(1, "AA....").longestGapMillis()).isEqualTo(4.0);
    }

    @Test
    void run_whenThereAreSeveralAddresses_judgesEachByItself() {
        ProbeRun run = run(2, "AA.A.ABA");

        assertThat(run.longestGapMillis()).isEqualTo(6.0);
        assertThat(run.to(0).lost()).isEqualTo(2);
        assertThat(run.to(1).lost()).isZero();
    }

    @Test
    void stretches_whenHostsChange_tellWhoAnsweredWhen() {
        assertThat(run(1, "AA.BB").stretches())
                .containsExactly(
                        new ProbeRun.Stretch('A', MILLISECOND, 3 * MILLISECOND, 2),
                        new ProbeRun.Stretch((char) 0, 3 * MILLISECOND, 4 * MILLISECOND, 1),
                        new ProbeRun.Stretch('B', 4 * MILLISECOND, 5 * MILLISECOND, 2));
    }

    @Test
    void redis_whenANumberComesTwice_anAcknowledgedOneIsLost() {
        RedisRun run = new RedisRun(List.of(
                new Attempt(0, 1, 7, 'a'),
                new Attempt(2, 3, 8, 'a'),
                new Attempt(4, 5, -1, (char) 0),
                new Attempt(6, 7, 7, 'b'),
                new Attempt(8, 9, 8, 'b')));

        assertThat(run.acknowledgedAndLost()).isEqualTo(2);
        assertThat(run.failed()).isEqualTo(1);
        assertThat(run.longestGapMillis()).isEqualTo(5 / 1e6);
    }
}
