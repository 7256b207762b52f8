package org.floatingip.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.lab.Program;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell of all pages is run, with the packaged command, the real {@code aws} and the real Maven. */
class SamplesIT {

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
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path launcher = Program.vipJar().resolveSibling("vip");
        assertThat(launcher).as("the packaged launcher").isExecutable();
        ShellPage.onPath(bin, "vip", launcher);
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        try (Account account = Account.open("i-0123456789abcdef0", "i-0fedcba9876543210")) {
            environment.putAll(account.environment());
            ShellPage page = ShellPage.of(shell(Page.read(path, Repository.read(path))), folder, environment);
            if (page.uses("mvn")) {
                Path repository = InstalledArtifacts.in(
                        Path.of("target", "samples-repository").toAbsolutePath());
                environment.put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
                page = ShellPage.of(shell(Page.read(path, Repository.read(path))), folder, environment);
            }

            page.run();
        }
    }
}
