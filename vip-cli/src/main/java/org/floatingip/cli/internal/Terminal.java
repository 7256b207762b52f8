package org.floatingip.cli.internal;

import java.io.ByteArrayOutputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where everything that people read leaves the program: nothing that was typed, or that a service or a host answered, steers a
 * terminal through it. Control and format characters (escape sequences, the direction of text, what is invisible) become
 * question marks, and what is printed as a line stays one line.
 */
final class Terminal extends PrintWriter {

    Terminal(PrintWriter to) {
        super(new Harmless(to), true);
    }

    /** For what prints by itself, past the writers of a command: the logger of {@code --debug}. */
    static PrintStream stream(PrintStream to) {
        return new PrintStream(
                new Lines(new PrintWriter(to, true, StandardCharsets.UTF_8)), true, StandardCharsets.UTF_8);
    }

    /** One line, whatever is in it: who forges a second one could make it look like ours. */
    @Override
    public void println(@Nullable String line) {
        super.println(String.valueOf(line).replaceAll("\\s*\\R\\s*", " "));
    }

    @Override
    public void println(@Nullable Object line) {
        println(String.valueOf(line));
    }

    /** Whether a terminal may do something else with it than show it. */
    static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static String harmless(String text) {
        if (text.codePoints().noneMatch(Terminal::steers)) {
            return text;
        }
        StringBuilder harmless = new StringBuilder(text.length());
        text.replace("\r\n", "\n")
                .codePoints()
                .forEach(c -> harmless.appendCodePoint(c != '\t' && c != '\n' && steers(c) ? '?' : c));
        return harmless.toString();
    }

    /** Lets through what can be shown; a character in two halves has to come as one piece. */
    private static final class Harmless extends FilterWriter {

        Harmless(Writer to) {
            super(to);
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            String piece = text.substring(from, from + length);
            out.write(piece.equals(System.lineSeparator()) ? piece : harmless(piece));
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            write(new String(text, from, length), 0, length);
        }

        @Override
        public void write(int character) throws IOException {
            write(Character.toString(character), 0, 1);
        }
    }

    /** Bytes in UTF-8, handed on line by line. */
    private static final class Lines extends OutputStream {

        private final Writer to;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(PrintWriter to) {
            this.to = new Harmless(to);
        }

        @Override
        public synchronized void write(int b) throws IOException {
            line.write(b);
            if (b == '\n') {
                to.write(line.toString(StandardCharsets.UTF_8));
                to.flush();
                line.reset();
            }
        }
    }
}
