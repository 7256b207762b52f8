package org.floatingip.lab.overhead;

import java.util.List;
import java.util.Locale;
import org.floatingip.lab.Figures;

/**
 * The page of the overhead: text of results.
 *
 * @param setting where, when, by which versions
 * @param runs how it was measured, in words
 * @param times of pairs
 * @param allocations of one move each
 * @param test a consumer's unit test
 */
record OverheadReport(String setting, String runs, List<Times> times, List<Allocation> allocations, ConsumerTest test) {

    /**
     * Two that were measured in turns; one figure for each iteration, its median, in microseconds.
     *
     * @param bare what the bare calls are
     * @param latency of the endpoint, in milliseconds
     * @param must the most that the ratio may be; 0 where nothing was promised
     * @param added what vip took longer than the bare calls beside it
     */
    record Times(
            String bare, String vip, int latency, double must, Figures bareMicros, Figures vipMicros, Figures added) {

        private Figures ratios() {
            return vipMicros.over(bareMicros);
        }

        private String verdict() {
            if (must == 0) {
                return "";
            }
            return format("%.2f: %s", must, ratios().median() <= must ? "reached" : "missed");
        }
    }

    /** Bytes that one move allocates, by both. */
    record Allocation(String bare, String vip, double bareBytes, double vipBytes) {}

    /**
     * A consumer's unit test of one failover.
     *
     * @param firstMillis as the first one of a JVM
     * @param warmMicros in one that has run many
     */
    record ConsumerTest(Figures firstMillis, Figures warmMicros, double bytes) {}

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(format("""
                # What vip adds to the calls that it makes

                How much time and memory a move takes beyond the bare calls of the AWS SDK. This command rewrites the page:

                    mvn -q -Pbench -Dbench=OverheadBenchmark -pl vip-lab -am -DskipTests -DskipITs verify

                %s.

                The bare SDK and vip run in one JVM, against one endpoint in a process of its own (the sandbox, over HTTP on
                loopback). The bare side makes vip's calls with the same parameters, by a client with the settings of `Ec2IpAssigner`'s own
                (Apache HttpClient 5, no retries), without its time limits for each call. It checks only that the address has
                arrived. Every move moves the address, to and fro between two hosts. How and why:
                [0021](../decisions/0021-overhead-and-hot-spots.md).

                ## Time

                The bare calls and vip take turns, every other time in the other order. %s Each iteration gives the medians
                of its pairs; the table has the medians of those, with the 95 %% interval. "Up to the flip" ends when the reply to
                `AssignPrivateIpAddresses` has been read, before the verification. A verified move is four calls: who holds the address,
                which interface the target has, the assignment, the look that shows it there.

                | bare | vip | latency of a call | bare µs | vip µs | ratio | at most | vip adds µs |
                |---|---|---|---|---|---|---|---|
                """, setting, runs));
        for (Times pair : times) {
            text.append(format(
                    "| %s | %s | %d ms | %,.0f | %,.0f | %s | %s | %s |%n",
                    pair.bare(),
                    pair.vip(),
                    pair.latency(),
                    pair.bareMicros().median(),
                    pair.vipMicros().median(),
                    withInterval("%.3f", pair.ratios()),
                    pair.verdict(),
                    withInterval("%,.0f", pair.added())));
        }
        text.append("""

                ## Allocation

                For one move, by JMH's gc profiler (`gc.alloc.rate.norm`): all threads of the JVM, those of the SDK included.

                | bare | vip | bare kB | vip kB | vip adds kB |
                |---|---|---|---|---|
                """);
        for (Allocation one : allocations) {
            text.append(format(
                    "| %s | %s | %,.1f | %,.1f | %,.1f |%n",
                    one.bare(),
                    one.vip(),
                    one.bareBytes() / 1000,
                    one.vipBytes() / 1000,
                    (one.vipBytes() - one.bareBytes()) / 1000));
        }
        text.append(format(
                """

                ## A consumer's unit test of one failover

                The test of the README: it builds a scenario of two hosts and a name, moves the address, and asserts three things. Time is
                virtual, so the test costs the processor alone.

                | | median |
                |---|---|
                | as the first of a JVM, loading classes included | %s ms |
                | in a JVM that has run many | %s µs |
                | it allocates | %,.0f kB |

                The median of each iteration: [overhead.csv](overhead.csv).
                """,
                withInterval("%.0f", test.firstMillis()),
                withInterval("%.0f", test.warmMicros()),
                test.bytes() / 1000));
        return text.toString();
    }

    /** The raw numbers: a line for each series, with the median of each iteration, in the order in which they were made. */
    String csv() {
        StringBuilder lines = new StringBuilder("series,unit,values\n");
        for (Times pair : times) {
            String at = format(" at %d ms", pair.latency());
            lines.append(series(pair.bare() + at, "us", pair.bareMicros()));
            lines.append(series(pair.vip() + at, "us", pair.vipMicros()));
            lines.append(series("added by " + pair.vip() + at, "us", pair.added()));
        }
        lines.append(series("first test of a JVM", "ms", test.firstMillis()));
        lines.append(series("test in a warm JVM", "us", test.warmMicros()));
        return lines.toString();
    }

    private static String series(String name, String unit, Figures values) {
        return format(
                "%s,%s,%s%n", name.replace("`", ""), unit, values.raw("%.1f").replace(' ', ','));
    }

    private static String withInterval(String number, Figures figures) {
        return format(
                number + " (" + number + " to " + number + ")",
                figures.median(),
                figures.interval().get(0),
                figures.interval().get(1));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
