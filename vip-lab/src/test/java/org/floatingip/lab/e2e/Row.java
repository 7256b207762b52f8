package org.floatingip.lab.e2e;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One thing that was measured several times.
 *
 * @param kind what it is there for
 * @param name in words
 * @param boundMillis how long after the call the other host has to answer at the latest; 0 for no bound
 * @param runs its runs, in order; at least one
 */
record Row(Kind kind, String name, long boundMillis, List<Measurement> runs) {

    /** Why something is measured. */
    enum Kind {
        /** What vip does. */
        VIP,
        /** The same, broken on purpose. */
        CONTROL,
        /** What people use today. */
        TODAY
    }

    /** The middle one of the values of its runs; the upper one of two. */
    double median(ToDoubleFunction<Measurement> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Whether it is what others are compared with. */
    boolean compared() {
        return name.equals(LabSuite.PLANNED) || name.equals(LabSuite.CRASH);
    }

    double most(ToDoubleFunction<Measurement> value) {
        return runs.stream().mapToDouble(value).max().orElseThrow();
    }

    long withoutLoss() {
        return runs.stream().filter(run -> run.probe().lost() == 0).count();
    }

    long withinBound() {
        return runs.stream()
                .filter(run -> run.otherAnswersMillis() >= 0 && run.otherAnswersMillis() <= boundMillis)
                .count();
    }
}
