package org.floatingip.lab.simulation.leaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Rule;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Seeing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Seeded schedules of leaders: {@code -Dleaders.seeds=1000000} runs that many with each set of layers that is run, {@code -Dleaders.seed=42} that one,
 * with its history.
 */
class LeadersTest {

    private static final long FIRST = Long.getLong("leaders.first", 1);
    private static final int SEEDS = Integer.getInteger("leaders.seeds", 2_000);

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "leader");
        thread.setDaemon(true);
        return thread;
    });

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    private static String told(LeaderSimulation.Run run) {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + run.story().seed() + ": " + run.broken());
        lines.addAll(run.story().lines());
        lines.addAll(run.history());
        return String.join("\n", lines);
    }

    /** What all layers promise together. */
    @Test
    void everySchedule_withAllLayers_keepsEveryPromise() {
        Long only = Long.getLong("leaders.seed");
        if (only != null) {
            System.out.println(told(LeaderSimulation.run(LeaderStory.of(only), Layers.ALL, THREADS, true)));
        }
        Tally all = Tally.of(Layers.ALL, FIRST, SEEDS, THREADS);
        System.out.println("leaders, all layers: " + all);
        if (!all.failed().isEmpty()) {
            long seed = all.failed().get(0).story().seed();
            fail("a promise was broken; replay with -Dleaders.seed=" + seed + "\n"
                    + told(LeaderSimulation.run(LeaderStory.of(seed), Layers.ALL, THREADS, true)));
        }
        assertThat(all.seen(Seeing.STEAL)).isZero();
    }

    @Test
    void controls_withoutALayer_seeWhatItStops() {
        for (Layers layers : List.of(
                Layers.WITHOUT_FENCE,
                Layers.WITHOUT_TICKS,
                Layers.WITHOUT_LEASE,
                Layers.LEASED,
                Layers.TAKEOVER_ALONE,
                Layers.HANDOVER_ALONE)) {
            System.out.println(layers + ": " + Tally.of(layers, FIRST, SEEDS, THREADS));
        }
        assertThat(Tally.of(Layers.WITHOUT_FENCE, FIRST, 10, THREADS).broken(Rule.LOST_STAYS_LOST)).isZero();
    }
}
