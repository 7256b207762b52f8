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

                Made by

                    mvn -q -Pbench -Dbench=ScaleBenchmark -pl vip-lab -am -DskipTests -DskipITs verify

                which rewrites this page. %s.

                Hosts have failed, each with up to %d addresses, and each has a spare one. Every call to EC2 takes %d ms, and passes
                the limits that AWS documents (`Ec2RequestLimits`: 100 readings of an action and 20 more every second, 100
                assignments and 5 more every second). Time is virtual: the figures are the same in every run, but for the
                memory, which is what `vip-core` allocates, without the network under it.

                """, where, A_HOST, ScaleRun.LATENCY.toMillis()));
        text.append(ways(threads));
        text.append("""

                The bound is what calls, limits and latency leave to anybody who moves the addresses of each host by calls that wait
                for each other: who holds them, which interface the target has, one assignment, one look that shows them
                there. `ScaleBound` derives it from EC2's documentation alone. A test holds the first line to 1.10 of it.
                "Moved" is when the last address is with its target, "done" when that was seen; the script does not look.

                Two readings that do not need each other could be made at the same time, for three waits in place of
                four: vip makes no threads, so it does not. And one reading could ask for 200 addresses of several hosts, where those
                who evacuate them know of each other: 51 calls in place of 160, which is nobody's limit here.
                In both of these vip could be better than this bound.

                The assigner for EC2 asks once for the address limit of each instance type that it has not met yet: the first
                evacuation of a process takes one call, and %d ms, more than these.

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

                Calls without those that were throttled: four for each host, however many addresses it holds, and a look before each
                assignment that is repeated. From 100 hosts on EC2's limits decide: assignments come at 5 a second then. The
                default timeout of 10 seconds is too short for that: give evacuations of hundreds of hosts one of minutes.
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
