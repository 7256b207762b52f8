package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.floatingip.lab.Program;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell of all pages is run, with the packaged command, the real {@code aws} and the real Maven. */
class SamplesIT {

    private static final int ATTEMPTS = 3;
    private static final Pattern TOO_BUSY = Pattern.compile("no answer in time|the timeout of [0-9.]+ s passed");

    @TempDir
    Path folder;

    static List<String> pages() {
        return Repository.pages().stream()
                .filter(page -> !shell(page).isEmpty())
                .map(Page::path)
                .toList();
    }

    private static List<Sample> shell(Page page) {
        return page.samples().stream()
                .filter(sample -> sample.is("sh") && sample.isRunHere())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shell_blockAfterBlock_runs(String path) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                run(shell(Page.read(path, Repository.read(path))), Files.createDirectory(folder.resolve("" + attempt)));
                return;
            } catch (AssertionError e) {
                // The command's limits are of real time: a machine that is too busy for them is no mistake of the page.
                if (attempt == ATTEMPTS
                        || !TOO_BUSY.matcher(String.valueOf(e.getMessage())).find()) {
                    throw e;
                }
            }
        }
    }

    private static void run(List<Sample> samples, Path folder) throws IOException, InterruptedException {
        Path launcher = Program.vipJar().resolveSibling("vip");
        assertThat(launcher).as("the packaged launcher").isExecutable();
        ShellPage.onPath(Files.createDirectories(folder.resolve("bin")), "vip", launcher);
        try (Account account = Account.open("i-0123456789abcdef0", "i-0fedcba9876543210")) {
            Map<String, String> environment = new HashMap<>(account.environment());
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            if (ShellPage.of(samples, folder, environment).uses("mvn")) {
                Path repository = InstalledArtifacts.in(
                        Path.of("target", "samples-repository").toAbsolutePath());
                environment.put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
            }

            ShellPage.of(samples, folder, environment).run().times().forEach(SamplesIT::print);
        }
    }

    /** How long a reader waits for what a page says; nothing is asserted of it. */
    private static void print(Sample sample, Duration time) {
        System.out.printf(
                Locale.ROOT, "%s: %.1f s, %s%n", sample.where(), time.toMillis() / 1000.0, sample.firstLine());
    }
}
