package org.floatingip.lab.documents;

import java.util.List;
import java.util.stream.Collectors;
import org.floatingip.lab.documents.Sample.How;

/** The list of samples in the output of the build: what the build runs of the documentation, and what it does not, with the reasons. */
final class SampleList {

    static final String FILE = "vip-lab/target/samples.md";
    private static final int SHOWN = 56;

    private SampleList() {}

    /** The list, as Markdown. */
    static String of(List<Sample> samples) {
        List<Sample> run =
                samples.stream().filter(each -> each.how() != How.NOT_RUN).toList();
        List<Sample> not =
                samples.stream().filter(each -> each.how() == How.NOT_RUN).toList();
        return """
                # Samples

                Every block of Java, Groovy and shell on every page of this repository, made by `SamplesTest`: the %d that the build
                runs, and the %d that it does not, each with the reason that its page gives for it.

                ## Run

                | page | | begins with | how |
                |---|---|---|---|
                %s
                ## Not run

                | page | | begins with | why not |
                |---|---|---|---|
                %s""".formatted(
                        run.size(),
                        not.size(),
                        run.stream().map(each -> row(each, how(each))).collect(Collectors.joining()),
                        not.stream().map(each -> row(each, each.words())).collect(Collectors.joining()));
    }

    private static String row(Sample sample, String last) {
        return "| " + sample.page() + " | " + sample.language() + " | " + begin(sample) + " | " + last + " |\n";
    }

    private static String begin(Sample sample) {
        String line = sample.firstLine();
        String shown = line.length() > SHOWN ? line.substring(0, SHOWN).stripTrailing() + " .." : line;
        return "`" + shown.replace("`", "'").replace("|", "\\|") + "`";
    }

    private static String how(Sample sample) {
        if (sample.how() == How.RUN_BY) {
            return "stands in " + sample.words();
        } else if (sample.is("sh")) {
            return "by `bash -eu -o pipefail`, after those above it on its page";
        } else if (sample.is("groovy")) {
            return "stands in " + String.join(", ", Elsewhere.fileWith(sample));
        } else if (sample.how() == How.GIVEN) {
            return "statements, given `" + sample.words() + "`";
        } else if (JavaRunner.isTest(sample)) {
            return "a file, its tests by JUnit";
        }
        return JavaRunner.isProgram(sample) ? "a file, started" : "a file, used by others of its page";
    }
}
