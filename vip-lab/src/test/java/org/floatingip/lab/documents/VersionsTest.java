package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What pages tell their readers to write into a POM is of this version, and RELEASING.md names all of those pages. */
class VersionsTest {

    private static final Pattern OURS = Pattern.compile(
            "<groupId>org\\.floatingip</groupId>\\s*<artifactId>[\\w-]+</artifactId>\\s*<version>([^<]*)</version>");

    /** The versions of our artifacts in the snippets of a page. */
    private static List<String> versions(String text) {
        List<String> versions = new ArrayList<>();
        Matcher each = OURS.matcher(text);
        while (each.find()) {
            versions.add(each.group(1));
        }
        return versions;
    }

    private static List<String> pages() {
        return Repository.paths(path -> path.endsWith(".md")).stream()
                .filter(path -> !versions(Repository.read(path)).isEmpty())
                .toList();
    }

    @Test
    void snippets_always_haveTheVersionOfThePom() {
        Matcher pom = Pattern.compile("(?m)^  <version>(.*)</version>$").matcher(Repository.read("pom.xml"));
        assertThat(pom.find()).isTrue();
        String version = pom.group(1);

        assertThat(pages())
                .contains("README.md", "docs/quick-start.md")
                .allSatisfy(page ->
                        assertThat(versions(Repository.read(page))).as(page).containsOnly(version));
    }

    @Test
    void releasing_always_namesThePagesWithAVersion() {
        assertThat(Repository.read("RELEASING.md")).contains(pages());
    }
}
