package org.floatingip.lab.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import org.floatingip.lab.e2e.LabSuite;

/**
 * Packets lost while the address moves, by vip and by what people use today. Writes {@code docs/benchmarks/lab.md},
 * {@code lab.csv} and {@code lab.svg}; takes about ten minutes.
 *
 * <pre>mvn -q -Pbench -Dbench=EndToEndBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 *
 * <p>{@code LAB_RUNS} is how often a planned move is made in each direction, 20 unless it is set; less is faster. Then what it
 * writes goes to {@code vip-lab/target/benchmarks}.
 */
public final class EndToEndBenchmark {

    private static final int RUNS = 20;

    private EndToEndBenchmark() {}

    /** Needs root, and the lab's packages. */
    public static void main(String[] args) throws IOException {
        String runs = System.getenv("LAB_RUNS");
        LabSuite.run(
                runs == null ? Path.of("../docs/benchmarks") : Path.of("target/benchmarks"),
                runs == null ? RUNS : Integer.parseInt(runs));
        // The AWS SDK's threads would keep the JVM for a minute.
        System.exit(0);
    }
}
