package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * The golden replies against raw ones of EC2, by the facts of these in {@code captured-replies.txt}. What differs is listed there, so
 * that nothing new comes in, and nothing that was mended stays listed. {@code -Dcaptures=write} writes the lists anew.
 */
class CapturedRepliesTest {

    private static final Path CAPTURED = Path.of("src/test/resources/captured-replies.txt");
    private static final Path GOLDEN = Path.of("src/test/resources/golden-replies.txt");
    private static final Path DOCUMENT = Path.of("../docs/aws-replies.md");
    private static final Pattern REPLY =
            Pattern.compile("^# (.+)\n> ([A-Z]\\w+)[^\n]*\n< ([0-9]{3})\n(.+)$", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| (.+?) \\|.*\\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern REFUSAL = Pattern.compile("([0-9]{3}) ([\\w.]+): (.+)");

    private record Golden(String action, String status, String body) {}

    /** @param listed the differences that the file says there are */
    private record Captured(String situation, String source, String expected, List<String> listed) {}

    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<Captured> captured = new ArrayList<>();
    private final Map<String, Golden> golden = new LinkedHashMap<>();
    private String head = "";

    private void read() throws IOException {
        REPLY.matcher(Files.readString(GOLDEN))
                .results()
                .forEach(found ->
                        golden.put(found.group(1), new Golden(found.group(2), found.group(3), found.group(4))));
        String all = Files.readString(CAPTURED);
        head = all.substring(0, all.indexOf("\n# ") + 1);
        head.lines().filter(line -> line.startsWith("$")).forEach(line -> {
            String[] parts = line.split(" = ", 2);
            names.put(parts[0], resolved(parts[1]));
        });
        for (String one : all.substring(head.length()).split("\n\n", -1)) {
            List<String> lines = one.lines().toList();
            captured.add(new Captured(
                    lines.get(0).substring(2),
                    lines.get(1),
                    lines.get(2).substring(2),
                    lines.subList(3, lines.size())));
        }
    }

    /** Longer names first, since one may begin like another. */
    private String resolved(String shape) {
        String text = shape;
        for (String name : names.keySet().stream()
                .sorted((a, b) -> b.length() - a.length())
                .toList()) {
            text = text.replace(name, names.getOrDefault(name, ""));
        }
        return text;
    }

    private List<String> differences(Captured one) throws IOException {
        Golden reply = Objects.requireNonNull(golden.get(one.situation()), "no golden reply to " + one.situation());
        Element root = WireClient.parse(reply.body()).getDocumentElement();
        List<String> found = new ArrayList<>();
        Matcher refusal = REFUSAL.matcher(one.expected());
        if (refusal.matches()) {
            compare(found, "status", refusal.group(1), reply.status());
            compare(
                    found,
                    "code",
                    refusal.group(2),
                    root.getElementsByTagName("Code").item(0).getTextContent());
            compare(
                    found,
                    "text",
                    refusal.group(3),
                    root.getElementsByTagName("Message").item(0).getTextContent());
            return found;
        }
        compare(found, "status", one.expected().substring(0, 3), reply.status());
        compare(found, "root", reply.action() + "Response", root.getTagName());
        String shape = "root(requestId=* " + resolved(one.expected().substring(4)) + ")";
        found.addAll(ReplyShape.of(shape).differences(root));
        return found;
    }

    private static void compare(List<String> found, String what, String was, String is) {
        if (!is.matches(Stream.of(was.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".+")))) {
            found.add("- differs " + what + ": '" + is + "'");
        }
    }

    @Test
    void goldenReplies_besideThoseOfEc2_differOnlyInWhatIsListed() throws IOException {
        read();
        StringBuilder anew = new StringBuilder(head);
        Map<String, List<String>> found = new LinkedHashMap<>();
        Map<String, List<String>> listed = new LinkedHashMap<>();
        for (Captured one : captured) {
            List<String> differences = differences(one);
            found.put(one.situation(), differences);
            listed.put(one.situation(), one.listed());
            anew.append(anew.length() == head.length() ? "" : "\n")
                    .append("# ")
                    .append(one.situation())
                    .append('\n')
                    .append(one.source())
                    .append("\n< ")
                    .append(one.expected())
                    .append('\n');
            differences.forEach(line -> anew.append(line).append('\n'));
        }
        if ("write".equals(System.getProperty("captures"))) {
            Files.writeString(CAPTURED, anew);
        } else {
            assertThat(found).isEqualTo(listed);
        }
        assertThat(found).as("situations of which a raw reply was read").hasSizeGreaterThanOrEqualTo(69);
        assertThat(found.entrySet().stream().filter(entry -> entry.getValue().isEmpty()))
                .as("of which the golden reply is that of EC2 but for ids")
                .hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void captured_eachSituation_isOneWithThatEvidence() throws IOException {
        read();
        Map<String, String> evidence = new HashMap<>();
        ROW.matcher(Files.readString(DOCUMENT)).results().forEach(row -> evidence.put(row.group(1), row.group(2)));
        for (Captured one : captured) {
            assertThat(evidence.get(one.situation())).as(one.situation()).isEqualTo("N");
            assertThat(one.source()).matches("@ [a-z_]+\\.json [0-9]+");
        }
    }

    @Test
    void differences_whenAReplyIsAnother_areFound() throws IOException {
        Element reply = WireClient.parse("<a><b>x</b><c/><s><item><k>1</k></item><item><z/></item></s></a>")
                .getDocumentElement();

        assertThat(ReplyShape.of("a(b=x c= s(item(k?=* z?=)))").differences(reply))
                .isEmpty();
        assertThat(ReplyShape.of("a(d=\"y z\" c=* b=y s(item(k=1)))").differences(reply))
                .containsExactly(
                        "- lacks d",
                        "- differs c: ''",
                        "- differs b: 'x'",
                        "- lacks s/item/k",
                        "- adds s/item/z",
                        "- order b c s");
        assertThat(ReplyShape.of("a(b=x c= s(item(k=1) item(z=) item(z=)))").differences(reply))
                .containsExactly("- differs s: 2 items");
    }
}
