package org.floatingip.lab.simulation.leaders;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.SettleResult;
import org.floatingip.Tenure;
import org.floatingip.TenureRequest;
import org.floatingip.TenureState;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.lab.simulation.leaders.LeaderStory.Jump;
import org.floatingip.lab.simulation.leaders.LeaderStory.Reign;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * One process that was elected, by the public API alone, as docs/leaders.md tells people to write it: it begins a tenure, tries again
 * where that fails, ticks every second, and ends it when the engine says that it is over.
 */
final class Leader {

    private static final long MILLI = 1_000_000L;
    private static final long PERIOD = 1_000 * MILLI;

    /** What a caller waits for an answer that does not come. */
    private static final long PATIENCE = 1_000 * MILLI;

    /** What goes wrong with a call. */
    enum Trouble {
        REQUEST_LOST,
        REPLY_LOST,
        /** It has its effect when its caller does not wait any more. */
        LATE;
    }

    /** How a call fails that got no answer. */
    @FunctionalInterface
    interface Lost {
        FloatingIpException because(String why);
    }

    final LeaderWorld world;
    final Reign reign;
    private final FloatingIp vip;
    private final SplittableRandom chance;
    private final Map<Integer, Long> pauses = new HashMap<>();
    private final @Nullable Leader before;
    private @Nullable Tenure tenure;
    private int points;

    /** It has the address by a move, or was told in some way that it is no leader: nothing is left to begin. */
    private boolean settled;

    private boolean ended;

    /** @param before the one on the same host that ends first, as in one process; null for none */
    Leader(LeaderWorld world, Reign reign, @Nullable Leader before) {
        this.world = world;
        this.reign = reign;
        this.before = before;
        this.chance = new SplittableRandom(world.story.seed() * 31 + reign.id());
        reign.pauses().forEach(pause -> pauses.put(pause.point(), pause.millis()));
        this.vip = FloatingIp.at(LeaderStory.VIP)
                .assigner(new LeaderAssigner(this))
                .hosts(new LeaderHosts(this))
                .ticker(new Clock())
                .timeout(Duration.ofMillis(reign.timeoutMillis()))
                .fence(new LeaderLedger(this))
                .build();
    }

    /** A wall clock that is off, and is set now and then, and the kernel's own time. */
    private final class Clock implements Ticker {

        private final long offset = chance.nextLong(1_000_000) * MILLI;

        @Override
        public Instant now() {
            Instant now = LeaderWorld.START.plusNanos(kernel() + offset);
            for (Jump jump : world.story.jumps()) {
                if (jump.host().equals(reign.host()) && world.baton.now() >= jump.atMillis() * MILLI) {
                    now = now.plusMillis(jump.byMillis());
                }
            }
            return now;
        }

        @Override
        public long nanoTime() {
            return kernel() - offset;
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

        @Override
        public String operationId() {
            return "leader-" + reign.id();
        }
    }

    long kernel() {
        return world.kernel(reign.host());
    }

    String name() {
        return "leader " + reign.id() + " (epoch " + reign.epoch() + ", " + reign.host() + ")";
    }

    private boolean told() {
        return reign.toldMillis() >= 0 && world.baton.now() >= reign.toldMillis() * MILLI;
    }

    /** Whether it knows that it is over, and has done what is to be done then. */
    boolean ended() {
        return ended;
    }

    boolean hasTenure() {
        return tenure != null;
    }

    /** Until nothing new happens any more; who is paused then, until it has woken up. */
    void run() {
        try {
            long quiet = world.story.quietMillis() * MILLI;
            while (before != null && !before.ended()) {
                pause(100 * MILLI);
            }
            do {
                act();
                pause(PERIOD);
            } while (world.baton.now() < quiet || (told() && !ended));
        } catch (RuntimeException | Error e) {
            world.note(new Entry.Threw(world.baton.now(), reign.id(), "its process: " + e));
        }
    }

    /** What its timer does. */
    void act() {
        if (told() && !ended) {
            settled = true;
            Tenure had = tenure;
            if (had != null) {
                List<SettleResult> dropped = had.end();
                world.say(() -> name() + " ends: " + dropped);
            }
            ended = true;
            return;
        }
        if (!settled) {
            begin();
        } else if (world.layers.ticks()) {
            tick();
        }
    }

    private void tick() {
        Tenure mine = tenure;
        if (mine == null) {
            return;
        }
        int acts = world.note(new Entry.Acts(world.baton.now(), reign.id(), true, kernel()));
        try {
            TenureState state = mine.tick();
            world.note(new Entry.Ticked(world.baton.now(), reign.id(), acts, state));
            world.say(() -> name() + " ticks: " + state + " " + mine.failure());
        } catch (RuntimeException | Error e) {
            world.note(new Entry.Threw(world.baton.now(), reign.id(), "tick(): " + e));
        }
    }

    private void begin() {
        world.note(new Entry.Acts(world.baton.now(), reign.id(), false, kernel()));
        try {
            if (world.layers.begin() == Layers.Begin.TAKEOVER) {
                Object unused = vip.move().to(reign.host()).epoch(reign.epoch()).execute();
            } else if (world.layers.begin() == Layers.Begin.HANDOVER || handsOver()) {
                handOver();
            }
            if (world.layers.begin() == Layers.Begin.BY_STORY) {
                TenureRequest request = vip.tenure(reign.host(), reign.epoch());
                tenure = (world.layers.leases(world.story)
                                ? request.hostLeaseSeconds(world.story.leaseSeconds())
                                : request)
                        .begin();
            }
            settled = true;
            world.say(() -> name() + " has it");
        } catch (StaleEpochException e) {
            settled = true;
            world.say(() -> name() + " is stale: " + e.getMessage());
        } catch (FloatingIpException e) {
            world.say(() -> name() + " could not begin: " + e.type() + " " + e.getMessage());
        }
    }

    /** Not where hosts accept for a time: a move alone makes its host accept without an end. */
    private boolean handsOver() {
        return reign.handover() && !world.layers.leases(world.story);
    }

    /** Whether it has yet to begin. */
    boolean isToBegin() {
        return !settled && !told();
    }

    private void handOver() {
        String holder = vip.holder().map(Holder::host).map(Object::toString).orElse(null);
        // Whoever holds it itself by now has what it wants, whoever it names.
        String from = holder != null && !holder.equals(reign.host())
                ? holder
                : LeaderStory.HOSTS.get((LeaderStory.HOSTS.indexOf(reign.host()) + 1) % LeaderStory.HOSTS.size());
        Object unused = vip.move()
                .from(from)
                .to(reign.host())
                .epoch(reign.epoch())
                .orUnheld()
                .handover()
                .execute();
    }

    /** Lets that time pass; a host that stands still comes back to it later. */
    private void pause(long nanos) {
        world.baton.pause(nanos);
        for (long frozen = world.frozenFor(reign.host()); frozen > 0; frozen = world.frozenFor(reign.host())) {
            world.baton.pause(frozen);
        }
    }

    /** Where the process may stand still: before a request leaves it, and after an answer has come. */
    private void point() {
        Long millis = world.calm ? null : pauses.get(points++);
        pause((MILLI << chance.nextInt(8)) + chance.nextInt((int) MILLI));
        if (millis == null) {
            return;
        }
        int paused = world.note(new Entry.Paused(world.baton.now(), reign.id(), kernel()));
        long look = (world.story.leaseSeconds() + 1) * 1_000L * MILLI;
        if (millis * MILLI > look) {
            world.baton.at(
                    world.baton.now() + look,
                    () -> world.note(new Entry.Seen(
                            world.baton.now(), reign.id(), paused, kernel(), world.accepts(reign.host()))));
        }
        pause(millis * MILLI);
    }

    private @Nullable Trouble trouble() {
        return world.calm || chance.nextInt(100) >= world.story.troubles()
                ? null
                : Trouble.values()[chance.nextInt(Trouble.values().length)];
    }

    /**
     * One call to the outside.
     *
     * @param unreachable whether nobody is there, asked when the request arrives
     * @param effect given whether the caller will be answered
     * @param late whether it may be carried out when the caller has given up
     */
    <T> T call(String text, BooleanSupplier unreachable, boolean late, Lost lost, Function<Boolean, T> effect) {
        Trouble trouble = trouble();
        point();
        if (trouble == Trouble.REQUEST_LOST || unreachable.getAsBoolean()) {
            world.say(() -> name() + " " + text + ": does not arrive");
            pause(PATIENCE);
            throw lost.because("the request got no answer");
        }
        if (trouble == Trouble.LATE) {
            if (late) {
                long then = world.baton.now() + PATIENCE + chance.nextInt(5_000) * MILLI;
                world.baton.at(then, () -> {
                    world.say(() -> name() + " " + text + ": arrives late");
                    try {
                        Object unused = effect.apply(false);
                    } catch (FloatingIpException e) {
                        world.say(() -> "    refused: " + e.getMessage());
                    }
                });
            }
            pause(PATIENCE);
            throw lost.because("the answer did not come in time");
        }
        T answer = null;
        FloatingIpException failure = null;
        try {
            answer = effect.apply(trouble == null);
            T shown = answer;
            world.say(() -> name() + " " + text + ": " + shown + (trouble == null ? "" : " <- " + trouble));
        } catch (FloatingIpException e) {
            failure = e;
            world.say(() -> name() + " " + text + ": " + e.getMessage());
        }
        point();
        if (trouble == Trouble.REPLY_LOST) {
            throw lost.because("the reply was lost");
        }
        if (failure != null) {
            throw failure;
        }
        return Objects.requireNonNull(answer);
    }
}
