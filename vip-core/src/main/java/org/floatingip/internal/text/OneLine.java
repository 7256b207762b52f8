package org.floatingip.internal.text;

/** Text as one line of a log: what a service or a host said may hold line breaks, and others could be forged by them. */
public final class OneLine {

    private OneLine() {}

    /** The text with a space for each run of control, format and line separating characters, cut off after that many. */
    public static String of(String text, int most) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return line.length() <= most
                ? line
                : line.substring(0, most) + " ... (" + (line.length() - most) + " characters more)";
    }
}
