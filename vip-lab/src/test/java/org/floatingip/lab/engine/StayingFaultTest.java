package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.SettleResult;
import org.floatingip.lab.CountingTicker;
import org.floatingip.lab.CountingTicker.Kind;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.Incident;
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

    /** Without a wait between them: the last look of one step, and the one look of each of the next: verifying, before and after a refusal. */
    private static final int LOOKS_AT_ONCE = 4;

    /** What one operation did under one fault. */
    private record Line(
            StayingFaultScene.Doing doing, StayingFaultScene.Staying fault, CountingTicker done, String end) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %d | %d | %d | %d | %d | %s |",
                    words(doing),
                    words(fault),
                    done.all(Kind.CHANGE),
                    done.most(Kind.CHANGE),
                    done.all(Kind.LOOK),
                    done.most(Kind.LOOK),
                    done.all(Kind.HOST),
                    done.all(Kind.NAME),
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
        Duration timeout = Duration.ofMillis(800);

        hold("real", timeout, run(SystemTicker::instance, timeout));
    }

    private static List<Line> run(Supplier<Ticker> time, Duration timeout) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(72);
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
        System.out.println(
                "| operation | fault | changes | at once | looks | at once | hosts asked | names asked | end |");
        lines.forEach(System.out::println);
        int waits = waits(timeout);
        int beside = waits(BESIDE);
        assertThat(lines)
                .hasSize(StayingFaultScene.Doing.values().length * StayingFaultScene.Staying.values().length)
                .allSatisfy(line -> {
                    CountingTicker done = line.done();
                    // Two calls, each made once before the wait that both have: one an address, or one for whom each
                    // displaces.
                    boolean apart = line.doing() == StayingFaultScene.Doing.GROUP_ONE_BY_ONE
                            || ((line.doing() == StayingFaultScene.Doing.GROUP
                                            || line.doing() == StayingFaultScene.Doing.GROUP_ALL_OR_NOTHING)
                                    && line.fault() == StayingFaultScene.Staying.ASSIGN_UNAVAILABLE_AND_ONE_LET_GO);
                    int addresses = apart ? 2 : 1;
                    int undoing = line.doing().undoes() ? beside + 1 : 0;
                    assertThat(done.most(Kind.CHANGE))
                            .describedAs("the last attempt at the change, and the first at undoing it")
                            .isLessThanOrEqualTo(line.doing().undoes() ? 2 : addresses);
                    assertThat(done.most(Kind.LOOK)).isLessThanOrEqualTo(LOOKS_AT_ONCE * addresses);
                    assertThat(done.all(Kind.NAME)).isLessThanOrEqualTo(2);
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
    void groupSettle_whenTheTimeIsUp_asksNobodyForTheRest() {
        Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .holding("10.0.1.13")
                .holding("10.0.1.14")
                .holding("10.0.1.15")
                .host("i-0b")
                .build();
        FloatingIpGroup group = FloatingIpGroup.at("10.0.1.12", "10.0.1.13", "10.0.1.14", "10.0.1.15")
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .build();
        scenario.hosts().cutOff("i-0a");
        GroupMoveResult moved = group.moveTo("i-0b");
        scenario.assigner().inject(Fault.unavailable().onCall(Call.LOOK).skip(1).always());

        List<SettleResult> settled = group.settle(moved);

        assertThat(settled).hasSize(4).noneMatch(SettleResult::complete);
        Instant last = scenario.ticker().now();
        assertThat(scenario.assigner().calls())
                .filteredOn(call -> call.at().equals(last))
                .describedAs("looks at the end, when no time passes any more")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void groupMove_whenRepeatingOneCallTakesAllItsTime_doesNotRepeatTheOther() {
        Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .host("i-0b")
                .build();
        FloatingIpGroup group = FloatingIpGroup.at("10.0.1.12", "10.0.1.13")
                .assigner(scenario.assigner())
                .ticker(scenario.ticker())
                .build();
        // One displaces somebody and the other nobody, so each goes by a call of its own.
        scenario.assigner().inject(Fault.unavailable().onCall(Call.ASSIGN).times(2));
        scenario.assigner()
                .inject(Fault.unavailable()
                        .onCall(Call.ASSIGN)
                        .first(Incident.timePasses(Duration.ofMinutes(1)))
                        .always());

        assertThatThrownBy(() -> group.moveTo("i-0b"));

        assertThat(scenario.assigner().calls())
                .filteredOn(call -> call.call() == Call.ASSIGN)
                .describedAs("each once, and the one that was repeated before time was up")
                .hasSize(3);
    }

    @Test
    void waits_ofThreeSeconds_areFewerThanTheAttemptsThatOnceWereMade() {
        // 86 attempts at the assignment in 3 s, the last of them without a wait: what this class is for.
        assertThat(waits(Duration.ofSeconds(3))).isBetween(20, 40);
    }
}
