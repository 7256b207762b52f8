package org.floatingip.lab.simulation.leaders;

import org.floatingip.TenureState;
import org.jspecify.annotations.Nullable;

/** One line of the journal of a simulation: what was, by nobody's word. Their order is that of the world. */
sealed interface Entry {

    long nanos();

    /**
     * The ledger did what it was asked.
     *
     * @param claims whether it was asked to record the claim; if not, to show it
     * @param recorded whether the claim of that leader was what the ledger had then
     * @param answered whether the leader got to know
     */
    record Asked(long nanos, int leader, boolean claims, boolean recorded, boolean answered) implements Entry {}

    /** A leader got no answer from the ledger. */
    record GaveUp(long nanos, int leader) implements Entry {}

    /** A leader sends a request to change the network. */
    record Started(long nanos, int leader, String what) implements Entry {}

    /**
     * The holder changed by that.
     *
     * @param started where in the journal the request was sent
     */
    record Changed(
            long nanos,
            int leader,
            int started,
            @Nullable String from,
            @Nullable String to) implements Entry {}

    /**
     * A host did what it was told.
     *
     * @param seconds for how long; 0 for without an end
     * @param calledKernelNanos when the leader made the call, by the time of that host's kernel
     */
    record Told(long nanos, int leader, String host, boolean accepts, long seconds, long calledKernelNanos)
            implements Entry {}

    /** A leader begins to begin a tenure, or a tick. */
    record Acts(long nanos, int leader, boolean tick, long kernelNanos) implements Entry {}

    /**
     * A tick is over.
     *
     * @param acts where in the journal it began
     */
    record Ticked(long nanos, int leader, int acts, TenureState state) implements Entry {}

    /** Something was thrown where nothing is to be. */
    record Threw(long nanos, int leader, String what) implements Entry {}

    /** A process stands still from now on. */
    record Paused(long nanos, int leader, long kernelNanos) implements Entry {}

    /**
     * Its host, a lease and a second later; it is still paused.
     *
     * @param paused where in the journal that stands
     */
    record Seen(long nanos, int leader, int paused, long kernelNanos, boolean accepts) implements Entry {}

    /** All requests are settled, all are awake. */
    record Quiet(long nanos, @Nullable String holder) implements Entry {}

    /**
     * Everybody has ticked once.
     *
     * @param holder who held the address then
     * @param holders how many held it
     * @param accepts whether that host accepts it, when its leader has ticked once more: what a tick took back may have taken longer
     *     than a lease
     */
    record Over(long nanos, @Nullable String holder, int holders, boolean accepts) implements Entry {}

    /** A host accepts it when another holds it, and the longest lease is over. */
    record StillAccepts(long nanos, String host) implements Entry {}
}
