package org.floatingip.lab.documents;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.lab.Program;

/**
 * The shell of one page, run as its readers run it: one block after the other in one
 * {@code bash -eu -o pipefail}, in one folder that is empty at first, with {@code vip} on the PATH and an {@link Account} where
 * AWS would be. All of them have to be reached: a page that ends its shell halfway has failed. What pages write as port 4599 is a
 * free one here, so that builds can run side by side.
 */
final class ShellPage {

    /** Programs that a machine may lack; without them the page is skipped, or fails where the lab is required. */
    private static final Map<String, List<String>> PROGRAMS =
            Map.of("aws", List.of("/usr/bin/aws"), "mvn", List.of(), "curl", List.of(), "jq", List.of());

    private static final String PORT = "4599";
    private static final int MINUTES = 5;

    /** What follows the last block in the file of progress. */
    private static final String END = "end";

    /**
     * What a page did.
     *
     * @param printed all that it printed
     * @param times how long each block took, in their order
     */
    record Run(String printed, Map<Sample, Duration> times) {}

    private final List<Sample> samples;
    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private ShellPage(List<Sample> samples, Path folder) {
        this.samples = samples;
        this.folder = folder;
    }

    /** The samples of one page, in their order, to be run in that folder with those variables beside the usual ones. */
    static ShellPage of(List<Sample> samples, Path folder, Map<String, String> environment) {
        ShellPage page = new ShellPage(samples, folder);
        page.environment.putAll(environment);
        return page;
    }

    /** Whether one of its commands is that program. */
    boolean uses(String program) {
        return samples.stream()
                .anyMatch(sample -> Pattern.compile("(?m)(?:^|[|;&(] *)" + program + " ")
                        .matcher(sample.code())
                        .find());
    }

    /**
     * Runs it.
     *
     * @throws AssertionError with page and line of the block that failed
     */
    Run run() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path work = Files.createDirectories(folder.resolve("work"));
        for (String program : PROGRAMS.keySet()) {
            if (uses(program)) {
                List<String> preferred = PROGRAMS.getOrDefault(program, List.of());
                onPath(bin, program, Path.of(Program.requireTool(program, preferred.toArray(String[]::new))));
            }
        }
        String bash = Program.requireTool("bash", "/bin/bash");
        Path progress = folder.resolve("progress");
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(bash, "-eu", "-o", "pipefail", "-c", script(progress))
                .directory(work.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String printed = Files.readString(out);
        List<String> lines = Files.exists(progress) ? Files.readAllLines(progress) : List.of();
        List<String> begun = lines.stream()
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
        if (!ended || process.exitValue() != 0 || !begun.equals(all())) {
            throw new AssertionError((begun.isEmpty() ? samples.get(0).page() : begun.get(begun.size() - 1)) + ": "
                    + (ended ? "ended with " + process.exitValue() : "did not end")
                    + (ended && process.exitValue() == 0 ? ", before all blocks of the page had been run" : "") + "\n"
                    + printed);
        }
        return new Run(printed, times(lines));
    }

    private Map<Sample, Duration> times(List<String> lines) {
        List<Long> micros = lines.stream()
                .map(line -> Long.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
        Map<Sample, Duration> times = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            times.put(samples.get(i), Duration.of(micros.get(i + 1) - micros.get(i), ChronoUnit.MICROS));
        }
        return times;
    }

    /** What the file of progress says when every block was run: an {@code exit 0} of the first is no success of the last. */
    private List<String> all() {
        List<String> all = new ArrayList<>(samples.stream().map(Sample::where).toList());
        all.add(END);
        return all;
    }

    /** Puts a program into a folder, under that name, without a link that whoever cleans up has to be careful with. */
    static void onPath(Path bin, String name, Path program) throws IOException {
        Path starter = Files.writeString(bin.resolve(name), "#!/bin/sh\nexec '" + program + "' \"$@\"\n");
        if (!starter.toFile().setExecutable(true)) {
            throw new IOException("can't make " + starter + " executable");
        }
    }

    private String script(Path progress) throws IOException {
        String port = String.valueOf(freePort());
        StringBuilder script = new StringBuilder("trap 'kill $(jobs -p) 2>/dev/null && wait || :' EXIT\n");
        for (Sample sample : samples) {
            script.append(mark(sample.where(), progress))
                    .append(sample.code().replaceAll("\\b" + PORT + "\\b", Matcher.quoteReplacement(port)))
                    .append('\n');
        }
        return script.append(mark(END, progress)).toString();
    }

    private static String mark(String words, Path progress) {
        // With the time in microseconds; what separates those from seconds is the locale's.
        return "echo '" + words + "' \"${EPOCHREALTIME/[.,]/}\" >>'" + progress + "'\n";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
