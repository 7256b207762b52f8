package org.floatingip.lab.hotspots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.floatingip.lab.Machine;
import software.amazon.awssdk.core.util.VersionInfo;

/** Records both workloads, and writes what was sampled: a picture, and tables into the page beside it. */
public final class HotSpotsSuite {

    /** What stands before the tables; above it is what people wrote. */
    static final String BEGIN = "<!-- begin: made by HotSpotsBenchmark -->";

    /** What stands behind them. */
    static final String END = "<!-- end -->";

    private static final Map<String, String> WORKLOADS = Map.of(
            "http", "`moveTo()` over HTTP",
            "memory", "a consumer's unit test of one failover");

    private HotSpotsSuite() {}

    /**
     * Records, and writes {@code hot-spots.md} and {@code hot-spots.svg}.
     *
     * @param page the page to take what people wrote from
     * @param seconds of warming up, and of recording, for each workload
     */
    public static void run(Path page, Path folder, int seconds) throws IOException, InterruptedException {
        String before = Machine.load();
        List<HotSpotsReport.Part> parts = new ArrayList<>();
        FlameGraph picture = new FlameGraph();
        Files.createDirectories(folder);
        for (String workload : List.of("http", "memory")) {
            Path recording = Files.createTempFile("vip-" + workload, ".jfr");
            record(workload, seconds, recording);
            String title = WORKLOADS.get(workload);
            HotSpotsReport.Part part =
                    new HotSpotsReport.Part(title, Profile.ofTime(recording), Profile.ofAllocation(recording));
            Files.delete(recording);
            parts.add(part);
            String plain = title.replace("`", "");
            picture.add(plain + ": processor", part.time()).add(plain + ": allocation", part.allocation());
        }
        String setting = String.join(
                "; ",
                Machine.date(),
                Machine.words(),
                "AWS SDK " + VersionInfo.SDK_VERSION,
                seconds + " seconds of warming up and " + seconds + " of recording for each",
                "load average " + before + " before and " + Machine.load() + " after it");
        String text = new HotSpotsReport(setting, parts).text();
        Files.writeString(folder.resolve("hot-spots.svg"), picture.svg());
        Files.writeString(folder.resolve("hot-spots.md"), between(Files.readString(page), text));
        System.out.println(text);
    }

    /** The page with that text between its marks. */
    static String between(String page, String text) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page lacks its marks: " + BEGIN + " and " + END);
        }
        return page.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n" + page.substring(end);
    }

    private static void record(String workload, int seconds, Path recording) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:FlightRecorderOptions=stackdepth=256",
                        // Samples between safepoints, and one of allocation for each buffer of a thread: small ones for
                        // many samples.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+DebugNonSafepoints",
                        "-XX:-ResizeTLAB",
                        "-XX:TLABSize=16k",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Workload.class.getName(),
                        workload,
                        Integer.toString(seconds),
                        Integer.toString(seconds),
                        recording.toString())
                .inheritIO()
                .start();
        if (!process.waitFor(2L * seconds + 120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("the recording of " + workload + " failed");
        }
    }
}
