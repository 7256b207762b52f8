package org.floatingip.lab.benchmark;

import java.nio.file.Path;
import org.floatingip.lab.hotspots.HotSpotsSuite;

/**
 * Where a move spends time and memory. Writes the tables of {@code docs/benchmarks/hot-spots.md}, and its picture; takes about
 * two minutes.
 *
 * <pre>mvn -q -Pbench -Dbench=HotSpotsBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 *
 * <p>{@code BENCH_SECONDS} is how long each workload warms up and is recorded, 20 unless it is set. Where it is, what it writes goes
 * to {@code vip-lab/target/benchmarks}.
 */
public final class HotSpotsBenchmark {

    private HotSpotsBenchmark() {}

    /** Needs nothing. */
    public static void main(String[] args) throws Exception {
        String seconds = System.getenv("BENCH_SECONDS");
        Path docs = Path.of("../docs/benchmarks");
        HotSpotsSuite.run(
                docs.resolve("hot-spots.md"),
                seconds == null ? docs : Path.of("target/benchmarks"),
                seconds == null ? 20 : Integer.parseInt(seconds));
    }
}
