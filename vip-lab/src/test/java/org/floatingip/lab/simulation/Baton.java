package org.floatingip.lab.simulation;

import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets several threads take turns in virtual time. Only the one that has the baton runs; where it waits, the baton goes to
 * whoever is due next. So what happens hangs on the times alone, and not on the machine. All state is guarded by the baton.
 */
public final class Baton {

    /** Ends a process where it stands, as a kill does. An error, because the engine treats exceptions. */
    public static final class Crash extends Error {

        private static final long serialVersionUID = 1L;

        Crash(String why) {
            super(why, null, false, false);
        }
    }

    /** One thread's part. */
    final class Part implements Runnable {

        private final Runnable body;
        private volatile boolean turn;
        private volatile @Nullable Thread thread;
        private boolean started;

        private Part(Runnable body) {
            this.body = body;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                body.run();
            } finally {
                boolean unused = Thread.interrupted();
                Part next = next();
                if (next == null) {
                    over.countDown();
                } else {
                    hand(next);
                }
            }
        }
    }

    private record Turn(
            long at,
            long sequence,
            @Nullable Part process,
            @Nullable Runnable event) {}

    private static final int SPINS = 200;

    private final Executor threads;
    private final int mostSteps;
    private final Queue<Turn> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Turn::at).thenComparingLong(Turn::sequence));
    private CountDownLatch over = new CountDownLatch(1);
    private @Nullable Part current;
    private long now;
    private long sequence;
    private int steps;

    /**
     * One at time zero, with nobody in it.
     *
     * @param threads where the parts run; each needs one of its own
     * @param mostSteps how often all of them together may wait
     */
    public Baton(Executor threads, int mostSteps) {
        this.threads = threads;
        this.mostSteps = mostSteps;
    }

    /** Nanoseconds since the beginning. */
    public long now() {
        return now;
    }

    /** How often somebody waited. */
    public int steps() {
        return steps;
    }

    /** Lets something happen then, at once and by whoever has the baton. */
    public void at(long nanos, Runnable event) {
        waiting.add(new Turn(nanos, sequence++, null, event));
    }

    /** Lets a process begin then. */
    public void start(long nanos, Runnable body) {
        waiting.add(new Turn(nanos, sequence++, new Part(body), null));
    }

    /** Runs all that was started, and what that starts, to its end. For the thread that owns this. */
    public void run() {
        over = new CountDownLatch(1);
        Part first = next();
        if (first == null) {
            return;
        }
        hand(first);
        try {
            if (!over.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("hangs: a mover waits for something that is not a call or a sleep");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Lets that time pass for the process that has the baton.
     *
     * @throws Crash if it took more steps than a process may take
     */
    public void pause(long nanos) {
        Part me = Objects.requireNonNull(current, "current");
        if (++steps > mostSteps) {
            throw new Crash("does not end");
        }
        waiting.add(new Turn(now + nanos, sequence++, me, null));
        Part next = Objects.requireNonNull(next());
        if (next != me) {
            hand(next);
            await(me);
        }
    }

    /** Who is due next, after all that happens before; null if nobody is left. */
    private @Nullable Part next() {
        for (Turn turn = waiting.poll(); turn != null; turn = waiting.poll()) {
            now = Math.max(now, turn.at());
            if (turn.event() != null) {
                turn.event().run();
            } else {
                current = turn.process();
                return turn.process();
            }
        }
        current = null;
        return null;
    }

    private void hand(Part next) {
        if (next.started) {
            next.turn = true;
            LockSupport.unpark(next.thread);
        } else {
            next.started = true;
            threads.execute(next);
        }
    }

    private void await(Part me) {
        boolean interrupted = Thread.interrupted();
        for (int spins = 0; !me.turn; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        me.turn = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
