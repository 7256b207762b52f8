package org.floatingip.lab.simulation.leaders;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Broken;
import org.floatingip.lab.simulation.leaders.LeaderJudge.Seeing;
import org.floatingip.lab.simulation.leaders.LeaderStory.Reign;

/** Runs a story: all leaders at once, then, when nothing goes wrong any more, one tick of each. */
final class LeaderSimulation {

    private static final long SECOND = 1_000_000_000L;

    /** How it went. */
    record Run(LeaderStory story, List<Broken> broken, Map<Seeing, Integer> seen, List<String> history, int steps) {}

    private final LeaderWorld world;
    private final List<Leader> leaders = new ArrayList<>();

    private LeaderSimulation(LeaderWorld world) {
        this.world = world;
        Map<String, Leader> before = new HashMap<>();
        for (Reign reign : world.story.reigns()) {
            Leader leader = new Leader(world, reign, before.get(reign.host()));
            leaders.add(leader);
            if (reign.toldMillis() >= 0) {
                before.put(reign.host(), leader);
            }
        }
    }

    static Run run(LeaderStory story, Layers layers, Executor threads, boolean recording) {
        LeaderWorld world = new LeaderWorld(story, layers, threads, recording);
        new LeaderSimulation(world).run();
        LeaderJudge judge = new LeaderJudge(world);
        judge.judge();
        return new Run(story, judge.broken(), judge.seen(), world.history(), world.baton.steps());
    }

    private void run() {
        leaders.forEach(leader -> world.baton.start(leader.reign.electedMillis() * 1_000_000L, leader::run));
        world.baton.run();
        world.calm = true;
        world.network.answersUpTo(Duration.ZERO, 0);
        world.baton.start(world.baton.now() + 20 * SECOND, this::end);
        world.baton.run();
    }

    private void end() {
        world.note(new Entry.Quiet(world.baton.now(), world.holder()));
        List<Leader> order = new ArrayList<>(leaders);
        Collections.shuffle(order, new Random(world.story.seed()));
        order.stream().filter(Leader::isToBegin).toList().forEach(Leader::act);
        order.forEach(Leader::act);
        String holder = world.holder();
        int holders = world.holders().size();
        leaders.get(leaders.size() - 1).act();
        world.note(new Entry.Over(world.baton.now(), holder, holders, holder != null && world.accepts(holder)));
        boolean leases = world.layers.leases(world.story);
        if (leases) {
            world.baton.pause((world.story.leaseSeconds() + 1) * SECOND);
        }
        for (String host : LeaderStory.HOSTS) {
            // Without a lease, whoever could not begin may have left its host accepting: nobody is there to drop it.
            boolean dropped = leases
                    || leaders.stream()
                            .filter(leader -> leader.reign.host().equals(host))
                            .allMatch(Leader::hasTenure);
            if (dropped && !host.equals(holder) && world.accepts(host)) {
                world.note(new Entry.StillAccepts(world.baton.now(), host));
            }
        }
    }
}
