package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.floatingip.lab.e2e.LeaderLab.Events;
import org.floatingip.lab.e2e.LeaderLab.Leader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A leader that is stopped by SIGSTOP at the worst moment, its successor, and what it does when it goes on. With epochs and a lease, and
 * as people write it without.
 */
@Tag("alone")
class LeaderIT {

    private static final int LEASE_SECONDS = 3;
    private static final Duration ITS_END = Duration.ofSeconds(LEASE_SECONDS + 1);

    private static LeaderLab lab;

    @BeforeAll
    static void start() {
        lab = new LeaderLab();
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void settle() {
        lab.settle();
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }

    private static long firstOf(ProbeRun packets, char by) {
        return packets.packets().stream()
                .filter(packet -> packet.by() == by)
                .mapToLong(ProbeRun.Packet::sentAt)
                .min()
                .orElseThrow();
    }

    @Test
    void leader_stoppedAfterItsCheck_isSucceededDropsTheAddressAndStealsNothing() {
        Leader a = lab.leader(lab.a, LEASE_SECONDS);
        long begun = a.at("begun");
        Leader b = lab.leader(lab.b, LEASE_SECONDS);
        Programs.Running probe = lab.probe();
        Events kernelOfA = lab.addressesOf(lab.a);

        long stopped;
        long gone;
        long continued;
        try (probe) {
            stopped = a.stopAfterItsCheck();
            long unused = b.at("begun");
            gone = kernelOfA.at("gone");
            assertThat(LeaderLab.answersOn(lab.a)).as("who answers A itself").isEqualTo("B");
            continued = a.goOn();
            long lost = a.at("LOST");
            assertThat(lost).isGreaterThan(continued);
            Wait.millis(3 * LeaderProcess.TICK_MILLIS);
        }

        ProbeRun packets = lab.packets(begun).since(stopped);
        long answered = firstOf(packets, 'B');
        System.out.printf(
                "ZooKeeper %s, a session of %d ms, ticks of %d ms: from SIGSTOP of A to the first packet that B answers %.0f ms: B elected"
                        + " after %.0f ms (session and tick: %d ms), packets followed after %.0f ms, and its"
                        + " one call returned after %.0f ms%n",
                lab.zookeeper(),
                LeaderLab.SESSION_MILLIS,
                LeaderLab.ZOOKEEPER_TICK_MILLIS,
                millis(stopped, answered),
                millis(stopped, b.at("elected")),
                LeaderLab.SESSION_MILLIS + LeaderLab.ZOOKEEPER_TICK_MILLIS,
                millis(b.at("elected"), answered),
                millis(b.at("elected"), b.at("begun")));
        System.out.printf(
                "A's address was gone from its kernel %.0f ms after SIGSTOP (a lease of %d s); %.0f ms after SIGCONT A knew that it"
                        + " had lost%n",
                millis(stopped, gone), LEASE_SECONDS, millis(continued, a.at("LOST")));
        assertThat(Duration.ofNanos(gone - stopped)).as("lease + 1 s").isLessThanOrEqualTo(ITS_END);
        assertThat(lab.holders).as("whom the network gave it to").containsExactly("B");
        assertThat(packets.since(answered).by('A'))
                .as("packets that A answered after B")
                .isZero();
        assertThat(LeaderLab.accepts(lab.a)).isFalse();
        assertThat(LeaderLab.accepts(lab.b)).isTrue();
    }

    /** The control: the same leader, stopped at the same place, without epochs and without a lease. */
    @Test
    void leader_withoutFenceAndLease_splitsAndSteals() {
        Leader a = lab.leader(lab.a, 0);
        long begun = a.at("held");
        Leader b = lab.leader(lab.b, 0);
        Programs.Running probe = lab.probe();

        long stopped;
        long continued;
        try (probe) {
            stopped = a.stopAfterItsCheck();
            long unused = b.at("begun");
            Wait.until("the end of a lease, had there been one", () -> System.nanoTime() - stopped > ITS_END.toNanos());
            assertThat(LeaderLab.accepts(lab.a)).as("A's kernel has it").isTrue();
            assertThat(LeaderLab.answersOn(lab.a)).as("who answers A itself").isEqualTo("A");
            assertThat(LeaderLab.answersOn(lab.b)).as("who answers B itself").isEqualTo("B");
            continued = a.goOn();
            Wait.until("A steals it", () -> lab.holders.size() > 1);
            Wait.millis(LeaderProcess.TICK_MILLIS);
        }

        ProbeRun after = lab.packets(begun).since(continued);
        System.out.printf(
                "Without epochs and lease: A and B both answered %.0f ms after SIGSTOP, and after SIGCONT the network gave it to %s;"
                        + " A answered %d packets%n",
                millis(stopped, continued),
                String.join(", ", lab.holders.subList(1, lab.holders.size())),
                after.by('A'));
        assertThat(lab.holders.subList(0, 2)).as("A stole it from B").containsExactly("B", "A");
        assertThat(after.by('A')).as("packets that the old leader answered").isPositive();
    }
}
