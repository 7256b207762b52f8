package org.floatingip.lab.simulation.leaders;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Broken;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Rule;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Seeing;

/** What many seeds came to. Used by one thread. */
final class Tally {

    private final Map<Rule, Integer> broken = new EnumMap<>(Rule.class);
    private final Map<Seeing, Long> seen = new EnumMap<>(Seeing.class);
    private final TreeSet<Long> failed = new TreeSet<>();
    private long stories;
    private long steps;

    /** Those seeds, on as many processors as there are. */
    static Tally of(Layers layers, long first, long count, ExecutorService threads) {
        AtomicLong next = new AtomicLong(first);
        List<Future<Tally>> lanes = new ArrayList<>();
        for (int lane = 0; lane < Runtime.getRuntime().availableProcessors(); lane++) {
            lanes.add(threads.submit(() -> {
                Tally tally = new Tally();
                for (long seed = next.getAndIncrement(); seed < first + count; seed = next.getAndIncrement()) {
                    tally.add(LeaderSimulation.run(LeaderStory.of(seed), layers, threads, false));
                }
                return tally;
            }));
        }
        Tally all = new Tally();
        try {
            for (Future<Tally> lane : lanes) {
                all.add(lane.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return all;
    }

    private void add(LeaderSimulation.Run run) {
        stories++;
        steps += run.steps();
        run.seen().forEach((what, count) -> seen.merge(what, (long) count, Long::sum));
        run.broken().stream().map(Broken::rule).distinct().forEach(rule -> broken.merge(rule, 1, Integer::sum));
        if (!run.broken().isEmpty()) {
            failed.add(run.story().seed());
        }
    }

    private void add(Tally other) {
        stories += other.stories;
        steps += other.steps;
        other.seen.forEach((what, count) -> seen.merge(what, count, Long::sum));
        other.broken.forEach((rule, count) -> broken.merge(rule, count, Integer::sum));
        failed.addAll(other.failed);
    }

    /** In how many stories that promise was broken. */
    int broken(Rule rule) {
        return broken.getOrDefault(rule, 0);
    }

    long seen(Seeing what) {
        return seen.getOrDefault(what, 0L);
    }

    /** The seeds of some stories in which a promise was broken, the lowest first. */
    List<Long> failed() {
        return failed.stream().limit(20).toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(stories + " stories, " + steps + " steps, broken: " + broken);
        for (Seeing each : Seeing.values()) {
            text.append(", ").append(each).append(' ').append(seen(each));
        }
        return text.toString();
    }
}
