package org.floatingip.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What this build has compiled keeps the promises of the last release, whose API is in the folder {@code api}.
 * {@code -Dapi=write} makes this version that release, {@code -Dapi=release} asks whether it is: RELEASING.md.
 */
class ApiTest {

    private static final String AGAIN =
            "mvn test -pl vip-lab -am -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi=write";

    @TempDir
    Path folder;

    @BeforeAll
    static void write() throws IOException {
        if ("write".equals(System.getProperty("api"))) {
            Baseline.write();
        }
    }

    @Test
    void api_always_keepsWhatTheLastReleasePromised() throws IOException {
        Set<String> accepted =
                Baseline.accepted().stream().map(Baseline.Accepted::line).collect(Collectors.toSet());

        List<Break> breaks = breaks().stream()
                .filter(each -> !accepted.contains(each.line()))
                .toList();

        if (!breaks.isEmpty()) {
            fail(message(breaks, Baseline.last(), Baseline.current()));
        }
    }

    @Test
    void accepted_always_isABreakThatIsThere_withAReason() throws IOException {
        Set<String> breaks = breaks().stream().map(Break::line).collect(Collectors.toSet());

        assertThat(Baseline.accepted())
                .as("api/accepted.txt: CHANGE MEMBER -- why, and nothing that is compatible")
                .allSatisfy(each -> assertThat(breaks).contains(each.line()))
                .allSatisfy(each -> assertThat(each.why()).as(each.line()).isNotBlank());
    }

    @Test
    void accepted_whereTheVersionMayNotBreakAnything_isEmpty() throws IOException {
        Version last = Baseline.last();
        Version current = Baseline.current();
        if (!current.mayBreak(last)) {
            assertThat(Baseline.accepted())
                    .as("api/accepted.txt: %s may not break what %s promised (VERSIONING.md)", current, last)
                    .isEmpty();
        }
    }

    @Test
    void modules_ofTheLastRelease_areStillThere() throws IOException {
        assertThat(Baseline.jars())
                .isNotEmpty()
                .extracting(jar -> String.valueOf(jar.getFileName()).replace(".jar", ""))
                .isSubsetOf(Baseline.modules());
    }

    /** Additions since that was written would be promised by nobody. */
    @Test
    void api_ofARelease_isWhatTheFolderHas() throws IOException {
        assumeTrue(
                "release".equals(System.getProperty("api")) || !Baseline.isSnapshot(),
                "a snapshot may add to the API, a release asks for it");
        assertThat(Baseline.last()).as("the folder in api/").isEqualTo(Baseline.current());
        List<String> differences = new ArrayList<>();
        for (String module : Baseline.modules()) {
            differences.addAll(ApiJar.differences(ApiJar.read(Baseline.jar(module)), Baseline.built(module)));
        }
        assertThat(differences)
                .as("what api/%s has otherwise; to write it anew: %s", Baseline.current(), AGAIN)
                .isEmpty();
    }

    private Set<Break> breaks() throws IOException {
        List<Path> built = new ArrayList<>();
        for (String module : Baseline.modules()) {
            Path jar = folder.resolve(module + ".jar");
            Baseline.built(module).write(jar);
            built.add(jar);
        }
        return Break.between(Baseline.jars(), built, System.getProperty("java.class.path"));
    }

    static String message(List<Break> breaks, Version last, Version current) {
        StringBuilder text = new StringBuilder("The API of vip " + last + " is broken (VERSIONING.md):\n\n");
        breaks.forEach(each -> text.append(each).append('\n'));
        text.append(
                "\nKeep what was there: @Deprecated, beside what is new; a method that is new in an SPI has a default.");
        if (current.mayBreak(last)) {
            text.append("\nOr, as this is " + current + ", accept it: a line \""
                    + breaks.get(0).line() + " -- why\" in"
                    + " api/accepted.txt, and in CHANGELOG.md what users have to do.");
        } else if (current.equals(last)) {
            text.append("\nIf " + last + " has not been released yet, its API can be written anew: " + AGAIN);
        } else {
            text.append("\nThis is " + current + ", which may break nothing: what has to, waits for a "
                    + (last.major() == 0 ? "minor" : "major") + " version.");
        }
        return text.toString();
    }
}
