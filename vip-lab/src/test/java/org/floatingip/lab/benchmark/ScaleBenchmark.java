package org.floatingip.lab.benchmark;

import java.nio.file.Path;
import org.floatingip.lab.Machine;
import org.floatingip.lab.simulation.ScaleStudy;

/**
 * Many addresses of many hosts, in virtual time; writes docs/benchmarks/scale.md and its picture. See {@link ScaleStudy}.
 *
 * <pre>mvn -q -Pbench -Dbench=ScaleBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 */
public final class ScaleBenchmark {

    private ScaleBenchmark() {}

    /** Needs nothing. */
    public static void main(String[] args) throws Exception {
        ScaleStudy.run(Path.of("../docs/benchmarks"), Machine.date() + "; " + Machine.words());
    }
}
