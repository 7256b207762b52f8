package org.floatingip.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.lab.Figures;
import org.floatingip.lab.Machine;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;

/**
 * {@code vip move} as a whole process, beside the script of two {@code aws} calls, once for each {@code aws} that is found,
 * and beside vip without its launcher, all against one {@code vip sandbox}. In turns, and each round in the other order; every run has to move the address, and the
 * next one sees whether it did. Run it with
 *
 * <pre>mvn -q -Pbench -Dbench=CliBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 */
public final class CliComparison {

    private static final int WARM_UP = 3;
    private static final int ROUNDS = 41;
    private static final double MUST = 0.40;
    private static final double AIM = 0.30;
    private static final String SCRIPT = "the script";
    private static final String WITH = SCRIPT + " with ";
    private static final String VIP = "`vip move`";

    private CliComparison() {}

    /** Runs all of it and writes the report, which is also printed. */
    public static void run(Path report) throws IOException {
        String before = Machine.load();
        Path jar = Program.vipJar();
        Map<String, Figures> millis;
        try (Program.SandboxProcess sandbox = Program.SandboxProcess.start()) {
            millis = measure(competitors(jar, sandbox), sandbox);
        }
        String text = text(jar, millis, before);
        Files.createDirectories(report.toAbsolutePath().getParent());
        Files.writeString(report, text);
        System.out.println(text);
    }

    /** By name: a program that wants the target's id and no more. */
    private static Map<String, Program> competitors(Path jar, Program.SandboxProcess sandbox) throws IOException {
        Path bare = Files.createDirectories(Path.of("target/without-archive"));
        for (String name : List.of("vip", "vip.jar")) {
            Files.copy(
                    jar.resolveSibling(name),
                    bare.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        List<String> move = List.of("move", Sandbox.FLOATING_IP, "--endpoint-url", sandbox.endpointUrl());
        Map<String, Program> all = new LinkedHashMap<>();
        for (Path aws : eachAws()) {
            String version = Program.of(aws.toString(), "--version").run().out().strip();
            // The first of a version: that of a version manager starts the same one, later.
            all.putIfAbsent(
                    WITH + String.join(" ", List.of(version.split(" ", -1)).subList(0, 2)),
                    Program.of("src/test/resources/benchmark/move-vip.sh", Sandbox.FLOATING_IP)
                            .with("ENDPOINT_URL", sandbox.endpointUrl())
                            .with("PATH", aws.getParent() + ":" + System.getenv("PATH")));
        }
        all.put(VIP, Program.of(jar.resolveSibling("vip").toString()).and(move));
        all.put(
                "the same without the archive",
                Program.of(bare.resolve("vip").toAbsolutePath().toString()).and(move));
        all.put(
                "`java -jar vip.jar move`",
                Program.of(Program.java().toString(), "-jar", jar.toString()).and(move));
        all.values()
                .forEach(program -> program.with("AWS_DEFAULT_REGION", Sandbox.REGION)
                        .with("JAVA_HOME", System.getProperty("java.home")));
        return all;
    }

    /** Those on the path, each once. */
    private static List<Path> eachAws() throws IOException {
        Map<Path, Path> found = new LinkedHashMap<>();
        for (String folder : System.getenv("PATH").split(":", -1)) {
            Path aws = Path.of(folder, "aws");
            if (Files.isExecutable(aws)) {
                found.putIfAbsent(aws.toRealPath(), aws);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("there is no aws command on the path");
        }
        return List.copyOf(found.values());
    }

    private static Map<String, Figures> measure(Map<String, Program> competitors, Program.SandboxProcess sandbox) {
        List<String> targets = List.of(sandbox.instance("db.b"), sandbox.instance("db.a"));
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        competitors.keySet().forEach(name -> millis.put(name, new ArrayList<>()));
        int moves = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            List<String> order = new ArrayList<>(competitors.keySet());
            if (round % 2 != 0) {
                Collections.reverse(order);
            }
            for (String name : order) {
                String target = targets.get(moves++ % 2);
                long began = System.nanoTime();
                Program.Ended ended = competitors.get(name).run(target);
                double took = (System.nanoTime() - began) / 1e6;
                // vip says from whom it took the address: that is, whether whoever ran before it has moved it.
                if (ended.status() != 0
                        || !ended.err().isEmpty()
                        || (!name.startsWith(WITH)
                                && !ended.out()
                                        .startsWith(
                                                "moved " + Sandbox.FLOATING_IP + " from " + targets.get(moves % 2)))) {
                    throw new IllegalStateException(name + " did not move the address: " + ended);
                }
                if (round >= 0) {
                    millis.get(name).add(took);
                }
            }
        }
        Map<String, Figures> figures = new LinkedHashMap<>();
        millis.forEach((name, values) -> figures.put(name, new Figures(values)));
        return figures;
    }

    private static String text(Path jar, Map<String, Figures> millis, String before) throws IOException {
        List<String> scripts =
                millis.keySet().stream().filter(name -> name.startsWith(WITH)).toList();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                """
                # `vip move` from a cold process, beside the original script

                How long one `vip move` takes, from start to exit. This command needs the `aws` command, and rewrites the page:

                    mvn -q -Pbench -Dbench=CliBenchmark -pl vip-lab -am -DskipTests -DskipITs verify

                %s; %s; load average %s before and %s after it; archive: %s.

                Both run against one `vip sandbox` on loopback, over HTTP, with credentials in the environment. The script
                ([move-vip.sh](../../vip-lab/src/test/resources/benchmark/move-vip.sh)) finds the target's network interface and assigns the
                address to it: two calls by two processes of the `aws` command. It runs with each `aws` that was found. vip makes four
                calls in one process: who holds the address, whether the target can take it, the assignment, and the look that shows
                it there. There are %d rounds of each in turn, after %d that do not count, every other round in the other order. Times
                are of whole processes, in milliseconds; each ratio is the median of those of each round, with its 95 %% interval.

                | | least | median |%s
                |---|---|---|%s
                """,
                Machine.date(),
                Machine.words(),
                before,
                Machine.load(),
                archive(jar),
                ROUNDS,
                WARM_UP,
                scripts.stream()
                        .map(script -> " to that with " + script.substring(WITH.length()) + " |")
                        .collect(Collectors.joining()),
                "---|".repeat(scripts.size())));
        millis.forEach((name, values) -> {
            text.append(String.format(Locale.ROOT, "| %s | %.0f | %.0f |", name, values.least(), values.median()));
            for (String script : scripts) {
                Figures over = values.over(millis.get(script));
                text.append(String.format(
                        Locale.ROOT,
                        " %.2f (%.2f to %.2f) |",
                        over.median(),
                        over.interval().get(0),
                        over.interval().get(1)));
            }
            text.append('\n');
        });
        double ratio = scripts.stream()
                .mapToDouble(script -> millis.get(VIP).over(millis.get(script)).median())
                .max()
                .orElseThrow();
        text.append(String.format(
                Locale.ROOT,
                "%nBeside each of them at most %.2f: %s (%.2f). The aim is %.2f: %s.%n",
                MUST,
                ratio <= MUST ? "reached" : "missed",
                ratio,
                AIM,
                ratio <= AIM ? "reached" : "missed"));
        text.append("\nHow it was made short, and at what cost: [0017](../decisions/0017-cold-start.md) and"
                + " [0084](../decisions/0084-what-a-start-is-made-of.md).\n");
        text.append("\n## Raw numbers\n\nMilliseconds, in the order in which they were measured.\n");
        millis.forEach((name, values) -> text.append(String.format("%n%s:%n%n    %s%n", name, values.raw("%.0f"))));
        return text.toString();
    }

    private static String archive(Path jar) throws IOException {
        Path note = jar.resolveSibling("vip.archive");
        return Files.exists(note)
                ? "vip." + Files.readString(note).strip().replace(" ", ", ") + " bytes"
                : "none, this JDK could not make one";
    }
}
