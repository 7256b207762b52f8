package org.floatingip.lab.simulation.leaders;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Broken;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Rule;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Seeing;

/** What many seeds came to. Used by one thread. */
final class Tally {

    private static final int MOST_FAILED = Integer.getInteger("leaders.failures", 20);

    private final Map<Rule, Integer> broken = new EnumMap<>(Rule.class);
    private final long[] seen = new long[Seeing.values().length];
    private final List<LeaderSimulation.Run> failed = new ArrayList<>();
    private long stories;
    private long steps;

    /** Those seeds, one after the other. */
    static Tally of(Layers layers, long first, long count, Executor threads) {
        Tally tally = new Tally();
        for (long seed = first; seed < first + count; seed++) {
            tally.add(LeaderSimulation.run(LeaderStory.of(seed), layers, threads, false));
        }
        return tally;
    }

    void add(LeaderSimulation.Run run) {
        stories++;
        steps += run.steps();
        for (int i = 0; i < seen.length; i++) {
            seen[i] += run.seen()[i];
        }
        run.broken().stream().map(Broken::rule).distinct().forEach(rule -> broken.merge(rule, 1, Integer::sum));
        if (!run.broken().isEmpty() && failed.size() < MOST_FAILED) {
            failed.add(run);
        }
    }

    /** In how many stories that promise was broken. */
    int broken(Rule rule) {
        return broken.getOrDefault(rule, 0);
    }

    long seen(Seeing what) {
        return seen[what.ordinal()];
    }

    /** The first stories in which anything was. */
    List<LeaderSimulation.Run> failed() {
        return failed;
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
