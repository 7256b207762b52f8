package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final ScheduledExecutorService thread;
    private final AtomicInteger pending = new AtomicInteger();
    private final List<Change> changes = new ArrayList<>();
    /** Of that thread alone. */
    private Map<String, String> seen = Map.of();

    private volatile Duration delay = Duration.ZERO;
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile @Nullable Exception failure;

    /**
     * Begins, and has followed what there is.
     *
     * @param name of its thread, at most 15 characters
     * @param view where packets go, by what they are for; called on that thread
     */
    Follower(String name, InMemoryVpc network, Supplier<Map<String, String>> view, Setter setter) {
        this.view = view;
        this.setter = setter;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, name));
        look();
        awaitQuiet();
        Programs.hurry(name);
        network.watch(event -> look());
    }

    /** How long after the VPC the packets follow, from now on. */
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
        if (thread.isShutdown()) {
            return;
        }
        long movedAt = System.nanoTime();
        Duration late = delay;
        // In the middle of a change nobody may use the network: the thread waits until it is made.
        later(Duration.ZERO, () -> compare(movedAt, late));
    }

    private void compare(long movedAt, Duration late) {
        Map<String, String> now = new TreeMap<>(view.get());
        TreeSet<String> all = new TreeSet<>(seen.keySet());
        all.addAll(now.keySet());
        for (String what : all) {
            String where = now.get(what);
            if (!Objects.equals(where, seen.get(what))) {
                Duration left = late.minusNanos(System.nanoTime() - movedAt);
                later(left, () -> {
                    setter.set(what, where);
                    synchronized (changes) {
                        changes.add(new Change(what, where, movedAt, System.nanoTime()));
                    }
                });
            }
        }
        seen = now;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void later(Duration after, Work work) {
        pending.incrementAndGet();
        Future<?> unused = thread.schedule(
                () -> {
                    try {
                        open.await();
                        work.run();
                    } catch (IOException | RuntimeException e) {
                        failure = e;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        pending.decrementAndGet();
                    }
                },
                after.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Waits until packets go where the VPC says. */
    void awaitQuiet() {
        Wait.until("the fabric has followed the VPC", () -> pending.get() == 0);
        assertThat(failure).isNull();
    }

    /** What changed since then. */
    List<Change> since(long nanos) {
        synchronized (changes) {
            return changes.stream().filter(change -> change.movedAt() >= nanos).toList();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
