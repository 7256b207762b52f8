package org.floatingip.lab.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.floatingip.GroupMoveResult;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.floatingip.lab.aws.Histories;
import org.floatingip.lab.simulation.Story.Kind;
import org.floatingip.lab.simulation.Violation.Rule;
import org.jspecify.annotations.Nullable;

/** Runs a story: first all of it at once, then, without faults, each task again. */
final class Simulation {

    /**
     * How it went.
     *
     * @param history what happened, line by line; empty unless asked for
     */
    record Run(Story story, @Nullable Violation violation, List<String> history, int met, int changed, int steps) {

        Optional<Violation> failure() {
            return Optional.ofNullable(violation);
        }
    }

    /** Never terminated, and has room. */
    private static final String LAST_RESORT = "i-0d";

    private final World world;
    private final Set<String> settled = new HashSet<>();
    private final Set<String> named = new HashSet<>();

    private Simulation(World world) {
        this.world = world;
    }

    static Run run(Story story, Sabotage sabotage, Executor threads, boolean recording) {
        World world = new World(story, sabotage, threads, recording);
        new Simulation(world).run();
        return new Run(
                story, world.violation(), world.history(), world.met, world.witness.changed(), world.baton.steps());
    }

    /** The same with less in it, as long as the same promise is broken; at the end with its history. */
    static Run shrunk(Run failed, Sabotage sabotage, Executor threads) {
        Rule rule = failed.failure().orElseThrow().rule();
        Story smallest = failed.story();
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Story simpler : smallest.simpler().toList()) {
                Optional<Violation> found =
                        run(simpler, sabotage, threads, false).failure();
                if (found.isPresent() && found.get().rule() == rule) {
                    smallest = simpler;
                    smaller = true;
                    break;
                }
            }
        }
        return run(smallest, sabotage, threads, true);
    }

    private void run() {
        for (Story.Task task : world.story.tasks()) {
            world.baton.start(task.atMillis() * 1_000_000L, () -> {
                Mover mover = new Mover(world, task, task.id(), true);
                new Judge(mover).judge(mover.run());
            });
        }
        for (Story.Happening happening : world.story.happenings()) {
            world.baton.at(happening.atMillis() * 1_000_000L, () -> world.happen(happening));
        }
        world.baton.run();
        if (world.violation() == null) {
            long later = world.baton.now() + Duration.ofSeconds(10).toNanos();
            world.baton.start(later, this::converge);
            world.baton.run();
        }
    }

    private void converge() {
        world.say(() -> "the faults stop; everybody does again what they were to do");
        Story.HOSTS.forEach(world::mend);
        world.network.delayVisibility(Duration.ZERO);
        world.network.answersUpTo(Duration.ZERO, 0);
        for (Story.Task task : world.story.tasks()) {
            if (task.kind() == Kind.RELEASE) {
                again(task);
            }
        }
        for (Story.Task task : world.story.tasks()) {
            if (task.kind() != Kind.RELEASE && task.kind() != Kind.SETTLE && again(task)) {
                // What is done is done: once more changes nothing.
                int before = world.witness.changed();
                if (!again(task) || world.witness.changed() != before) {
                    world.violated(Rule.RERUNS_CONVERGE, task + " was done, and changed something when done again");
                }
            }
        }
        for (String vip : Story.VIPS) {
            if (world.witness.holder(vip) == null) {
                // Released, by its holder or by the death of that, or left by a handover that was cut off.
                again(new Story.Task(
                        world.story.tasks().size(), 0, Kind.TAKEOVER, vip, LAST_RESORT, LAST_RESORT, 10_000));
            }
            String holder = world.witness.holder(vip);
            if (holder == null) {
                world.violated(Rule.HELD_EXACTLY_ONCE_IN_THE_END, "nobody holds " + vip);
            } else if (settled.contains(vip) && !world.hosts.accepts(holder, vip)) {
                world.violated(Rule.HOLDER_ACCEPTS_IN_THE_END, holder + " holds " + vip + " and does not accept it");
            }
            List<String> leadsTo = world.named(Story.name(vip));
            if (named.contains(vip) && !leadsTo.equals(List.of(vip))) {
                world.violated(Rule.NAME_POINTS_AT_THE_ADDRESS_IN_THE_END, Story.name(vip) + " leads to " + leadsTo);
            }
        }
        String two = Histories.twoHolders(world.network);
        if (two != null) {
            world.violated(Rule.NEVER_TWO_HOLDERS, two);
        }
        world.missing().forEach(missing -> world.violated(Rule.NOTHING_ELSE_IS_LOST, missing));
    }

    /** Whether it was done; if not, it was rightly refused. */
    private boolean again(Story.Task task) {
        if (world.violation() != null) {
            return false;
        }
        Mover mover = new Mover(world, task, 100 + world.baton.steps(), false);
        Object outcome = mover.run();
        new Judge(mover).judge(outcome);
        if (outcome instanceof MoveResult result) {
            reached(result, task);
            named.add(task.vip());
            return true;
        }
        if (outcome instanceof GroupMoveResult all) {
            all.results().forEach(result -> reached(result, task));
            return true;
        }
        if (task.kind() != Kind.RELEASE && !(outcome instanceof RefusedException && rightlyRefused(task))) {
            world.violated(Rule.RERUNS_CONVERGE, task + " ends, without faults, with " + outcome);
        }
        return false;
    }

    private void reached(MoveResult result, Story.Task task) {
        String vip = result.address().toString();
        settled.add(vip);
        if (!task.to().equals(world.witness.holder(vip))) {
            world.violated(Rule.RERUNS_CONVERGE, task + " was done, but it is on " + world.witness.holder(vip));
        }
    }

    private boolean rightlyRefused(Story.Task task) {
        return world.terminated.contains(task.to())
                || task.to().equals("i-0c")
                || (task.kind().handover()
                        && !task.kind().reassociate()
                        && task.vips().stream()
                                .anyMatch(vip ->
                                        String.valueOf(world.witness.leads()).endsWith(" " + vip)))
                || (task.kind().conditional()
                        && task.vips().stream().anyMatch(vip -> !task.from().equals(world.witness.holder(vip))));
    }
}
