package org.floatingip.lab.overhead;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The calls of the bare SDK, and vip. The pairs are for times, the others for what each of them allocates. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Overhead {

    /** The bare assignment beside a standby that executes, up to the reply to its assignment. */
    @Benchmark
    public void flip(Movers movers, Pairs pairs) {
        pairs.run(() -> movers.now().bareFlip(movers.next()), () -> movers.now().standbyFlip(movers.next()));
    }

    /** The bare calls of a verified move beside {@code moveTo}. */
    @Benchmark
    public void move(Movers movers, Pairs pairs) {
        pairs.run(() -> movers.now().bareMove(movers.next()), () -> movers.now().moveTo(movers.next()));
    }

    /** The calls of {@link #standby}, bare. */
    @Benchmark
    public void bareStandby(Movers movers) {
        movers.now().bareAssignAndVerify(movers.next());
    }

    /** A standby that executes, verification and all. */
    @Benchmark
    public Object standby(Movers movers) {
        return movers.now().standby(movers.next());
    }

    /** The calls of {@link #moveTo}, bare. */
    @Benchmark
    public long bareMoveTo(Movers movers) {
        return movers.now().bareMove(movers.next());
    }

    /** A verified move. */
    @Benchmark
    public long moveTo(Movers movers) {
        return movers.now().moveTo(movers.next());
    }

    /** A verified move by a client that the caller brings. */
    @Benchmark
    public long moveToByBroughtClient(Movers movers) {
        return movers.now().moveToByBroughtClient(movers.next());
    }
}
