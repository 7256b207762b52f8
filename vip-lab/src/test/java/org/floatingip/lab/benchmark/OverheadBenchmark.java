package org.floatingip.lab.benchmark;

import java.nio.file.Path;
import org.floatingip.lab.overhead.OverheadSuite;

/**
 * What vip adds to the calls of the SDK that it makes: time, allocation, and what a consumer's unit test takes. Writes
 * {@code docs/benchmarks/overhead.md}; takes about seven minutes.
 *
 * <pre>mvn -q -Pbench -Dbench=OverheadBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 *
 * <p>{@code BENCH_ITERATIONS} is how many iterations each JVM makes, 10 unless it is set. Where it is, one JVM is started for each
 * figure in place of three, and what it writes goes to {@code vip-lab/target/benchmarks}.
 */
public final class OverheadBenchmark {

    private OverheadBenchmark() {}

    /** Needs nothing. */
    public static void main(String[] args) throws Exception {
        String iterations = System.getenv("BENCH_ITERATIONS");
        if (iterations == null) {
            OverheadSuite.run(Path.of("../docs/benchmarks/overhead.md"), 3, 8, 10);
        } else {
            OverheadSuite.run(Path.of("target/benchmarks/overhead.md"), 1, 2, Integer.parseInt(iterations));
        }
    }
}
