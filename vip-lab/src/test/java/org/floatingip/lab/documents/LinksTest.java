package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every relative link of every page leads to a file of this repository, and every anchor to a heading of its page. */
class LinksTest {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ {0,3}(```+|~~~+).*?^ {0,3}\\1 *$");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)(?: \"[^\"]*\")?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *#*$");

    /** Where a link of a page leads to nothing. */
    static List<String> broken(String path, String text) {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(CODE.matcher(blanked(text))
                .replaceAll(code -> " ".repeat(code.group().length())));
        while (link.find()) {
            String target = link.group(1);
            if (target.matches("[a-z]+:.*")) {
                continue;
            }
            String file = target.replaceFirst("#.*", "");
            Path page = Repository.ROOT.resolve(path);
            Path found = file.isEmpty() ? page : page.resolveSibling(file).normalize();
            if (!file.isEmpty() && !Files.exists(found)) {
                broken.add(where(path, text, link.start()) + ": there is no " + target);
            } else if (target.contains("#")
                    && !anchors(file.isEmpty() ? text : read(found)).contains(target.replaceFirst(".*#", ""))) {
                broken.add(where(path, text, link.start()) + ": no heading of " + target);
            }
        }
        return broken;
    }

    private static String read(Path file) {
        return Repository.read(Repository.ROOT.relativize(file).toString());
    }

    /** The same text without what stands between fences, and with as many lines. */
    private static String blanked(String text) {
        return FENCED.matcher(text).replaceAll(block -> block.group().replaceAll("[^\n]", " "));
    }

    private static String where(String path, String text, int at) {
        return path + ":" + (text.substring(0, at).lines().count() + (text.startsWith("\n", at - 1) ? 1 : 0));
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(String text) {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        Matcher heading = HEADING.matcher(blanked(text));
        while (heading.find()) {
            String words = heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
            String anchor = words.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    @Test
    void links_ofAllPages_leadSomewhere() {
        assertThat(Repository.paths(path -> path.endsWith(".md")).stream()
                        .flatMap(path -> broken(path, Repository.read(path)).stream()))
                .isEmpty();
    }

    @Test
    void links_thatLeadNowhere_areFound() {
        String page = """
                # A heading, with `code` & more

                [right](README.md), [right](docs/behaviour.md), [elsewhere](https://example.com/x)
                [right](#a-heading-with-code--more)
                [wrong](no-such.md) `[code](no.md)`
                [wrong](#no-heading)

                ```text
                [shown](no.md)
                ```
                """;

        assertThat(broken("a.md", page))
                .containsExactly("a.md:5: there is no no-such.md", "a.md:6: no heading of #no-heading");
    }
}
