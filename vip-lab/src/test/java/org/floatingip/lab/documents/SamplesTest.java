package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java of all pages is compiled and run; what is marked in a wrong way, or not at all where it has to be, fails the build.
 * The shell of all pages is run by {@code SamplesIT}, which needs the packaged command.
 *
 * <p>{@code target/samples.md} is the list of what is run, and of what is not, with the reasons.
 */
class SamplesTest {

    private static final List<Sample> SAMPLES = Repository.samples();

    @TempDir
    static Path folder;

    private static JavaRunner runner;

    static List<Sample> java() {
        return SAMPLES.stream()
                .filter(sample -> sample.is("java") && sample.isRunHere())
                .toList();
    }

    @BeforeAll
    static void compile() throws IOException {
        // What the pages say of their samples comes first: a compiler can't tell statements without a context.
        assertThat(Repository.problems()).isEmpty();
        runner = JavaRunner.compile(java(), folder);
    }

    @AfterAll
    static void close() throws IOException {
        if (runner != null) {
            runner.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("java")
    void java_asItStands_runs(Sample sample) throws Exception {
        runner.run(sample);
    }

    @Test
    void files_thatAreNoTestAndNoProgram_areUsedByOthersOfTheirPage() {
        assertThat(java().stream().filter(Sample::isFile))
                .allSatisfy(sample -> assertThat(JavaRunner.isTest(sample)
                                || JavaRunner.isProgram(sample)
                                || java().stream()
                                        .filter(other -> !other.equals(sample)
                                                && other.page().equals(sample.page()))
                                        .anyMatch(other -> other.code().contains(sample.typeName())))
                        .as(sample.where() + ": only compiled: make it a test, or a program, or use it")
                        .isTrue());
    }

    @Test
    void samples_thatAreRunElsewhere_standThere() {
        assertThat(Elsewhere.problems(SAMPLES)).isEmpty();
    }

    @Test
    void list_always_namesEveryPageThatHasASample() throws IOException {
        String list = SampleList.of(SAMPLES);
        Files.writeString(Repository.ROOT.resolve(SampleList.FILE), list);

        assertThat(SAMPLES).isNotEmpty().allSatisfy(sample -> assertThat(list).contains(sample.page()));
    }
}
