package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/walk-through.md names what is there: its classes and their members exist, and its steps are those of the engine, in their order. */
class WalkThroughTest {

    private static final String PAGE = Repository.read("docs/walk-through.md");

    private static final String TYPE = "[A-Z]\\w*[a-z]\\w*";
    private static final Pattern IN_CODE_FONT = Pattern.compile("`(" + TYPE + "(?:\\.\\w+)*)`");

    /** Who takes part in the drawing, and what stands in its notes. */
    private static final Pattern LABEL = Pattern.compile("(?m)^ *(?:participant \\w+ as|Note over \\w+:) (.*)$");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(" + TYPE + ")`( undone)? \\|[^|]*\\|[^|]*\\|$");

    /** A class, or a class and what it has, of the text and of the drawing. */
    private static Set<String> names(String page) {
        Set<String> names = new TreeSet<>();
        Matcher code = IN_CODE_FONT.matcher(page);
        while (code.find()) {
            names.add(code.group(1));
        }
        Matcher label = LABEL.matcher(page);
        while (label.find()) {
            Matcher type = Pattern.compile(TYPE).matcher(label.group(1));
            while (type.find()) {
                names.add(type.group());
            }
        }
        return names;
    }

    /** What a page says of a class that is not so. */
    private static List<String> wrong(String page) {
        List<String> wrong = new ArrayList<>();
        for (String name : names(page)) {
            String[] parts = name.split("\\.", -1);
            List<String> files = Repository.paths(
                    path -> path.matches("vip-[a-z-]+/src/(main|test)/java/.*/" + parts[0] + "\\.java"));
            if (files.size() != 1) {
                wrong.add(name + " is in " + files);
                continue;
            }
            String source = Repository.read(files.get(0));
            for (int i = 1; i < parts.length; i++) {
                if (!Pattern.compile("\\b" + parts[i] + "\\b").matcher(source).find()) {
                    wrong.add(files.get(0) + " has no " + parts[i]);
                }
            }
        }
        return wrong;
    }

    private static List<String> stepsOf(String page) {
        List<String> steps = new ArrayList<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            steps.add(row.group(1) + (row.group(2) == null ? "" : row.group(2)));
        }
        return steps;
    }

    /** As the source says it: each is made there, or stands in a variable, or comes from a parameter that is named as its type. */
    private static List<String> stepsOfTheEngine() {
        String source = Repository.read(
                Repository.paths(path -> path.endsWith("/Steps.java")).get(0));
        Map<String, String> types = new HashMap<>();
        Matcher declared = Pattern.compile("Step (\\w+) = new (\\w+)|(" + TYPE + ") (\\w+)[,)]")
                .matcher(source);
        while (declared.find()) {
            types.put(
                    declared.group(1) == null ? declared.group(4) : declared.group(1),
                    declared.group(1) == null ? declared.group(3) : declared.group(2));
        }
        String list = source.replaceFirst("(?s)^.*List\\.of\\((.*)\\);.*$", "$1");
        List<String> steps = new ArrayList<>();
        for (String each : list.split(",", -1)) {
            String first = each.strip().replaceFirst("^new ", "").replaceFirst("(?s)\\W.*$", "");
            steps.add(types.getOrDefault(first, first) + (each.contains(".undone()") ? " undone" : ""));
        }
        return steps;
    }

    @Test
    void names_allOfThem_areOneFileEachThatHasWhatIsSaid() {
        assertThat(names(PAGE)).hasSizeGreaterThan(60).contains("Move", "Give", "HostCall", "Network.effect");
        assertThat(wrong(PAGE)).isEmpty();
    }

    @Test
    void steps_allOfThem_haveARowEachInTheirOrder() {
        assertThat(stepsOfTheEngine()).hasSizeGreaterThan(10).startsWith("Surveying", "Claiming", "Ready", "Flip");
        assertThat(stepsOf(PAGE)).isEqualTo(stepsOfTheEngine());
    }

    @Test
    void names_thatAreNotThere_areFound() {
        String page = """
                `Move` has `Move.run`, `Move.fly` and `Effect.NONE`; `MoveOperation` is gone; `retryable()`, `MOVED`

                ```mermaid
                sequenceDiagram
                    participant a as Spi<br/>Gateway
                    Note over a: Verify, Restore
                    a->>a: Survey
                ```
                """;

        assertThat(wrong(page))
                .hasSize(4)
                .contains("Gateway is in []", "MoveOperation is in []", "Restore is in []")
                .anyMatch(each -> each.endsWith("/Move.java has no fly"));
    }
}
