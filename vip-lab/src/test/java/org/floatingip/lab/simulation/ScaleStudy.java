package org.floatingip.lab.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What it takes to move 1 to 10,000 addresses of failed hosts: a table and a picture. In virtual time, so that the figures are
 * the same on every machine, but for the memory. Run it with
 *
 * <pre>mvn -q -Pbench -Dbench=ScaleBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 */
public final class ScaleStudy {

    private static final int A_HOST = 25;
    private static final int[] SIZES = {1, 10, 100, 1000, 10_000};

    private ScaleStudy() {}

    /**
     * Runs all of it, writes the report, and prints it.
     *
     * @param folder where scale.md and scale.svg belong
     * @param where the machine and the date, in words
     */
    public static void run(Path folder, String where) throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            // Once for the classes: what they take is not what a move takes.
            ScaleRun.Result unused = new ScaleRun(100, 4, threads).evacuateSideBySide();
            List<ScaleRun.Result> groups = new ArrayList<>();
            List<ScaleRun.Result> scripts = new ArrayList<>();
            for (int size : SIZES) {
                groups.add(new ScaleRun(size, hosts(size), threads).evacuateSideBySide());
                scripts.add(new ScaleRun(size, hosts(size), threads).script());
            }
            String text = text(where, groups, scripts, threads);
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("scale.md"), text);
            Files.writeString(folder.resolve("scale.svg"), plot(groups, scripts));
            System.out.println(text);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int hosts(int addresses) {
        return (addresses + A_HOST - 1) / A_HOST;
    }

    private static String text(
            String where, List<ScaleRun.Result> groups, List<ScaleRun.Result> scripts, ExecutorService threads) {
        StringBuilder text = new StringBuilder(format("""
                # Many addresses of many hosts

                How long it takes to move many addresses away from failed hosts under EC2's limits. This command rewrites the page:

                    mvn -q -Pbench -Dbench=ScaleBenchmark -pl vip-lab -am -DskipTests -DskipITs verify

                %s.

                Each failed host has up to %d addresses, and a spare host takes them. A call to EC2 takes %d ms and passes the limits
                that AWS documents (`Ec2RequestLimits`: 100 readings of an action and 20 more every second, 100 assignments and 5 more
                every second). Time is virtual, so the figures are the same in every run, except for the memory. "Allocated" is by
                `vip-core`, without the network under it.

                """, where, A_HOST, ScaleRun.LATENCY.toMillis()));
        text.append(ways(threads));
        text.append("""

                "Moved" is when the last address is with its target, "done" when that was seen; the script does not look.

                The bound is the least time that limits and latency allow for four calls for each host, one after the other: who holds the
                addresses, which interface the target has, one assignment, one look. `ScaleBound` derives it from EC2's documentation
                alone. A test holds the first line to 1.10 of it. Less is possible: two readings at the same time (three waits in
                place of four; vip makes no threads), or one reading of 200 addresses for several hosts (51 calls in place of 160).

                The first evacuation of a process takes one more call, %d ms, for each instance type: `Ec2IpAssigner` asks for its address limit.

                ## As the number of addresses grows

                ![time by number of addresses](scale.svg)

                | addresses | hosts | calls | throttled | done s | bound s | ratio | allocated | the script: calls | done s |
                |---|---|---|---|---|---|---|---|---|---|
                """.formatted(ScaleRun.LATENCY.toMillis()));
        for (int i = 0; i < groups.size(); i++) {
            ScaleRun.Result group = groups.get(i);
            text.append(format(
                    "| %,d | %d | %,d | %,d | %.2f | %.2f | %.2f | %s | %,d | %,.1f |%n",
                    group.addresses(),
                    group.hosts(),
                    group.allCalls() - group.throttled(),
                    group.throttled(),
                    seconds(group.done()),
                    seconds(ScaleBound.verified(group.hosts(), ScaleRun.LATENCY)),
                    group.toBound(),
                    bytes(group.bytes()),
                    scripts.get(i).allCalls(),
                    seconds(scripts.get(i).done())));
        }
        text.append("""

                Calls are without those that were throttled: four for each host, however many addresses it holds, and a look before each
                assignment that is repeated. Above 100 hosts EC2's limits decide: 5 assignments a second. The default timeout of
                10 seconds is too short then: give an evacuation of hundreds of hosts a timeout of minutes.
                """);
        return text.toString();
    }

    private static String ways(ExecutorService threads) {
        StringBuilder text = new StringBuilder("""
                ## 1,000 addresses on 40 failed hosts

                | | calls | throttled | moved s | to the bound | done s | to the bound |
                |---|---|---|---|---|---|---|
                """);
        line(text, "`evacuate`, a thread for each host", new ScaleRun(1000, 40, threads).evacuateSideBySide());
        line(text, "`evacuate`, one host after the other", new ScaleRun(1000, 40, threads).evacuateInTurn());
        line(text, "`moveTo`, a thread for each address", new ScaleRun(1000, 40, threads).moveAllAtOnce());
        line(text, "`moveTo`, one address after the other", new ScaleRun(1000, 40, threads).moveOneByOne());
        line(text, "the usual script, one address after the other, unseen", new ScaleRun(1000, 40, threads).script());
        text.append(format(
                "| the bound | 160 | 0 | %.2f | 1.00 | %.2f | 1.00 |%n",
                seconds(ScaleBound.moved(40, ScaleRun.LATENCY)), seconds(ScaleBound.verified(40, ScaleRun.LATENCY))));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, ScaleRun.Result result) {
        text.append(format(
                "| %s | %,d | %,d | %,.2f | %,.2f | %,.2f | %,.2f |%n",
                what,
                result.allCalls() - result.throttled(),
                result.throttled(),
                seconds(result.moved()),
                result.movedToBound(),
                seconds(result.done()),
                result.toBound()));
    }

    private static String plot(List<ScaleRun.Result> groups, List<ScaleRun.Result> scripts) {
        return new LogPlot(
                        "Seconds until the last address is seen with its new host", "addresses, 25 a host", 0, 4, -1, 4)
                .line("the usual script", "#b3261e", false, points(scripts))
                .line("vip, side by side", "#1b5e9b", false, points(groups))
                .line(
                        "bound",
                        "#555555",
                        true,
                        groups.stream()
                                .map(each -> new LogPlot.Point(
                                        each.addresses(), seconds(ScaleBound.verified(each.hosts(), ScaleRun.LATENCY))))
                                .toList())
                .svg();
    }

    private static List<LogPlot.Point> points(List<ScaleRun.Result> results) {
        return results.stream()
                .map(each -> new LogPlot.Point(each.addresses(), seconds(each.done())))
                .toList();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String bytes(long bytes) {
        return bytes < 1_000_000 ? format("%.0f kB", bytes / 1e3) : format("%.1f MB", bytes / 1e6);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
