package org.floatingip.lab.benchmark;

import java.nio.file.Path;
import org.floatingip.lab.cli.CliComparison;

/**
 * {@code vip move} from a cold process beside the original script; writes docs/benchmarks/cli.md. See {@link CliComparison}.
 *
 * <pre>mvn -q -Pbench -Dbench=CliBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 */
public final class CliBenchmark {

    private CliBenchmark() {}

    /** Needs the {@code aws} command. */
    public static void main(String[] args) throws Exception {
        CliComparison.run(Path.of("../docs/benchmarks/cli.md"));
    }
}
