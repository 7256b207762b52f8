package org.floatingip.lab.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;

/**
 * Follows the in-memory VPC as a data plane does: late. At each event it looks at the VPC's present through a view, and what
 * differs from its last look is set when the delay is over. It reads no words of events, so whatever the VPC can do is followed.
 */
final class Follower implements AutoCloseable {

    /** Sets where packets to something go from now on; null for nowhere. */
    @FunctionalInterface
    interface Setter {
        void set(String what, @Nullable String where) throws IOException;
    }

    /** When the VPC changed something, and when packets went there, by {@link System#nanoTime()}; {@code where} as in a setter. */
    record Change(String what, @Nullable String where, long movedAt, long routedAt) {}

    private final Supplier<Map<String, String>> view;
    private final Setter setter;
    private final String name;
    /** A look waits for no setter: what one event has changed is seen before the next, see {@link #awaitLooked}. */
    private final ScheduledExecutorService looking;

    private final ScheduledExecutorService setting;
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private final List<Change> changes = new ArrayList<>();
    private final Queue<Work> setters = new ConcurrentLinkedQueue<>();
    /** Of the thread that looks, alone. */
    private Map<String, String> seen = Map.of();
    /** When the last setter is due. Of that thread alone. */
    private long lastDue = System.nanoTime();

    private volatile Duration delay = Duration.ZERO;
    private volatile CountDownLatch open = new CountDownLatch(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Begins, and has followed what there is.
     *
     * @param name of its threads, at most 10 characters
     * @param view where packets go, by what they are for; called on a thread of its own
     */
    Follower(String name, InMemoryVpc network, Supplier<Map<String, String>> view, Setter setter) {
        this.name = name;
        this.view = view;
        this.setter = setter;
        this.looking = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, name + "-look"));
        this.setting = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, name + "-set"));
        look();
        // Both threads have begun by then.
        later(setting, pending, Duration.ZERO, () -> {});
        awaitQuiet();
        network.watch(event -> look());
    }

    /** Lets it go before others, see {@link Programs#hurry}. */
    Follower hurry() {
        Programs.hurry(name + "-look");
        Programs.hurry(name + "-set");
        return this;
    }

    /** How long after the VPC the packets follow, from now on; what came before is set before. */
    void delay(Duration delay) {
        this.delay = delay;
    }

    /** Packets no longer follow the VPC, until {@link #release()}. */
    void hold() {
        open = new CountDownLatch(1);
    }

    /** They do again. */
    void release() {
        open.countDown();
    }

    /** Looks again, as at an event: for views that show something else from now on. */
    void look() {
        long movedAt = System.nanoTime();
        Duration late = delay;
        // In the middle of a change nobody may use the network: the thread waits until it is made.
        later(looking, looks, Duration.ZERO, () -> compare(movedAt, late));
    }

    private void compare(long movedAt, Duration late) {
        Map<String, String> now = new TreeMap<>(view.get());
        TreeSet<String> all = new TreeSet<>(seen.keySet());
        all.addAll(now.keySet());
        for (String what : all) {
            String where = now.get(what);
            if (!Objects.equals(where, seen.get(what))) {
                // Whatever the delay was and is, in the order of changes.
                long due = movedAt + late.toNanos();
                lastDue = due - lastDue > 0 ? due : lastDue;
                setters.add(() -> {
                    setter.set(what, where);
                    synchronized (changes) {
                        changes.add(new Change(what, where, movedAt, System.nanoTime()));
                    }
                });
                later(setting, pending, Duration.ofNanos(lastDue - System.nanoTime()), () -> {
                    open.await();
                    setters.remove().run();
                });
            }
        }
        seen = now;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void later(ScheduledExecutorService thread, AtomicInteger count, Duration after, Work work) {
        count.incrementAndGet();
        try {
            Future<?> unused = thread.schedule(
                    () -> {
                        try {
                            work.run();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        } catch (Throwable e) { // of whatever kind: nobody else would hear of it
                            failure.compareAndSet(null, e);
                        } finally {
                            count.decrementAndGet();
                        }
                    },
                    after.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            count.decrementAndGet();
        }
    }

    /** Waits until all was looked at that has happened until now. */
    void awaitLooked() {
        Wait.until("the VPC was looked at", () -> looks.get() == 0 || looking.isShutdown());
    }

    /** Waits until packets go where the VPC says. */
    void awaitQuiet() {
        // A look is counted until its setters are.
        Wait.until("the fabric has followed the VPC", () -> looks.get() == 0 && pending.get() == 0);
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError(name + " does not follow the VPC: " + failed.getMessage(), failed);
        }
    }

    /** What changed since then. */
    List<Change> since(long nanos) {
        synchronized (changes) {
            return changes.stream().filter(change -> change.movedAt() >= nanos).toList();
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
        setting.shutdownNow();
    }
}
