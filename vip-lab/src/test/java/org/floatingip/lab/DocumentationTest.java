package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The guides for users tell the truth: their Java is compiled and run as it stands there. */
class DocumentationTest {

    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    Path folder;

    private static String page(String name) throws IOException {
        return Files.readString(DOCS.resolve(name));
    }

    private EngineExecutionResults run(Map<String, String> sources) throws IOException {
        return JavaOfAPage.run(sources, folder);
    }

    @Test
    void testing_asItStands_passes() throws IOException {
        EngineExecutionResults results = run(JavaOfAPage.files(page("testing.md")));

        results.testEvents().assertStatistics(stats -> stats.started(7).succeeded(7));
    }

    @Test
    void testing_whenItsTestIsMadeToFail_printsWhatThePageSays() throws IOException {
        String page = page("testing.md");
        String test = Objects.requireNonNull(JavaOfAPage.files(page).get("RegisteredTest"));
        String failing = test.replace(
                "name(\"db.example.com\").pointsTo(\"10.0.1.12\")", "address(\"10.0.1.12\").isHeldBy(\"i-0a\")");

        EngineExecutionResults results = run(Map.of("RegisteredTest", failing));

        assertThat(results.testEvents().failed().stream())
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .singleElement()
                .satisfies(printed -> assertThat(page).contains("```\n" + printed.strip() + "\n```"));
    }

    @Test
    void writeAnAssigner_asItStands_keepsTheContract() throws IOException {
        EngineExecutionResults results = run(JavaOfAPage.files(page("write-an-assigner.md")));

        results.testEvents().assertStatistics(stats -> stats.failed(0).aborted(1));
        assertThat(results.testEvents().succeeded().count()).isGreaterThan(20);
    }
}
