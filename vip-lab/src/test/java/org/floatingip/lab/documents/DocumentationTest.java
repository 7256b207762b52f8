package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What the guides for users say of their Java, beside what it does: how many tests there are, and what a failure prints. */
class DocumentationTest {

    @TempDir
    Path folder;

    private EngineExecutionResults run(Map<String, String> sources) throws IOException {
        return JavaRunner.run(sources, folder);
    }

    @Test
    void testing_asItStands_passes() throws IOException {
        EngineExecutionResults results = run(JavaRunner.files("docs/testing.md"));

        results.testEvents().assertStatistics(stats -> stats.started(10).succeeded(10));
    }

    @ParameterizedTest
    @CsvSource({
        "RegisteredTest, 'name(\"db.example.com\").pointsTo(\"10.0.1.12\")', 'address(\"10.0.1.12\").isHeldBy(\"i-0a\")'",
        "StrictTest, Call.ASSIGN, Call.RELEASE"
    })
    void testing_whenItsTestIsMadeToFail_printsWhatThePageSays(String name, String right, String wrong)
            throws IOException {
        String page = Repository.read("docs/testing.md");
        String test = Objects.requireNonNull(JavaRunner.files("docs/testing.md").get(name));
        assertThat(test).contains(right);

        EngineExecutionResults results = run(Map.of(name, test.replace(right, wrong)));

        assertThat(results.testEvents().failed().stream())
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .singleElement()
                .satisfies(printed -> assertThat(page).contains("```text\n" + printed.strip() + "\n```"));
    }

    @Test
    void writeAnAssigner_asItStands_keepsTheContract() throws IOException {
        EngineExecutionResults results = run(JavaRunner.files("docs/write-an-assigner.md"));

        results.testEvents().assertStatistics(stats -> stats.failed(0));
        assertThat(results.testEvents().succeeded().count()).isGreaterThan(90);
        assertThat(results.testEvents().aborted().stream())
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .as("what is skipped, of three assigners")
                .filteredOn(reason -> !reason.contains("traits() do not promise "))
                .filteredOn(reason -> !reason.contains("explain() says nothing"))
                .hasSize(3)
                .allMatch(reason -> reason.contains("throttle"));
    }
}
