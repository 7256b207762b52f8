package org.floatingip.lab.documents;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of code of a page.
 *
 * @param page the page's path from the root of the repository
 * @param line the line of its opening fence, from 1
 * @param language java, groovy or sh
 * @param code what stands between the fences, ended by a line break
 * @param how what its marker, or that of the page, says
 * @param words the rest of the marker: a reason, the name of a context, or that of a test
 */
record Sample(String page, int line, String language, String code, How how, String words) {

    /** A type at the left edge: then the block is a whole file. */
    private static final Pattern TYPE = Pattern.compile(
            "(?m)^(?:(?:public|final|abstract|sealed) )*(?:class|interface|record|enum|@interface) (\\w+)");

    /** What the line before a fence can say, as an HTML comment. */
    enum How {
        /** Nothing: it has to run as it stands. */
        AS_IT_STANDS(""),
        /** It can't be run, for a reason. */
        NOT_RUN("not run"),
        /** Its variables come from a context. */
        GIVEN("given"),
        /** It stands word for word in a test, between {@code // sample} and {@code // end}. */
        RUN_BY("run by");

        final String marker;

        How(String marker) {
            this.marker = marker;
        }
    }

    /** The page and the line, as compilers say it. */
    String where() {
        return page + ":" + line;
    }

    boolean is(String other) {
        return language.equals(other);
    }

    boolean isRunHere() {
        return how == How.AS_IT_STANDS || how == How.GIVEN;
    }

    /** Whether it is a file of Java by itself, rather than statements. */
    boolean isFile() {
        return is("java") && how != How.GIVEN && TYPE.matcher(code).find();
    }

    /** The name of the first type of a whole file. */
    String typeName() {
        Matcher type = TYPE.matcher(code);
        if (!type.find()) {
            throw new IllegalStateException(where() + " declares no type");
        }
        return type.group(1);
    }

    /** How its line in a list begins. */
    String firstLine() {
        return code.lines()
                .filter(each -> !each.isBlank() && !each.startsWith("import "))
                .findFirst()
                .orElse("")
                .strip();
    }

    @Override
    public String toString() {
        return where();
    }
}
