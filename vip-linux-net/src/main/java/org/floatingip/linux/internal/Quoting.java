package org.floatingip.linux.internal;

import java.util.List;
import java.util.stream.Collectors;

/** Words for a POSIX shell. */
public final class Quoting {

    private Quoting() {}

    /** One word that the shell reads as exactly that text, whatever is in it. */
    public static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** An argument vector as a command line. */
    public static String line(List<String> arguments) {
        return arguments.stream().map(Quoting::quote).collect(Collectors.joining(" "));
    }
}
