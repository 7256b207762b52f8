package org.floatingip.lab.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rows of docs/aws-replies.md as they can be replayed: {@code golden-replies.txt} of vip-testkit, which is made from the model and held
 * to the page by its GoldenRepliesTest, where its lines are explained. A scene is what happens in one network.
 */
record ReplyTable(List<Scene> scenes) {

    private static final String GOLDEN = "vip-testkit/src/test/resources/golden-replies.txt";
    private static final String PAGE = "docs/aws-replies.md";
    private static final Pattern ROW = Pattern.compile("^\\| (.+?) \\|.*\\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern BETWEEN = Pattern.compile(" (?=[A-Z][A-Za-z0-9]*(?:\\.[A-Za-z0-9]+)*=)");

    record Scene(List<Situation> situations) {

        /** Whether something of the scene is in those words. */
        boolean mentions(String word) {
            return situations.stream()
                    .anyMatch(one -> one.text().contains(word)
                            || one.before().stream()
                                    .anyMatch(step -> step.line().contains(word)));
        }
    }

    /**
     * @param evidence as the page has it
     * @param before what has to happen first, since the situation before this one
     * @param request the line of the request
     */
    record Situation(String name, String evidence, List<Step> before, String request, int status, String body) {

        String text() {
            return request + "\n" + body;
        }
    }

    /**
     * Something that happens before a request.
     *
     * @param line without its sign
     */
    record Step(char sign, String line) {

        boolean isRequest() {
            return sign == '-';
        }

        /** The name of what the request makes, and its public address if it has one. */
        List<String> makes() {
            int arrow = line.indexOf(" => ");
            return arrow < 0 ? List.of() : List.of(line.substring(arrow + 4).split(" ", -1));
        }

        String request() {
            int arrow = line.indexOf(" => ");
            return arrow < 0 ? line : line.substring(0, arrow).strip();
        }

        /** Whether it waits: for that time, or until nothing is under way. */
        boolean waits() {
            return sign == '~';
        }

        /** The time that passes, zero if it is as long as it takes. */
        Duration time() {
            return waits() && line.startsWith("P") ? Duration.parse(line) : Duration.ZERO;
        }
    }

    /** The table of this checkout, whether the program runs in it or in one of its modules. */
    static ReplyTable ofThisCheckout() {
        try {
            Path root = Stream.of(Path.of(""), Path.of(".."))
                    .filter(folder -> Files.exists(folder.resolve(GOLDEN)))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("run this in a checkout of vip: there is no " + GOLDEN));
            return parse(Files.readString(root.resolve(GOLDEN)), Files.readString(root.resolve(PAGE)));
        } catch (IOException e) {
            throw new IllegalStateException("the table of replies can't be read", e);
        }
    }

    static ReplyTable parse(String golden, String page) {
        Map<String, String> evidence = new HashMap<>();
        ROW.matcher(page).results().forEach(row -> evidence.put(row.group(1), row.group(2)));
        List<Scene> scenes = new ArrayList<>();
        List<Situation> scene = new ArrayList<>();
        List<Step> before = new ArrayList<>();
        String[] lines = golden.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.equals("==")) {
                scene = new ArrayList<>();
                scenes.add(new Scene(scene));
            } else if (!line.isEmpty() && "-~!".indexOf(line.charAt(0)) >= 0) {
                before.add(new Step(line.charAt(0), line.substring(2).strip()));
            } else if (line.startsWith("# ")) {
                String name = line.substring(2);
                scene.add(new Situation(
                        name,
                        evidence.getOrDefault(name, "?"),
                        List.copyOf(before),
                        lines[i + 1].substring(2).strip(),
                        Integer.parseInt(lines[i + 2].substring(2)),
                        lines[i + 3]));
                before.clear();
                i += 3;
            }
        }
        return new ReplyTable(scenes);
    }

    List<Situation> situations() {
        return scenes.stream().flatMap(scene -> scene.situations().stream()).toList();
    }

    /** The parameters of a request line, its action first. */
    static Map<String, String> parameters(String request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String[] parts = BETWEEN.split(request, -1);
        parameters.put("Action", parts[0]);
        for (int i = 1; i < parts.length; i++) {
            Matcher pair = Pattern.compile("([^=]+)=(.*)").matcher(parts[i]);
            if (!pair.matches()) {
                throw new IllegalArgumentException("no request: " + request);
            }
            parameters.put(pair.group(1), pair.group(2));
        }
        return parameters;
    }
}
