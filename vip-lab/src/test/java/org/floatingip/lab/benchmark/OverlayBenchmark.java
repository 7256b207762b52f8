package org.floatingip.lab.benchmark;

import org.floatingip.lab.foreign.OverlayMoves;

/**
 * An overlay address moves over five tables, by Debian's agent and by vip. See {@link OverlayMoves}; the figures are in {@code docs/ways.md}.
 *
 * <pre>mvn -q -Pbench -Dbench=OverlayBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 *
 * <p>{@code OVERLAY_PAIRS} is how many pairs of moves are made, 5 unless it is set; each takes half a minute, which is the agent's.
 */
public final class OverlayBenchmark {

    private OverlayBenchmark() {}

    /** Needs root, and the lab's packages. */
    public static void main(String[] args) throws Exception {
        String pairs = System.getenv("OVERLAY_PAIRS");
        OverlayMoves.run(pairs == null ? 5 : Integer.parseInt(pairs));
        // The AWS SDK's threads would keep the JVM for a minute.
        System.exit(0);
    }
}
