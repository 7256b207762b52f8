package org.floatingip.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.StandbyMove;
import org.floatingip.failure.StalePlanException;
import org.floatingip.lab.simulation.Story.Trouble;
import org.floatingip.lab.simulation.Violation.Rule;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/** One process that does one thing, by the public API alone. Its calls and its waits are where the others get their turn. */
final class Mover {

    private static final long MILLI = 1_000_000L;

    final World world;
    final Story.Task task;
    final int id;
    private final Map<Integer, Trouble> mishaps = new HashMap<>();
    private final SplittableRandom chance;
    private final Set<String> accepted = new HashSet<>();
    private final List<Runnable> claims = new ArrayList<>();
    private int calls;
    private long throttledUntil = -1;
    private long since;
    private boolean closed;

    /** Of these a request of its was sent twice: what the second was answered says nothing of the first. */
    private final Set<String> sentTwice = new HashSet<>();

    /** A request of its was lost for a while, and had its effect when it was not expected any more. */
    boolean cameLate;

    private Baton.@Nullable Crash crash;

    /** What ended it from outside, where it did not crash. */
    private Baton.@Nullable Crash stop;

    private boolean late;
    private boolean readyAhead;

    /** @param id what it is called in the history; a rerun has another one than the task */
    Mover(World world, Story.Task task, int id, boolean faults) {
        this.world = world;
        this.task = task;
        this.id = id;
        this.chance = new SplittableRandom(world.story.seed() * 31 + id);
        if (faults) {
            world.story.mishaps().stream()
                    .filter(mishap -> mishap.task() == task.id())
                    .forEach(mishap -> mishaps.put(mishap.call(), mishap.trouble()));
        }
    }

    private final class Waiting implements Ticker {

        private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant now() {
            return START.plusNanos(world.baton.now());
        }

        @Override
        public long nanoTime() {
            return world.baton.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted in the simulation");
            }
            pause(duration.toNanos());
        }

        @Override
        public long jitter(long bound) {
            return chance.nextLong(bound);
        }
    }

    /** When what it does last was begun. */
    long since() {
        return since;
    }

    /** Whether the network took a change of that address from it, at least perhaps. */
    boolean accepted(String vip) {
        return accepted.contains(vip);
    }

    void accepted(Collection<IpAddress> addresses) {
        addresses.forEach(address -> accepted.add(address.toString()));
    }

    void sentTwice(Collection<IpAddress> addresses) {
        addresses.forEach(address -> sentTwice.add(address.toString()));
    }

    /** Since when something may have been so that it saw: where the network shows changes late, what was before counts. */
    long sawFrom() {
        return since - world.story.readLagMillis() * MILLI;
    }

    /**
     * Whether it can't know what it did to that address, and the judge does not hold it against it: a proxy made two requests of
     * one, the second was refused, and what the first had done does not show any more. Somebody has the address, or another than its
     * old holder had it since, or it went with the target. Where nobody came, it can be told. See docs/decisions/0040-old-answers.md.
     */
    boolean cannotTell(String vip) {
        boolean another = Story.HOSTS.stream()
                .filter(host -> !host.equals(task.from()))
                .anyMatch(host -> world.witness.heldSince(vip, host, sawFrom()));
        return sentTwice.contains(vip)
                && (another || world.witness.holder(vip) != null || world.terminated.contains(task.to()));
    }

    /** Whether one of its requests had its effect later than it was told. */
    boolean late() {
        return late;
    }

    /** Whether it made its target ready ahead of the move: then it stays that, until it is told to stand down. */
    boolean readyAhead() {
        return readyAhead;
    }

    /** Lets a lost request have its effect when nobody waits for it any more. */
    void later(String text, Runnable change) {
        late = true;
        world.baton.at(world.baton.now() + (50 + chance.nextInt(5000)) * MILLI, () -> {
            world.say(() -> name() + " " + text + ": has its effect now");
            try {
                change.run();
            } catch (FloatingIpException e) {
                world.say(() -> "        refused: " + SimulatedAssigner.words(e));
            }
            world.witness.observe(id, task);
            claims.forEach(Runnable::run);
        });
    }

    /** Checks what it said, now and again when a request of its own that was lost has its effect later. */
    void claims(Runnable check) {
        check.run();
        claims.add(check);
    }

    String name() {
        return id < 100 ? "p" + id : "rerun of p" + task.id();
    }

    private void pause(long nanos) {
        if (crash != null) {
            throw crash;
        }
        try {
            world.pause(nanos);
        } catch (Baton.Crash e) {
            stop = e;
            throw e;
        }
    }

    /** Lets some of that time pass, within a call. */
    void passUpTo(int millis) {
        pause((1 + chance.nextInt(millis)) * MILLI);
    }

    private Baton.Crash crash(String why) {
        crash = new Baton.Crash(why);
        world.say(() -> name() + " crashes");
        return crash;
    }

    /** One call to the network or to a host. */
    <T> T call(String text, Function<@Nullable Trouble, T> body) {
        if (closed) {
            world.violated(Rule.NO_CALL_AFTER_CLOSE, name() + ": " + text);
        }
        Trouble trouble = mishaps.get(calls++);
        if (trouble != null) {
            world.met++;
        }
        if (trouble == Trouble.THROTTLED_FOR_LONG) {
            throttledUntil = world.baton.now() + 3000 * MILLI;
        } else if (trouble == null && world.baton.now() < throttledUntil) {
            trouble = Trouble.THROTTLED;
        }
        if (trouble == Trouble.PAUSED) {
            passUpTo(6000);
        }
        pause(latency() + (trouble == Trouble.SLOW ? 1500 * MILLI : 0));
        if (trouble == Trouble.CRASH_BEFORE) {
            throw crash(text);
        }
        Trouble met = trouble;
        FloatingIpException failure = null;
        T answer = null;
        try {
            answer = body.apply(met);
            T shown = answer;
            world.say(() -> name() + " " + text + ": " + (shown == Boolean.TRUE ? "ok" : shown) + words(met));
        } catch (FloatingIpException e) {
            failure = e;
            world.say(() -> name() + " " + text + ": " + SimulatedAssigner.words(e) + words(met));
        }
        world.witness.observe(id, task);
        pause(latency() + (trouble == Trouble.SLOW ? 1500 * MILLI : 0));
        if (trouble == Trouble.CRASH_AFTER) {
            throw crash(text);
        }
        if (trouble == Trouble.INTERRUPTED) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
        return Objects.requireNonNull(answer);
    }

    private static String words(@Nullable Trouble trouble) {
        return trouble == null ? "" : "   <- " + trouble;
    }

    /** From one to some hundred milliseconds, most often a few. */
    private long latency() {
        return (MILLI << chance.nextInt(8)) + chance.nextInt((int) MILLI);
    }

    /** What the operation returns or throws; null if it was cut off. */
    @Nullable
    Object run() {
        world.say(() -> name() + " begins");
        since = world.baton.now();
        world.underWay.add(id);
        try {
            Object result = world.sabotage.result(perform());
            if (cutOff()) {
                return null;
            }
            world.say(() -> name() + " gets " + result);
            return result;
        } catch (FloatingIpException e) {
            if (cutOff()) {
                return null;
            }
            world.say(() -> name() + " gets " + SimulatedAssigner.words(e));
            world.failed.add(id);
            return e;
        } catch (Baton.Crash e) {
            stop = e;
            boolean unused = cutOff();
            return null;
        } catch (RuntimeException | Error e) {
            if (crash == null && world.violation() == null) {
                world.violated(Rule.FAILURES_ARE_TYPED, task + " ends with " + e);
            }
            return null;
        } finally {
            boolean unused = Thread.interrupted();
            closed = true;
            world.underWay.remove(id);
        }
    }

    /** Whether nobody is there any more to get anything: the engine takes an end of the process for a failure of a call. */
    private boolean cutOff() {
        Baton.Crash stopped = stop;
        if (crash == null && stopped != null && world.violation() == null) {
            world.violated(Rule.OPERATIONS_END, task + " " + stopped.getMessage());
        }
        return crash != null || stopped != null;
    }

    private Object perform() {
        Duration timeout = Duration.ofMillis(task.timeoutMillis());
        if (task.kind().ofGroup()) {
            FloatingIpGroup group = FloatingIpGroup.of(Story.VIPS)
                    .assigner(world.sabotage.assigner(this))
                    .hosts(world.sabotage.hosts(this))
                    .ticker(new Waiting())
                    .timeout(timeout)
                    .build();
            return switch (task.kind()) {
                case GROUP -> group.moveTo(task.to());
                case GROUP_ALL_OR_NOTHING ->
                    group.move().to(task.to()).allOrNothing().execute();
                case GROUP_HANDOVER_OR_UNHELD ->
                    group.move()
                            .from(task.from())
                            .to(task.to())
                            .orUnheld()
                            .handover()
                            .execute();
                case GROUP_HANDOVER_ALL_OR_NOTHING ->
                    group.move()
                            .from(task.from())
                            .to(task.to())
                            .handover()
                            .reassociate()
                            .allOrNothing()
                            .execute();
                case EVACUATE_HANDOVER ->
                    group.evacuate(task.from()).to(task.to()).handover().execute();
                case EVACUATE -> group.evacuate(task.from()).to(task.to()).execute();
                default ->
                    group.evacuate(task.from()).to(task.to()).allOrNothing().execute();
            };
        }
        FloatingIp vip = FloatingIp.at(task.vip())
                .assigner(world.sabotage.assigner(this))
                .hosts(world.sabotage.hosts(this))
                .dns(world.sabotage.names(this), Story.name(task.vip()))
                .ticker(new Waiting())
                .timeout(timeout)
                .build();
        return switch (task.kind()) {
            case TAKEOVER -> vip.moveTo(task.to());
            case CHECKED_TAKEOVER -> vip.move().from(task.from()).to(task.to()).execute();
            case HANDOVER ->
                vip.move().from(task.from()).to(task.to()).handover().execute();
            case HANDOVER_OR_UNHELD ->
                vip.move().from(task.from()).to(task.to()).orUnheld().handover().execute();
            case STANDBY, STANDBY_OR_MOVE -> {
                StandbyMove standby = vip.standby(task.to());
                if (chance.nextBoolean()) {
                    standby.makeReady();
                    readyAhead = true;
                }
                goOnLater();
                yield task.kind() == Story.Kind.STANDBY
                        ? standby.execute()
                        : standby.orMove().execute();
            }
            case HANDOVER_REASSOCIATE, PLAN_HANDOVER, PLAN_AND_APPLY -> {
                MoveRequest request = task.kind().reassociate()
                        ? vip.move().from(task.from()).to(task.to()).handover().reassociate()
                        : vip.move().to(task.to());
                yield task.kind().planned() ? applied(vip, request) : request.execute();
            }
            case SETTLE -> {
                MoveResult last = world.results.get(task.vip());
                yield last == null || last.unsettled().isEmpty() ? vip.settle(task.from()) : vip.settle(last);
            }
            default -> vip.release(task.from());
        };
    }

    /** By the plan that was written down, if there is one; else by one that is made now. */
    private MoveResult applied(FloatingIp vip, MoveRequest request) {
        String written = world.plans.get(task.id());
        if (written != null) {
            try {
                return vip.apply(MovePlan.decode(written));
            } catch (StalePlanException e) {
                new Judge(this).judge(e);
            }
        }
        String plan = request.plan().encode();
        world.plans.put(task.id(), plan);
        goOnLater();
        return vip.apply(MovePlan.decode(plan));
    }

    private void goOnLater() {
        pause(chance.nextLong(1000 * MILLI));
        since = world.baton.now();
    }
}
