package org.floatingip.lab.documents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.floatingip.lab.documents.Sample.How;

/**
 * Blocks that stand word for word in something that the build runs elsewhere: in a test, which says more of what has to come
 * of them, or in a file of an example. Groovy is always of the second kind: the Jenkins example has the Groovy of Jenkins.
 */
final class Elsewhere {

    private static final Pattern IN_A_TEST = Pattern.compile("(?ms)^ *// sample\\n(.*?)^ *// end\\n");
    private static final Pattern WORDS = Pattern.compile("(\\w+)(?:, from (\\S+))?");

    /** Tests that read their page and run what stands there; for any other a page would prove itself. */
    private static final Set<String> READ_PAGES = Set.of("JenkinsDocumentIT");

    private final List<Sample> samples;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, List<String>> ofTests = new LinkedHashMap<>();

    private Elsewhere(List<Sample> samples) {
        this.samples = samples;
    }

    /** What does not stand where its page says, and what a test runs as a sample and no page shows. */
    static List<String> problems(List<Sample> samples) {
        return new Elsewhere(samples).problems();
    }

    private List<String> problems() {
        for (Sample sample : samples) {
            if (sample.how() == How.RUN_BY) {
                byATest(sample);
            } else if (sample.is("groovy")
                    && sample.how() == How.AS_IT_STANDS
                    && fileWith(sample).isEmpty()) {
                problem(
                        sample,
                        "Groovy that stands in no file of examples/, whose tests would run it; or say which test does,"
                                + " <!-- run by: .. -->, or why it can't be, <!-- not run: .. -->");
            }
        }
        ofTests.forEach((test, theirs) -> theirs.stream()
                .filter(one ->
                        samples.stream().noneMatch(shown -> plain(shown.code()).equals(one)))
                .forEach(one -> problems.add(test + ": a sample that no page shows:\n" + one)));
        return problems;
    }

    private void byATest(Sample sample) {
        Matcher words = WORDS.matcher(sample.words());
        if (!words.matches()) {
            problem(
                    sample,
                    "expected <!-- run by: NameOfTheTest --> or <!-- run by: NameOfTheTest, from path/of/a/file -->");
            return;
        }
        String test = words.group(1);
        String from = words.group(2);
        List<String> sources = Repository.paths(path -> path.contains("/test/")
                && (path.endsWith("/" + test + ".java") || path.endsWith("/" + test + ".groovy")));
        if (sources.isEmpty()) {
            problem(sample, "there is no test " + test);
        } else if (from == null) {
            List<String> theirs = ofTests.computeIfAbsent(sources.get(0), Elsewhere::samplesOf);
            if (!theirs.contains(plain(sample.code()))) {
                problem(sample, "does not stand between \"// sample\" and \"// end\" in " + sources.get(0));
            }
        } else if (from.equals(sample.page()) && !READ_PAGES.contains(test)) {
            problem(sample, "a page always has its own blocks: " + test + " has to run a file that is not " + from);
        } else if (Repository.paths(from::equals).isEmpty()) {
            problem(sample, "there is no file " + from);
        } else if (!Repository.read(sources.get(0)).contains(from.substring(from.lastIndexOf('/') + 1))) {
            problem(sample, sources.get(0) + " does not speak of " + from);
        } else if (!holds(Repository.read(from), sample)) {
            problem(sample, "does not stand in " + from);
        }
    }

    private static List<String> samplesOf(String source) {
        List<String> found = new ArrayList<>();
        Matcher each = IN_A_TEST.matcher(Repository.read(source));
        while (each.find()) {
            found.add(plain(each.group(1)));
        }
        return found;
    }

    /** The files of examples in which it stands. */
    static List<String> fileWith(Sample sample) {
        return Repository.paths(path -> path.startsWith("examples/") && !path.endsWith(".md") && !path.endsWith(".jar"))
                .stream()
                .filter(path -> holds(Repository.read(path), sample))
                .toList();
    }

    /** Whether a text has those lines, one after the other, indented in whatever way. */
    private static boolean holds(String text, Sample sample) {
        return ("\n" + stripped(text) + "\n").contains("\n" + stripped(sample.code()) + "\n");
    }

    private static String stripped(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }

    private static String plain(String block) {
        return block.stripTrailing().stripIndent();
    }

    private void problem(Sample sample, String words) {
        problems.add(sample.where() + ": " + words);
    }
}
