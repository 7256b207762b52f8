package org.floatingip.testkit.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Reads, sorts and shows names like Route 53. Inside the testkit, names are in lower case, without trailing dot and escapes. */
final class ZoneNames {

    private static final int MOST_CHARACTERS = 253;
    private static final int MOST_LABEL_CHARACTERS = 63;

    /** By the labels from the right, each with its dot, as the documentation of ListResourceRecordSets has it. */
    static final Comparator<String> ORDER = Comparator.comparing(ZoneNames::reversed);

    private ZoneNames() {}

    /** Parses a name with or without trailing dot and octal escapes, in any case. */
    static String read(String text) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\", i)
                    && i + 3 < text.length()
                    && text.substring(i + 1, i + 4).matches("[0-3][0-7]{2}")) {
                name.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                name.append(text.charAt(i));
            }
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /**
     * Returns a name as Route 53 shows it: with a trailing dot, and with escapes for everything but a-z, 0-9, hyphen, underscore
     * and dots.
     */
    static String show(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(c -> {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.') {
                text.append((char) c);
            } else {
                text.append(String.format(Locale.ROOT, "\\%03o", c));
            }
        });
        return text.append('.').toString();
    }

    /** Returns what is wrong with a name that is to be created; empty if nothing is. The texts are not verified. */
    static String problem(String name) {
        if (name.length() > MOST_CHARACTERS) {
            return "FATAL problem: DomainNameTooLong (Domain name is too long) encountered with '" + show(name) + "'";
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty()) {
                return "FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with '" + show(name) + "'";
            }
            if (label.length() > MOST_LABEL_CHARACTERS) {
                return "FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '" + label + "'";
            }
        }
        return "";
    }

    static boolean isWithin(String name, String zone) {
        return name.equals(zone) || name.endsWith("." + zone);
    }

    private static String reversed(String name) {
        List<String> labels = new ArrayList<>(List.of(name.split("\\.", -1)));
        Collections.reverse(labels);
        return String.join(".", labels) + ".";
    }
}
