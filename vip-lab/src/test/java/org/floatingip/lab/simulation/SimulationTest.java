package org.floatingip.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Seeded schedules of movers, faults and crashes: 2,000 in the build, 20,000 in the lab. {@code -Dsimulation.seeds=1000000} runs that many,
 * {@code -Dsimulation.seed=42} that one, with its history.
 */
class SimulationTest {

    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final int MOST_FAILURES = Integer.getInteger("simulation.failures", 20);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 2_000);

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "mover");
        thread.setDaemon(true);
        return thread;
    });

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    private static String told(Simulation.Run run) {
        return Stream.of(
                        List.of("seed " + run.story().seed() + ": "
                                + run.failure().map(Violation::toString).orElse("every promise was kept")),
                        run.story().lines(),
                        run.history())
                .flatMap(List::stream)
                .reduce("", (all, line) -> all + line + "\n");
    }

    @Test
    void everySchedule_keepsEveryPromise() throws Exception {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            Simulation.Run run = Simulation.run(Story.of(only), Sabotage.NONE, THREADS, true);
            System.out.println(told(run));
            run.failure().ifPresent(found -> failed(run));
            return;
        }
        AtomicLong next = new AtomicLong(FIRST);
        AtomicLong met = new AtomicLong();
        AtomicLong changed = new AtomicLong();
        AtomicLong steps = new AtomicLong();
        List<Future<List<Simulation.Run>>> lanes = new ArrayList<>();
        for (int lane = 0; lane < Runtime.getRuntime().availableProcessors(); lane++) {
            lanes.add(THREADS.submit(() -> {
                List<Simulation.Run> failures = new ArrayList<>();
                for (long seed = next.getAndIncrement();
                        seed < FIRST + SEEDS && failures.size() < MOST_FAILURES;
                        seed = next.getAndIncrement()) {
                    Simulation.Run run = Simulation.run(Story.of(seed), Sabotage.NONE, THREADS, false);
                    met.addAndGet(run.met());
                    changed.addAndGet(run.changed());
                    steps.addAndGet(run.steps());
                    run.failure().ifPresent(found -> failures.add(run));
                }
                return failures;
            }));
        }
        List<Simulation.Run> failures = new ArrayList<>();
        for (Future<List<Simulation.Run>> lane : lanes) {
            failures.addAll(lane.get());
        }
        System.out.printf(
                "simulation: %d schedules, %d faults met, %d changes of holders, %d steps, %d violations %s%n",
                next.get() - FIRST - lanes.size(),
                met.get(),
                changed.get(),
                steps.get(),
                failures.size(),
                failures.stream()
                        .collect(Collectors.groupingBy(
                                run -> run.failure().orElseThrow().rule(), TreeMap::new, Collectors.counting())));
        if (!failures.isEmpty()) {
            failures.forEach(run ->
                    System.out.println(run.story().seed() + " " + run.failure().orElseThrow()));
            failed(failures.get(0));
        }
        assertThat(met.get()).isGreaterThan(SEEDS);
    }

    /** What replaying hangs on. */
    @Test
    void run_whenSeedIsTheSame_isTheSameToTheLastLine() {
        for (long seed = FIRST; seed < FIRST + 50; seed++) {
            Simulation.Run one = Simulation.run(Story.of(seed), Sabotage.NONE, THREADS, true);
            Simulation.Run other = Simulation.run(Story.of(seed), Sabotage.NONE, THREADS, true);

            assertThat(other.history()).isEqualTo(one.history()).isNotEmpty();
        }
    }

    private static final List<String> ENDS = List.of(
            "moved",
            "released",
            "Superseded",
            "HolderChanged",
            "NotVerified",
            "OutOfTime",
            "LeftUnheld",
            "HandoverRefused",
            "NotReassociated",
            "Unavailable",
            "UnknownTarget",
            "InterfaceFull",
            "PermissionDenied",
            "GroupRefused",
            "GroupMove",
            "StaleStandby",
            "StalePlan",
            "");

    /** Guards the test above all: stories in which nothing meets would prove little. */
    @Test
    void stories_together_holdEveryKindOfTroubleAndEnd() {
        Set<Object> met = new HashSet<>();
        Set<String> ends = new HashSet<>();
        LongStream.range(1, 300).mapToObj(seed -> Story.of(seed, true)).forEach(story -> {
            story.tasks().forEach(task -> met.add(task.kind()));
            story.mishaps().forEach(mishap -> met.add(mishap.trouble()));
        });
        for (long seed = 1; seed <= 6000 && (seed <= 1000 || !ends.containsAll(ENDS)); seed++) {
            Simulation.Run run = Simulation.run(Story.of(seed), Sabotage.NONE, THREADS, true);
            run.story().tasks().forEach(task -> met.add(task.kind()));
            run.story().mishaps().forEach(mishap -> met.add(mishap.trouble()));
            run.story().happenings().forEach(happening -> met.add(happening.event()));
            run.history().stream()
                    .filter(line -> line.contains(" gets ") || line.contains("crashes"))
                    .map(line -> line.replaceFirst(".* (gets|crashes) ?", "").replaceFirst("[ :].*", ""))
                    .forEach(ends::add);
        }

        assertThat(met)
                .contains((Object[]) Story.Kind.values())
                .contains((Object[]) Story.Trouble.values())
                .contains((Object[]) Story.Event.values());
        assertThat(ends).containsAll(ENDS);
    }

    private static void failed(Simulation.Run run) {
        Simulation.Run shrunk = Simulation.shrunk(run, Sabotage.NONE, THREADS);
        fail("a promise was broken; replay with -Dsimulation.seed="
                + run.story().seed() + "\n" + told(shrunk));
    }
}
