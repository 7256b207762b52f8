package org.floatingip.testkit.network;

import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;

/** The future incidents of a network. Guarded by the lock of its network. */
final class Schedule {

    private record Entry(long dueNanos, long sequence, Incident incident) {}

    private final VpcState state;
    private final Queue<Entry> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Entry::dueNanos).thenComparingLong(Entry::sequence));
    private long sequence;
    private boolean settling;

    Schedule(VpcState state) {
        this.state = state;
    }

    Schedule add(Duration after, Incident incident) {
        if (after.isNegative()) {
            throw new IllegalArgumentException("what is past can't be scheduled: " + after);
        }
        Objects.requireNonNull(incident, "incident");
        waiting.add(new Entry(state.ticker.nanoTime() + after.toNanos(), sequence++, incident));
        return this;
    }

    /** Runs the incidents that are due. One that is refused is noted in the history: it must not fail an unrelated call. */
    void settle(InMemoryVpc network) {
        if (settling) {
            return; // what happens uses the network, too: one after the other
        }
        settling = true;
        try {
            for (Entry next = waiting.peek(); next != null && due(next); next = waiting.peek()) {
                waiting.remove();
                try {
                    next.incident().happen(network);
                } catch (RuntimeException e) {
                    state.history.note("could not happen: " + next.incident() + ": " + e.getMessage());
                }
            }
        } finally {
            settling = false;
        }
    }

    private boolean due(Entry entry) {
        return entry.dueNanos() - state.ticker.nanoTime() <= 0;
    }
}
