package org.floatingip.linux.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What hosts and programs print, as people may read it: without characters that a terminal acts on (control characters, escape
 * sequences) or that change the order of others (U+202E and its kin), and of bounded length.
 */
public final class Printable {

    private static final int LONGEST_LINE = 300;
    private static final int LONGEST_TEXT = 900;

    /** CSI sequences, OSC strings such as a window's title with their end, and the short ones. */
    private static final Pattern ESCAPES = Pattern.compile("(?:\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]"
            + "|(?:\u001b\\]|\u009d)[^\u0007\u001b\u009c\\n]*(?:\u0007|\u001b\\\\|\u009c)?"
            + "|\u001b[ -/]*[0-~]");

    private Printable() {}

    /** The text on one line: each character that is not to be seen is a space. */
    public static String line(String text) {
        StringBuilder seen = new StringBuilder();
        ESCAPES.matcher(text).replaceAll("").codePoints().map(Printable::seen).forEach(seen::appendCodePoint);
        return seen.toString().strip();
    }

    /** The same of no more than a few hundred characters. */
    static String shortLine(String text) {
        return cut(line(text), LONGEST_TEXT);
    }

    /**
     * The lines that tell something, each once, on one line: those of an answer of ours and those without a letter or digit
     * are left out, and the middle of many.
     */
    public static String telling(String... texts) {
        Set<String> lines = new LinkedHashSet<>();
        for (String text : texts) {
            text.lines()
                    .filter(line -> !line.contains(HostAnswer.TAG))
                    .map(line -> cut(line(line), LONGEST_LINE))
                    .filter(line -> line.codePoints().anyMatch(Character::isLetterOrDigit))
                    .forEach(lines::add);
        }
        return String.join("; ", withoutMiddle(new ArrayList<>(lines)));
    }

    private static List<String> withoutMiddle(List<String> lines) {
        int length = lines.stream().mapToInt(String::length).sum();
        boolean cut = length > LONGEST_TEXT;
        while (length > LONGEST_TEXT) {
            length -= lines.remove(lines.size() / 2).length();
        }
        if (cut) {
            lines.add((lines.size() + 1) / 2, "...");
        }
        return lines;
    }

    private static String cut(String line, int longest) {
        int end =
                line.length() > longest && Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
        return line.length() <= longest ? line : line.substring(0, end) + "...";
    }

    private static int seen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> ' ';
            default -> character;
        };
    }
}
