package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Negative controls: what runs the samples of the documentation fails where it has to, and says where. */
class SampleRunnerTest {

    @TempDir
    Path folder;

    private static Page page(String... lines) {
        return Page.read("docs/a.md", String.join("\n", lines) + "\n");
    }

    private static String problem(String... lines) {
        assertThat(page(lines).problems()).hasSize(1);
        return page(lines).problems().get(0);
    }

    private void run(Page page) throws Exception {
        assertThat(page.problems()).isEmpty();
        try (JavaRunner runner = JavaRunner.compile(page.samples(), folder)) {
            for (Sample sample : page.samples()) {
                runner.run(sample);
            }
        }
    }

    private String shell(Page page) throws IOException, InterruptedException {
        assertThat(page.problems()).isEmpty();
        return ShellPage.of(page.samples(), folder, Map.of("GREETING", "hello"))
                .run()
                .printed();
    }

    // ---- markers

    @Test
    void page_whenAllIsRight_hasNoProblems() {
        Page page = page(
                "# A page",
                "",
                "<!-- not run: needs a second machine -->",
                "```java",
                "db.fly();",
                "```",
                "- a list",
                "",
                "      with code of its own",
                "",
                "<!-- given: aws -->",
                "```java",
                "db.holder();",
                "```",
                "```xml",
                "<a/>",
                "```");

        assertThat(page.problems()).isEmpty();
        assertThat(page.samples()).extracting(Sample::where).containsExactly("docs/a.md:4", "docs/a.md:12");
        assertThat(page.samples().get(0).words()).isEqualTo("needs a second machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- not run: -->", "<!-- not run:  -->", "<!-- not run: todo -->"})
    void notRun_withoutAReason_isRefused(String marker) {
        assertThat(problem("", marker, "```sh", "true", "```")).startsWith("docs/a.md:3: \"not run\" without a reason");
    }

    @Test
    void notRun_withAnEmptyLineBeforeTheFence_isRefused() {
        assertThat(problem("<!-- not run: needs a second machine -->", "", "```sh", "true", "```"))
                .startsWith("docs/a.md:1: a marker has to stand on the line directly before a fence");
    }

    @Test
    void notRun_forAWholePage_isRefused() {
        assertThat(problem("<!-- page not run: needs a second machine -->"))
                .startsWith("docs/a.md:1: \"page not run\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bash", "shell", "Java", "kotlin", "java no-run"})
    void fence_ofAnotherLanguage_isRefused(String tag) {
        assertThat(problem("```" + tag, "true", "```"))
                .startsWith("docs/a.md:1: a fence " + (tag.isEmpty() ? "without a language" : "of \"" + tag + "\""))
                .contains("runs [groovy, java, sh]");
    }

    @Test
    void fence_ofTildes_isOneToo() {
        assertThat(problem("~~~bash", "true", "~~~")).startsWith("docs/a.md:1: a fence of \"bash\"");
    }

    @Test
    void fence_thatNothingCloses_isRefused() {
        assertThat(problem("```xml", "<a/>")).isEqualTo("docs/a.md:1: a fence that nothing closes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"    ```sh", "\t```sh", "> ```sh", "- ```sh", "      ~~~sh", "> ~~~sh", "see ```sh"})
    void fence_whereNoneIsSeen_isRefused(String line) {
        assertThat(page("- a list", "", line, "- more").problems())
                .containsExactly(
                        "docs/a.md:3: a fence that this test does not see: indent it by less than 4, and put it"
                                + " into no quotation");
    }

    @Test
    void indentedCode_outsideOfAList_isRefused() {
        assertThat(problem("Do this:", "", "    rm -rf /tmp/x")).startsWith("docs/a.md:3: code that is indented");
    }

    @Test
    void shell_thatCanNotBePastedEverywhere_isRefused() {
        assertThat(problem("```sh", "true", "vip status 10.0.1.12   # who has it", "```"))
                .startsWith("docs/a.md:3: a comment behind a command");
        assertThat(problem("```sh", "sed -i s/a/b/ file", "```")).startsWith("docs/a.md:2: sed -i");
        assertThat(page("```sh", "# a line of its own", "echo 'a#b' ${c#d}", "```")
                        .problems())
                .isEmpty();
    }

    @Test
    void statements_withoutAMarker_areRefused() {
        assertThat(problem("```java", "db.holder();", "```")).startsWith("docs/a.md:1: Java that is no whole file");
    }

    @Test
    void given_whenThereIsNoSuchContext_isRefused() {
        assertThat(problem("<!-- given: gcp -->", "```java", "db.holder();", "```"))
                .startsWith("docs/a.md:2: no context is called \"gcp\"");
    }

    // ---- run elsewhere

    @Test
    void runBy_aTestThatHasIt_isFine() {
        Page page = page(
                "<!-- run by: FaultsDocumentTest -->",
                "```java",
                "inject(Fault.refuse(\"PrivateIpAddressLimitExceeded\").onCall(Call.ASSIGN));",
                "```");

        assertThat(Elsewhere.problems(page.samples())).noneMatch(problem -> problem.startsWith("docs/a.md"));
        assertThat(Elsewhere.problems(page.samples()))
                .as("the other samples of that test, which this page does not show")
                .allMatch(problem -> problem.contains("FaultsDocumentTest.java: a sample that no page shows"))
                .isNotEmpty();
    }

    @Test
    void runBy_aTestThatHasAnother_isRefused() {
        Page page = page("<!-- run by: FaultsDocumentTest -->", "```java", "inject(Fault.none());", "```");

        assertThat(Elsewhere.problems(page.samples()).get(0))
                .startsWith("docs/a.md:2: does not stand between")
                .endsWith("FaultsDocumentTest.java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NoSuchTest", "some words", "FaultsDocumentTest, from no/such/file"})
    void runBy_whatIsNotThere_isRefused(String words) {
        Page page = page("<!-- run by: " + words + " -->", "```groovy", "floatingIp.move()", "```");

        assertThat(Elsewhere.problems(page.samples()))
                .singleElement()
                .asString()
                .startsWith("docs/a.md:2: ");
    }

    @Test
    void runBy_aFileThatTheTestDoesNotSpeakOf_isRefused() {
        Page page = page("<!-- run by: FaultsDocumentTest, from CONTRIBUTING.md -->", "```sh", "true", "```");

        assertThat(Elsewhere.problems(page.samples()))
                .singleElement()
                .asString()
                .startsWith("docs/a.md:2: ")
                .endsWith("FaultsDocumentTest.java does not speak of CONTRIBUTING.md");
    }

    @Test
    void runBy_aPageThatSpeaksOfItself_isRefused() {
        String sh = "curl -fsS http://localhost:8080/";
        Sample itself =
                new Sample("docs/faults.md", 1, "sh", sh, Sample.How.RUN_BY, "FaultsDocumentTest, from docs/faults.md");

        assertThat(Elsewhere.problems(List.of(itself)))
                .singleElement()
                .asString()
                .startsWith("docs/faults.md:1: a page always has its own blocks: FaultsDocumentTest");
    }

    @Test
    void groovy_thatStandsNowhere_isRefused() {
        Page page = page("```groovy", "floatingIp.fly()", "```");

        assertThat(Elsewhere.problems(page.samples()))
                .singleElement()
                .asString()
                .startsWith("docs/a.md:1: Groovy that stands in no file of examples/");
    }

    // ---- Java

    @Test
    void java_thatRuns_passes() throws Exception {
        run(page(
                "<!-- given: aws -->",
                "```java",
                "db.moveTo(\"i-0b\");",
                "```",
                "<!-- given: scenario -->",
                "```java",
                "import static org.floatingip.testkit.assertj.VipAssertions.assertThat;",
                "assertThat(scenario).address(\"10.0.1.12\").isHeldBy(\"i-0a\");",
                "```"));
    }

    @Test
    void java_thatDoesNotCompile_failsWithItsLine() {
        Page page = page("# A", "<!-- given: aws -->", "```java", "db.holder();", "", "db.fly();", "```");

        assertThatThrownBy(() -> run(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("docs/a.md:6:")
                .hasMessageContaining("fly");
    }

    @Test
    void java_withImportsOfItsOwn_hasNoOthers() {
        Page page = page(
                "<!-- given: aws -->",
                "```java",
                "import java.util.List;",
                "List<MoveResult> none = List.of();",
                "```");

        assertThatThrownBy(() -> run(page)).hasMessageContaining("docs/a.md:4:").hasMessageContaining("MoveResult");
    }

    @Test
    void java_thatThrows_failsWithItsLine() {
        Page page = page("<!-- given: aws -->", "```java", "db.moveTo(\"i-0dead\");", "```");

        assertThatThrownBy(() -> run(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("docs/a.md:2: org.floatingip.RefusedException: UNKNOWN_TARGET: ");
    }

    @Test
    void file_whoseTestFails_failsWithItsLine() {
        Page page = page(
                "```java",
                "import org.junit.jupiter.api.Test;",
                "class BadTest {",
                "    @Test void fails() { throw new IllegalStateException(\"as it has to\"); }",
                "}",
                "```");

        assertThatThrownBy(() -> run(page))
                .hasMessageStartingWith("docs/a.md:1: fails()")
                .hasMessageContaining("as it has to");
    }

    @Test
    void file_whoseMainThrows_failsWithItsLine() {
        Page page = page(
                "```java",
                "class Bad {",
                "    public static void main(String[] args) { throw new IllegalStateException(\"as it has to\"); }",
                "}",
                "```");

        assertThatThrownBy(() -> run(page))
                .hasMessageStartingWith("docs/a.md:1: ")
                .hasMessageContaining("as it has to");
    }

    // ---- shell

    @Test
    void shell_thatRuns_isOneSession() throws Exception {
        assertThat(shell(page("```sh", "cd ..; x=1", "```", "```sh", "echo \"$x $GREETING\"", "```")))
                .isEqualTo("1 hello\n");
    }

    @Test
    void shell_thatFails_failsWithTheLineOfItsBlock() {
        Page page = page("```sh", "true", "```", "```sh", "echo this far", "false", "echo too far", "```");

        assertThatThrownBy(() -> shell(page))
                .isInstanceOf(AssertionError.class)
                .hasMessage("docs/a.md:4: ended with 1\nthis far\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "exec true", "cat <<'EOF'", "trap 'exit 0' EXIT; false"})
    void shell_thatEndsBeforeItsLastBlock_fails(String early) {
        Page page = page("```sh", "echo this far", early, "```", "```sh", "echo too far", "```");

        assertThatThrownBy(() -> shell(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("docs/a.md:1: ended with 0, before all blocks of the page had been run\n")
                .hasMessageContaining("this far");
    }

    @Test
    void shell_whoseLastBlockEndsTheShell_fails() {
        assertThatThrownBy(() -> shell(page("```sh", "exit 0", "false", "```")))
                .hasMessageStartingWith("docs/a.md:1: ended with 0, before all blocks");
    }

    @Test
    void shell_whosePipeFailsInTheMiddle_fails() {
        assertThatThrownBy(() -> shell(page("```sh", "false | cat", "```")))
                .hasMessageStartingWith("docs/a.md:1: ended with 1");
    }

    @Test
    void shell_withAVariableThatIsNotSet_fails() {
        assertThatThrownBy(() -> shell(page("```sh", "echo $NO_SUCH_VARIABLE", "```")))
                .hasMessageStartingWith("docs/a.md:1: ")
                .hasMessageContaining("NO_SUCH_VARIABLE");
    }

    @Test
    void shell_thatLeavesAProgramRunning_endsIt() throws Exception {
        shell(page("```sh", "sleep 300 & echo $! >pid", "```"));

        long pid = Long.parseLong(Files.readString(folder.resolve("work/pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    // ---- the list

    @Test
    void list_always_hasTheReasons() {
        Page page = page("<!-- not run: needs a second machine -->", "```sh", "ssh db.b | cat", "```");

        assertThat(SampleList.of(page.samples()))
                .contains("| docs/a.md | sh | `ssh db.b \\| cat` | needs a second machine |");
        assertThat(SampleList.of(List.of())).contains("the 0 that the build");
    }
}
