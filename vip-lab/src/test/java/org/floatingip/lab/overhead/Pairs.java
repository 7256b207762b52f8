package org.floatingip.lab.overhead;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What each of two took, one after the other, again and again: what slows a machine down slows both. Every other time the
 * second comes first. JMH reports what the public methods without parameters say at the end of an iteration.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Pairs {

    private final List<Long> bare = new ArrayList<>();
    private final List<Long> vip = new ArrayList<>();
    private final List<Long> added = new ArrayList<>();
    private boolean bareFirst;

    /** What is measured, in nanoseconds. */
    interface Timed {
        /** Does it. */
        long nanos();
    }

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void clear() {
        bare.clear();
        vip.clear();
        added.clear();
    }

    void run(Timed oneBare, Timed oneVip) {
        bareFirst = !bareFirst;
        long bareNanos;
        long vipNanos;
        if (bareFirst) {
            bareNanos = oneBare.nanos();
            vipNanos = oneVip.nanos();
        } else {
            vipNanos = oneVip.nanos();
            bareNanos = oneBare.nanos();
        }
        bare.add(bareNanos);
        vip.add(vipNanos);
        added.add(vipNanos - bareNanos);
    }

    /** How many pairs there were. */
    public long pairs() {
        return bare.size();
    }

    /** The median of the bare calls, in microseconds. */
    public double bareMicros() {
        return median(bare);
    }

    /** The median of vip, in microseconds. */
    public double vipMicros() {
        return median(vip);
    }

    /** The median of what vip took longer than the bare calls beside it, in microseconds. */
    public double addedMicros() {
        return median(added);
    }

    private static double median(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return Double.NaN;
        }
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2e3;
    }
}
