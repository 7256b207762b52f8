package org.floatingip.lab.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Puts each bug of {@link Mutants} into the code, one at a time, and runs the tests that have to catch it, against classes
 * that shadow the real ones: no file of the repository is touched. Writes {@code target/mutants.md}; exits with 1 if a bug is
 * not caught, or if the tests fail without any.
 *
 * <p>Arguments: the root of the repository, then the names of mutants, also several with commas, default all.
 */
final class MutationCheck {

    /** Enough for the tests; a mutant that hangs is not caught, it is mended. */
    private static final long MINUTES = 5;

    private static final String RESOURCES = "/src/main/resources/";

    private final Path root;

    private MutationCheck(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]).toRealPath();
        Set<String> names = new LinkedHashSet<>(List.of(arguments).subList(1, arguments.length));
        names = new LinkedHashSet<>(List.of(String.join(",", names).split(",")));
        names.remove("");
        System.exit(new MutationCheck(root).run(names) ? 0 : 1);
    }

    private boolean run(Set<String> names) throws IOException, InterruptedException {
        List<Mutant> mutants = Mutants.ALL.stream()
                .filter(mutant -> names.isEmpty() || names.contains(mutant.name()))
                .toList();
        Set<String> tests = new LinkedHashSet<>();
        mutants.forEach(mutant -> tests.addAll(mutant.caughtBy()));
        boolean good = true;
        for (String test : tests) {
            Outcome without = test(null, test);
            System.out.println("no bug: " + simple(test) + ": " + without.tests() + " tests, "
                    + without.failed().size() + " failed");
            good &= without.failed().isEmpty() && without.tests() > 0;
        }
        List<String> rows = new ArrayList<>();
        for (Mutant mutant : mutants) {
            Path classes = compile(mutant);
            List<String> catches = new ArrayList<>();
            for (String test : mutant.caughtBy()) {
                Outcome outcome = test(classes, test);
                boolean caught = !outcome.failed().isEmpty();
                System.out.println(mutant.name() + ": " + simple(test) + ": "
                        + (caught ? "caught by " + outcome.failed().size() : "NOT CAUGHT"));
                catches.add("`" + simple(test) + "`: "
                        + (caught
                                ? outcome.failed().size() + " failed, such as *"
                                        + outcome.failed().get(0) + "*"
                                : "**not caught**"));
                good &= caught;
            }
            delete(classes);
            rows.add("| `" + mutant.name() + "` | " + mutant.bug() + " | " + String.join("<br>", catches) + " |");
        }
        write(rows);
        return good;
    }

    private void write(List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# Deliberate bugs",
                "",
                "Tests that can't fail prove nothing. Each of these bugs is put into the code, one at a time, and each of the tests",
                "named beside it has to catch it.",
                "",
                "| bug | what somebody would have done wrong | caught by |",
                "|---|---|---|"));
        lines.addAll(rows);
        lines.add("");
        lines.add(rows.size() + " of " + Mutants.ALL.size() + " bugs. The list is `Mutants` in vip-lab.");
        Path page = root.resolve("vip-lab").resolve("target").resolve("mutants.md");
        Files.write(page, lines);
        System.out.println("written: " + page);
    }

    /** The classes of the mutated source, or the mutated resource, in a directory of their own. */
    private Path compile(Mutant mutant) throws IOException {
        Path work = Files.createTempDirectory("mutant");
        Path source = root.resolve(mutant.file());
        int resource = mutant.file().indexOf(RESOURCES);
        if (resource >= 0) {
            Path shadow = work.resolve("classes").resolve(mutant.file().substring(resource + RESOURCES.length()));
            Files.createDirectories(shadow.getParent());
            Files.writeString(shadow, mutant.applyTo(Files.readString(source)));
            return work;
        }
        Path mutated = Files.createDirectories(work.resolve("source")).resolve(source.getFileName());
        Files.writeString(mutated, mutant.applyTo(Files.readString(source)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter told = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    Files.createDirectories(work.resolve("classes")).toString(),
                    "-proc:none",
                    "-nowarn",
                    "-implicit:none",
                    "-classpath",
                    System.getProperty("java.class.path"));
            if (!compiler.getTask(told, files, null, options, null, files.getJavaFileObjects(mutated))
                    .call()) {
                throw new IllegalStateException(mutant.name() + " does not compile:\n" + told);
            }
        }
        return work;
    }

    /** What became of a test class. */
    private record Outcome(long tests, List<String> failed) {}

    private Outcome test(@Nullable Path mutated, String test) throws IOException, InterruptedException {
        String classPath = System.getProperty("java.class.path");
        for (String module : Mutants.MODULES_WITH_TESTS) {
            classPath += System.getProperty("path.separator")
                    + root.resolve(module).resolve("target").resolve("test-classes");
        }
        if (mutated != null) {
            classPath = mutated.resolve("classes") + System.getProperty("path.separator") + classPath;
        }
        Path output = Files.createTempFile("mutant", ".out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsimulation.seeds=4000",
                        "-Dleaders.seeds=10000",
                        "-classpath",
                        classPath,
                        TestRun.class.getName(),
                        test)
                .directory(root.resolve("vip-lab").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                return new Outcome(0, List.of("it does not end"));
            }
            List<String> lines = Files.readAllLines(output);
            List<String> failed = lines.stream()
                    .filter(line -> line.startsWith(TestRun.FAILED))
                    .map(line -> line.substring(TestRun.FAILED.length()))
                    .toList();
            OptionalLong ran = lines.stream()
                    .filter(line -> line.startsWith(TestRun.RAN))
                    .mapToLong(line -> Long.parseLong(line.substring(TestRun.RAN.length())))
                    .findFirst();
            // A bug may end the run: JUnit lets an OutOfMemoryError through.
            if (ran.isEmpty() && (mutated == null || failed.isEmpty())) {
                throw new IllegalStateException(test + " did not run:\n" + String.join("\n", lines));
            }
            return new Outcome(ran.orElse(failed.size()), failed);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    private static String simple(String test) {
        return test.substring(test.lastIndexOf('.') + 1);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
    }
}
