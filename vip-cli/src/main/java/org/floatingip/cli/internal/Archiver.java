package org.floatingip.cli.internal;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.floatingip.cli.Vip;

/**
 * Writes the archive of a jar: what the JVM that runs this can make, which is an AOT cache, or else an archive of classes.
 * Which of the two is tried, not asked for by version; what was written counts only if a JVM has started with it.
 */
final class Archiver {

    private static final long MOST_SECONDS = 120;

    /** Those of the launcher that an archive depends on: it has to be made as it will be used. */
    private static final List<String> AS_THE_LAUNCHER =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData");

    private enum Kind {
        /** JDK 25 and later. */
        AOT_CACHE("aot", "-XX:AOTCacheOutput=", "-XX:AOTMode=on", "-XX:AOTCache="),
        CLASSES("jsa", "-XX:ArchiveClassesAtExit=", "-Xshare:on", "-XX:SharedArchiveFile=");

        final String suffix;
        final String write;
        final String orFail;
        final String use;

        Kind(String suffix, String write, String orFail, String use) {
            this.suffix = suffix;
            this.write = write;
            this.orFail = orFail;
            this.use = use;
        }
    }

    private final Path jar;
    private final List<String> training;

    /**
     * @param jar the command's
     * @param training the arguments of {@link Training}
     */
    Archiver(Path jar, List<String> training) {
        this.jar = jar;
        this.training = List.copyOf(training);
    }

    /**
     * Writes it beside the jar, in place of what was there.
     *
     * @return where it is
     * @throws IOException if this JVM can't, with what it said
     */
    Path write() throws IOException, InterruptedException {
        Path folder = Objects.requireNonNull(jar.toAbsolutePath().getParent());
        Path work = Files.createTempDirectory(folder, ".vip-archive");
        try {
            List<String> problems = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                Path made = work.resolve("vip." + kind.suffix);
                String problem = make(kind, made, work.resolve(kind.suffix + ".log"));
                if (problem.isEmpty()) {
                    return install(kind, made, work);
                }
                problems.add(problem);
            }
            throw new IOException("this JVM can't: " + String.join("; ", problems));
        } finally {
            delete(work);
        }
    }

    /** In an order in which the launcher never meets half of one, nor one that is newer than the note of it. */
    private Path install(Kind kind, Path made, Path work) throws IOException {
        Path note = jar.resolveSibling("vip.archive");
        Files.deleteIfExists(note);
        for (Kind each : Kind.values()) {
            Files.deleteIfExists(jar.resolveSibling("vip." + each.suffix));
        }
        Path archive = jar.resolveSibling("vip." + kind.suffix);
        try (FileChannel written = FileChannel.open(made, StandardOpenOption.READ)) {
            // A machine that loses its power must not be left with the name, the size and no content.
            written.force(true);
        }
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        Path draft = Files.writeString(work.resolve("note"), kind.suffix + " " + Files.size(archive) + "\n");
        Files.move(draft, note, StandardCopyOption.ATOMIC_MOVE);
        return archive;
    }

    /** What kept it from being made; empty if nothing did. */
    private String make(Kind kind, Path made, Path log) throws IOException, InterruptedException {
        List<String> train = new ArrayList<>(List.of(kind.write + made));
        train.addAll(AS_THE_LAUNCHER);
        train.addAll(List.of("-cp", jar.toString(), Training.class.getName()));
        train.addAll(training);
        if (!java(train, log) || !Files.isRegularFile(made)) {
            return kind.write + " " + firstError(log);
        }
        List<String> use = new ArrayList<>(List.of(kind.orFail, kind.use + made));
        use.addAll(AS_THE_LAUNCHER);
        use.addAll(List.of("-cp", jar.toString(), Vip.class.getName(), "--version"));
        return java(use, log) ? "" : kind.use + " " + firstError(log);
    }

    private static boolean java(List<String> arguments, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // Agents and settings of the build are not the launcher's; the user's AWS is not to be asked.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AWS_")
                        || name.equals("JAVA_TOOL_OPTIONS")
                        || name.equals("JDK_JAVA_OPTIONS")
                        || name.equals("_JAVA_OPTIONS"));
        builder.environment().putAll(Training.ENVIRONMENT);
        Process process = builder.start();
        try {
            return process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /** What failed, among what was only passed over. */
    private static String firstError(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("Unrecognized")
                            || line.contains("[error]")
                            || line.startsWith("Error")
                            || line.startsWith("Exception"))
                    .findFirst()
                    .orElse("gave no reason");
        }
    }

    private static void delete(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(work);
    }
}
