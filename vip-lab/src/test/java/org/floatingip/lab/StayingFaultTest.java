package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.floatingip.lab.CountingTicker.Kind;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Faults that never end, met by every operation: how often each tries to change something, how often it looks, and what comes
 * of it. No more often than the waits of its time allow, and nothing is repeated without a wait.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StayingFaultTest {

    /** What undoing, naming and looking after a move may take beside its own time. */
    private static final Duration BESIDE = Duration.ofSeconds(2);

    /** Without a wait between them: the last attempt at the change, and the first at undoing it. */
    private static final int CHANGES_AT_ONCE = 2;

    /** Likewise the last look of one step, and the one look of each of the next: verifying, before and after a refusal. */
    private static final int LOOKS_AT_ONCE = 4;

    /** What one operation did under one fault. */
    private record Line(
            StayingFaultScene.Doing doing, StayingFaultScene.Staying fault, CountingTicker done, String end) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %d | %d | %d | %d | %s |",
                    words(doing),
                    words(fault),
                    done.all(Kind.CHANGE),
                    done.most(Kind.CHANGE),
                    done.all(Kind.LOOK),
                    done.most(Kind.LOOK),
                    done.all(Kind.HOST),
                    end);
        }

        private static String words(Enum<?> name) {
            return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Test
    void everyOperation_whenAFaultStaysInVirtualTime_endsAfterAsManyAttemptsAsItsWaitsAllow() throws Exception {
        Duration timeout = Duration.ofSeconds(10);

        hold("virtual", timeout, run(VirtualTicker::create, timeout));
    }

    @Test
    void everyOperation_whenAFaultStaysInRealTime_endsAfterAsManyAttemptsAsItsWaitsAllow() throws Exception {
        Duration timeout = Duration.ofMillis(400);

        hold("real", timeout, run(SystemTicker::instance, timeout));
    }

    private static List<Line> run(Supplier<Ticker> time, Duration timeout) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(48);
        List<Future<Line>> running = new ArrayList<>();
        try {
            for (StayingFaultScene.Staying fault : StayingFaultScene.Staying.values()) {
                for (StayingFaultScene.Doing doing : StayingFaultScene.Doing.values()) {
                    running.add(threads.submit(() -> {
                        StayingFaultScene scene = new StayingFaultScene(time.get(), timeout);
                        String end = scene.run(doing, fault);
                        return new Line(doing, fault, scene.done, end);
                    }));
                }
            }
            List<Line> lines = new ArrayList<>();
            for (Future<Line> line : running) {
                lines.add(line.get());
            }
            return lines;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void hold(String time, Duration timeout, List<Line> lines) {
        System.out.println("A fault that stays, " + time + " time, timeout " + timeout.toMillis() + " ms");
        System.out.println("| operation | fault | changes | at once | looks | at once | hosts asked | end |");
        lines.forEach(System.out::println);
        int waits = waits(timeout);
        int beside = waits(BESIDE);
        assertThat(lines)
                .hasSize(StayingFaultScene.Doing.values().length * StayingFaultScene.Staying.values().length)
                .allSatisfy(line -> {
                    CountingTicker done = line.done();
                    int addresses = line.doing() == StayingFaultScene.Doing.GROUP_ONE_BY_ONE ? 2 : 1;
                    int undoing = line.doing().undoes() ? beside + 1 : 0;
                    assertThat(done.most(Kind.CHANGE)).isLessThanOrEqualTo(CHANGES_AT_ONCE);
                    assertThat(done.most(Kind.LOOK)).isLessThanOrEqualTo(LOOKS_AT_ONCE * addresses);
                    // The first change of a handover has waits of its own, and shares their time with the second.
                    assertThat(done.all(Kind.CHANGE)).isLessThanOrEqualTo((waits + 1) * addresses + undoing);
                    assertThat(done.all(Kind.LOOK)).isLessThanOrEqualTo((waits + 2 * beside + 2) * addresses);
                });
    }

    /** The most waits that there can be in that time: each at its shortest, and the last one before the end. */
    private static int waits(Duration time) {
        long ceiling = 50;
        double passed = 0;
        int waits = 1;
        while (passed + ceiling / 10.0 < time.toMillis()) {
            passed += ceiling / 10.0;
            ceiling = Math.min(1000, ceiling * 2);
            waits++;
        }
        return waits;
    }

    @Test
    void waits_ofThreeSeconds_areFewerThanTheAttemptsThatOnceWereMade() {
        // 86 attempts at the assignment in 3 s, the last of them without a wait: what this class is for.
        assertThat(waits(Duration.ofSeconds(3))).isBetween(20, 40);
    }
}
