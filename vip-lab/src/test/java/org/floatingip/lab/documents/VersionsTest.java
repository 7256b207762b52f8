package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The version that pages and examples tell their readers to write is that of the POM; {@code .ci/version} sets it. */
class VersionsTest {

    private static final Pattern OURS = Pattern.compile(
            "<groupId>org\\.floatingip</groupId>\\s*<artifactId>[\\w-]+</artifactId>\\s*<version>([0-9][^<]*)</version>"
                    + "|org\\.floatingip:vip-[\\w-]+:([0-9][\\w.-]*)");

    /** The versions of our artifacts in the snippets of a page. */
    private static List<String> versions(String text) {
        List<String> versions = new ArrayList<>();
        Matcher each = OURS.matcher(text);
        while (each.find()) {
            versions.add(each.group(1) == null ? each.group(2) : each.group(1));
        }
        return versions;
    }

    private static List<String> pages() {
        return Repository.paths(path -> path.endsWith(".md") || path.endsWith("/pom.xml")).stream()
                .filter(path -> !versions(Repository.read(path)).isEmpty())
                .toList();
    }

    @Test
    void snippets_always_haveTheVersionOfThePom() {
        Matcher pom = Pattern.compile("(?m)^  <version>(.*)</version>$").matcher(Repository.read("pom.xml"));
        assertThat(pom.find()).isTrue();
        String version = pom.group(1);

        assertThat(pages())
                .contains(
                        "README.md",
                        "docs/quick-start.md",
                        "docs/jenkins.md",
                        "examples/consumer/pom.xml",
                        "vip-aws/pom.xml")
                .allSatisfy(page ->
                        assertThat(versions(Repository.read(page))).as(page).containsOnly(version));
    }
}
