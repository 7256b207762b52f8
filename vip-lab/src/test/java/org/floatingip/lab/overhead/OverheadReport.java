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

                Made by

                    mvn -q -Pbench -Dbench=OverheadBenchmark -pl vip-lab -am -DskipTests -DskipITs verify

                which rewrites this page. %s.

                The bare AWS SDK beside vip, in one JVM, against one endpoint in a process of its own (the sandbox, over HTTP
                on loopback). The bare side makes the calls that vip makes, with the same parameters, by a client with the
                settings that `Ec2IpAssigner` gives its own (Apache HttpClient 5, no retries), without its time limits for
                each call, and looks no further than whether the address has arrived. The address goes to and fro between two
                hosts: every move moves it. How it is measured, and why: [0021](../decisions/0021-overhead-and-hot-spots.md).

                ## Time

                The bare calls and vip in turns, every other time in the other order. %s Each iteration gives the medians
                of its pairs; below are the medians of those, with the 95 %% interval. "Up to the flip" is
                from the call of `execute()` until the reply to its `AssignPrivateIpAddresses` has been read; the verification
                that follows is not in it. A verified move is four calls: who holds it, what interface the target has, the
                assignment, the look that shows it there.

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

                Bytes for one move, by JMH's gc profiler (`gc.alloc.rate.norm`): all threads of the JVM, those of the SDK included.

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

                The test of the README: a scenario of two hosts and a name is built, the address is moved, and three things are
                asserted of it. In virtual time, so that what it costs is the processor alone.

                | | median |
                |---|---|
                | as the first of a JVM, classes to be loaded included | %s ms |
                | in a JVM that has run many | %s µs |
                | it allocates | %,.0f kB |

                ## Raw numbers

                The median of each iteration, in the order in which they were made. Microseconds unless it says otherwise.
                """,
                withInterval("%.0f", test.firstMillis()),
                withInterval("%.0f", test.warmMicros()),
                test.bytes() / 1000));
        for (Times pair : times) {
            String at = format(", %d ms", pair.latency());
            text.append(raw(pair.bare() + at, pair.bareMicros().raw("%.1f")));
            text.append(raw(pair.vip() + at, pair.vipMicros().raw("%.1f")));
            text.append(raw(pair.vip() + at + ": what it adds", pair.added().raw("%.1f")));
        }
        text.append(raw("first test of a JVM, milliseconds", test.firstMillis().raw("%.1f")));
        text.append(raw("test in a warm JVM", test.warmMicros().raw("%.1f")));
        return text.toString();
    }

    private static String raw(String what, String numbers) {
        return format("%n%s:%n%n    %s%n", what, numbers);
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
