package org.floatingip.lab.mutants;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One deliberate bug: a piece of one source file, and what stands there instead.
 *
 * @param name what it is called on the command line
 * @param bug what somebody would have done wrong
 * @param file the source, from the root of the repository
 * @param piece what is replaced, however it is broken into lines; it has to be there once
 * @param wrong what replaces it
 * @param caughtBy the test classes that have to catch it, each of them
 */
record Mutant(String name, String bug, String file, String piece, String wrong, List<String> caughtBy) {

    /**
     * The source with the bug in it.
     *
     * @throws IllegalStateException if the piece is not there once: then this list is behind the code
     */
    String applyTo(String source) {
        String words = Arrays.stream(piece.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+"));
        Matcher found = Pattern.compile(words).matcher(source);
        if (found.results().count() != 1) {
            throw new IllegalStateException(name + ": in " + file + " this has to stand once, and does not: " + piece);
        }
        return found.reset().replaceFirst(Matcher.quoteReplacement(wrong));
    }

    /** The module that the source belongs to. */
    String module() {
        return file.substring(0, file.indexOf('/'));
    }
}
