package org.floatingip.lab.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.lab.documents.Sample.How;

/**
 * A page of Markdown: its blocks of code, and what is wrong with how they are marked.
 *
 * @param path its path from the root of the repository
 * @param samples its blocks of code, in their order
 * @param problems what the build refuses, each with page and line
 */
record Page(String path, List<Sample> samples, List<String> problems) {

    /** Languages of code: the build runs them. */
    static final Set<String> RUN = Set.of("java", "groovy", "sh");

    /** What is no code: files, what programs print, and drawings. */
    static final Set<String> SHOWN = Set.of("text", "console", "xml", "json", "yaml", "properties", "diff", "mermaid");

    private static final Pattern FENCE = Pattern.compile("( {0,3})(`{3,}|~{3,})(.*)");

    /** Deep in a list or in a quotation: a reader sees a block, and FENCE does not. */
    private static final Pattern MAYBE_FENCE = Pattern.compile("```|^[\\s>]*~~~");

    private static final Pattern MARKER = Pattern.compile("<!-- (page )?(not run|given|run by): *(.*?) *-->");
    private static final Pattern LIST = Pattern.compile("\\s*(?:[-*+]|[0-9]+[.)]) .*");
    private static final int WORDS_OF_A_REASON = 3;

    /** Pages that programs write, who indent the commands that they were started by. */
    private static final Pattern WRITTEN = Pattern.compile("docs/benchmarks/.*|docs/mutants\\.md");

    private static final Pattern COMMENT_BEHIND = Pattern.compile("^\\s*[^#\\s].*\\s# ");

    /** Reads one page. */
    static Page read(String path, String text) {
        return new Reader(path, text.split("\n", -1)).read();
    }

    private static final class Reader {

        private final String path;
        private final String[] lines;
        private final List<Sample> samples = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private How ofThePage = How.AS_IT_STANDS;
        private String wordsOfThePage = "";
        private boolean inList;

        Reader(String path, String[] lines) {
            this.path = path;
            this.lines = lines;
        }

        Page read() {
            for (int i = 0; i < lines.length; i++) {
                Matcher fence = FENCE.matcher(lines[i]);
                if (fence.matches()) {
                    i = block(
                            i,
                            fence.group(1).length(),
                            fence.group(2),
                            fence.group(3).strip());
                    continue;
                }
                Matcher marker = MARKER.matcher(lines[i].strip());
                if (marker.matches()) {
                    marker(i, marker);
                } else if (MAYBE_FENCE.matcher(lines[i]).find()) {
                    problem(
                            i,
                            "a fence that this test does not see: indent it by less than 4, and put it into no quotation");
                } else if (isIndentedCode(i)) {
                    problem(i, "code that is indented, where nobody can say what it is: put it between fences");
                } else if (!lines[i].isBlank() && !lines[i].startsWith(" ")) {
                    inList = LIST.matcher(lines[i]).matches();
                }
            }
            return new Page(path, List.copyOf(samples), List.copyOf(problems));
        }

        private boolean isIndentedCode(int i) {
            return lines[i].startsWith("    ")
                    && i > 0
                    && lines[i - 1].isBlank()
                    && !inList
                    && !WRITTEN.matcher(path).matches();
        }

        private void marker(int i, Matcher marker) {
            boolean whole = marker.group(1) != null;
            if (whole && !marker.group(2).equals("not run")) {
                ofThePage = how(marker);
                wordsOfThePage = marker.group(3);
            } else if (whole) {
                problem(i, "\"page not run\": each block has a reason of its own");
            } else if (i + 1 == lines.length || !FENCE.matcher(lines[i + 1]).matches()) {
                problem(i, "a marker has to stand on the line directly before a fence");
            }
        }

        private static How how(Matcher marker) {
            for (How how : How.values()) {
                if (how.marker.equals(marker.group(2))) {
                    return how;
                }
            }
            throw new IllegalStateException(marker.group());
        }

        /** The index of the closing fence. */
        private int block(int start, int indent, String fence, String tag) {
            StringBuilder code = new StringBuilder();
            int end = start + 1;
            while (end < lines.length && !lines[end].strip().equals(fence)) {
                String line = lines[end];
                code.append(line.substring(Math.min(
                                indent, line.length() - line.stripLeading().length())))
                        .append('\n');
                end++;
            }
            if (end == lines.length) {
                problem(start, "a fence that nothing closes");
            }
            if (RUN.contains(tag)) {
                sample(start, tag, code.toString());
            } else if (!SHOWN.contains(tag)) {
                problem(
                        start,
                        (tag.isEmpty() ? "a fence without a language" : "a fence of \"" + tag + "\"")
                                + ": the build runs " + new TreeSet<>(RUN) + " and shows " + new TreeSet<>(SHOWN)
                                + "; there is nothing else");
            }
            return end;
        }

        private void sample(int start, String tag, String code) {
            Matcher marker = MARKER.matcher(start == 0 ? "" : lines[start - 1].strip());
            boolean marked = marker.matches() && marker.group(1) == null;
            How how = marked ? how(marker) : tag.equals("java") ? ofThePage : How.AS_IT_STANDS;
            String words = marked ? marker.group(3) : how == How.AS_IT_STANDS ? "" : wordsOfThePage;
            Sample sample = new Sample(path, start + 1, tag, code, how, words);
            if (how == How.NOT_RUN && words.split("\\s+").length < WORDS_OF_A_REASON) {
                problem(start, "\"not run\" without a reason: <!-- not run: why it can't be -->");
            } else if (how == How.GIVEN && (!tag.equals("java") || !Given.NAMES.contains(words))) {
                problem(
                        start,
                        "no context is called \"" + words + "\"" + (tag.equals("java") ? "" : " for " + tag)
                                + ": Java can have one of " + new TreeSet<>(Given.NAMES));
            } else if (how == How.AS_IT_STANDS && tag.equals("java") && !sample.isFile()) {
                problem(
                        start,
                        "Java that is no whole file: say what it is given, <!-- given: .. -->, one of "
                                + new TreeSet<>(Given.NAMES) + ", or which test runs it, <!-- run by: .. -->");
            }
            if (tag.equals("sh")) {
                pasted(start, code);
            }
            samples.add(sample);
        }

        /** What is pasted at a prompt is not read as a script is, and not always by the programs of this machine. */
        private void pasted(int start, String code) {
            String[] typed = code.split("\n", -1);
            for (int i = 0; i < typed.length; i++) {
                if (COMMENT_BEHIND.matcher(typed[i]).find()) {
                    problem(
                            start + 1 + i,
                            "a comment behind a command: zsh takes it for arguments; say it before the block");
                } else if (typed[i].contains("sed -i")) {
                    problem(start + 1 + i, "sed -i: it means another thing on a Mac; use perl -pi -e");
                }
            }
        }

        private void problem(int i, String words) {
            problems.add(path + ":" + (i + 1) + ": " + words);
        }
    }
}
