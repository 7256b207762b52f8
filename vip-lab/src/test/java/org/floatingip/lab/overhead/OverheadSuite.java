package org.floatingip.lab.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.floatingip.lab.Figures;
import org.floatingip.lab.Machine;
import org.floatingip.lab.overhead.OverheadReport.Allocation;
import org.floatingip.lab.overhead.OverheadReport.ConsumerTest;
import org.floatingip.lab.overhead.OverheadReport.Times;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Version;
import software.amazon.awssdk.core.util.VersionInfo;

/** Runs the benchmarks of this package by JMH, and writes their page. */
public final class OverheadSuite {

    private static final TimeValue SECOND = TimeValue.seconds(1);
    private static final double MOST_UP_TO_THE_FLIP = 1.01;
    private static final double MOST_FOR_A_MOVE = 1.02;

    private final int forks;
    private final int warmUp;
    private final int iterations;

    private OverheadSuite(int forks, int warmUp, int iterations) {
        this.forks = forks;
        this.warmUp = warmUp;
        this.iterations = iterations;
    }

    /**
     * Runs all of it, and writes the report, which is also printed.
     *
     * @param forks JVMs for each pair
     * @param warmUp seconds in each of them that do not count
     * @param iterations in each of them that count
     */
    public static void run(Path report, int forks, int warmUp, int iterations) throws IOException, RunnerException {
        OverheadReport measured = new OverheadSuite(forks, warmUp, iterations).report();
        String text = measured.text();
        Files.createDirectories(report.toAbsolutePath().getParent());
        Files.writeString(report, text);
        Files.writeString(report.resolveSibling("overhead.csv"), measured.csv());
        System.out.println(text);
    }

    private OverheadReport report() throws RunnerException {
        String before = Machine.load();
        List<Times> times = new ArrayList<>();
        for (int latency : new int[] {0, 20}) {
            times.add(pairs("flip", "`assignPrivateIpAddresses`", "`standby.execute()` up to the flip", latency));
            times.add(pairs("move", "the four calls of a verified move", "`moveTo()`", latency));
        }
        double bareMove = bytes("bareMoveTo");
        List<Allocation> allocations = List.of(
                new Allocation(
                        "the assignment, and the look", "`standby.execute()`", bytes("bareStandby"), bytes("standby")),
                new Allocation("the four calls of a verified move", "`moveTo()`", bareMove, bytes("moveTo")),
                new Allocation(
                        "the same",
                        "`moveTo()` by a client that the caller brings",
                        bareMove,
                        bytes("moveToByBroughtClient")));
        ConsumerTest test = consumerTest();
        String setting = String.join(
                "; ",
                Machine.date(),
                Machine.words(),
                "AWS SDK " + VersionInfo.SDK_VERSION,
                "JMH " + Version.getPlainVersion(),
                "load average " + before + " before and " + Machine.load() + " after it");
        String runs = String.format(
                "JVMs for each line: %d; in each %d seconds of warming up without latency, then %d iterations of a second, of two at 20 ms.",
                forks, warmUp, iterations);
        return new OverheadReport(setting, runs, times, allocations, test);
    }

    private Times pairs(String benchmark, String bare, String vip, int latency) throws RunnerException {
        RunResult result = run(options(Overhead.class, benchmark, forks)
                .param("latency", Integer.toString(latency))
                .measurementTime(latency == 0 ? SECOND : TimeValue.seconds(2)));
        double must = latency == 0 ? 0 : benchmark.equals("flip") ? MOST_UP_TO_THE_FLIP : MOST_FOR_A_MOVE;
        return new Times(
                bare,
                vip,
                latency,
                must,
                counted(result, "bareMicros"),
                counted(result, "vipMicros"),
                counted(result, "addedMicros"));
    }

    private double bytes(String benchmark) throws RunnerException {
        return allocated(run(options(Overhead.class, benchmark, 1)
                .param("latency", "0")
                .measurementIterations(Math.min(3, iterations))
                .addProfiler(GCProfiler.class)));
    }

    private ConsumerTest consumerTest() throws RunnerException {
        RunResult first = run(options(OneFailover.class, "test", 3 * forks)
                .mode(Mode.SingleShotTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .warmupIterations(0)
                .measurementIterations(1));
        RunResult warm = run(options(OneFailover.class, "test", 1).addProfiler(GCProfiler.class));
        return new ConsumerTest(scores(first), scores(warm), allocated(warm));
    }

    private ChainedOptionsBuilder options(Class<?> benchmarks, String benchmark, int forks) {
        return new OptionsBuilder()
                .include("^" + benchmarks.getName().replace(".", "\\.") + "\\." + benchmark + "$")
                .forks(forks)
                .warmupIterations(warmUp)
                .warmupTime(SECOND)
                .measurementIterations(iterations)
                .measurementTime(SECOND)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static RunResult run(ChainedOptionsBuilder options) throws RunnerException {
        Collection<RunResult> results = new Runner(options.build()).run();
        if (results.size() != 1) {
            throw new IllegalStateException("one benchmark was asked for, and these ran: " + results);
        }
        RunResult result = results.iterator().next();
        System.err.println(Machine.date() + " " + result.getParams().id());
        return result;
    }

    private static Figures scores(RunResult result) {
        return new Figures(iterations(result).stream()
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList());
    }

    private static Figures counted(RunResult result, String counter) {
        return new Figures(iterations(result).stream()
                .map(iteration -> iteration.getSecondaryResults().get(counter).getScore())
                .toList());
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    }

    private static List<IterationResult> iterations(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
    }
}
