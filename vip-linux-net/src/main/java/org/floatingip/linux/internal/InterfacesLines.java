package org.floatingip.linux.internal;

import java.util.ArrayList;
import java.util.List;

/** The logical lines of an interfaces file: continued lines joined, comments and blank lines left out. */
final class InterfacesLines {

    /** What ifupdown takes of a word; longer ones it cuts. */
    private static final int LONGEST_WORD = 79;

    /** A logical line; the number is that of its last physical one. */
    record Line(int number, String text) {

        String firstWord() {
            return text.substring(0, endOfWord(text, 0));
        }

        /** What comes after the first word, without blanks around it; may be empty. */
        String rest() {
            return text.substring(startOfWord(text, endOfWord(text, 0)));
        }

        List<String> restWords() {
            List<String> words = new ArrayList<>();
            int start = startOfWord(text, endOfWord(text, 0));
            while (start < text.length()) {
                int end = endOfWord(text, start);
                words.add(text.substring(start, end));
                start = startOfWord(text, end);
            }
            return words;
        }
    }

    private InterfacesLines() {}

    static List<Line> of(String path, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(path + ": it has a NUL character in it");
        }
        List<Line> lines = new ArrayList<>();
        String[] physical = text.split("\n", -1);
        int next = 0;
        while (next < physical.length) {
            StringBuilder line = new StringBuilder(physical[next].substring(startOfWord(physical[next], 0)));
            next++;
            if (line.length() > 0 && line.charAt(0) == '#') {
                continue;
            }
            while (line.length() > 0 && line.charAt(line.length() - 1) == '\\') {
                line.setLength(line.length() - 1);
                if (next < physical.length) {
                    line.append(physical[next++]);
                }
            }
            while (line.length() > 0 && isBlank(line.charAt(line.length() - 1))) {
                line.setLength(line.length() - 1);
            }
            if (line.length() > 0) {
                lines.add(checked(path, new Line(next, line.toString())));
            }
        }
        return lines;
    }

    private static Line checked(String path, Line line) {
        boolean namesOnly = line.firstWord().equals("iface");
        if (line.firstWord().length() > LONGEST_WORD
                || (namesOnly && line.restWords().stream().anyMatch(word -> word.length() > LONGEST_WORD))) {
            throw new IllegalArgumentException(
                    path + ":" + line.number() + ": a word of more than " + LONGEST_WORD + " characters");
        }
        if (isBlank(line.text().charAt(0))) {
            // A line that begins with an empty continued one: ifupdown takes its first word for empty.
            throw new IllegalArgumentException(path + ":" + line.number() + ": a continued line without a first word");
        }
        return line;
    }

    private static int endOfWord(String text, int from) {
        int end = from;
        while (end < text.length() && !isBlank(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int startOfWord(String text, int from) {
        int start = from;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        return start;
    }

    /** Blank to C's isspace, less the line's end. */
    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
