package org.floatingip.lab.hotspots;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was sampled, as text.
 *
 * @param setting where, when, by which versions
 */
record HotSpotsReport(String setting, List<Part> parts) {

    private static final int MOST_METHODS = 12;

    /** One workload, watched twice at once. */
    record Part(String title, Profile time, Profile allocation) {}

    /** The tables, to stand between {@link HotSpotsSuite#BEGIN} and {@link HotSpotsSuite#END}. */
    String text() {
        StringBuilder text = new StringBuilder(format("%s.%n", setting));
        for (Part part : parts) {
            text.append(format("%n### %s%n", part.title()));
            table(text, "Processor", "samples", part.time(), true);
            table(text, "Allocation", "bytes", part.allocation(), false);
        }
        return text.toString();
    }

    /** @param counted whether the weight stands beside each share: what 1 of 44 samples says is not what 2.3 % seems to */
    private static void table(StringBuilder text, String what, String unit, Profile profile, boolean counted) {
        text.append(format(
                "%n%s: %,d %s in %,d stacks.%n%n| | share |%s%n|---|---|%s%n",
                what,
                profile.weight(),
                unit,
                profile.stacks().size(),
                counted ? " " + unit + " |" : "",
                counted ? "---|" : ""));
        profile.libraries().forEach((name, weight) -> row(text, "in " + name, weight, profile, counted));
        long shown = 0;
        int methods = 0;
        for (Map.Entry<String, Long> method : profile.own().entrySet()) {
            if (methods++ == MOST_METHODS) {
                break;
            }
            row(text, "`" + FlameGraph.simple(method.getKey()) + "`", method.getValue(), profile, counted);
            shown += method.getValue();
        }
        long all = profile.own().values().stream().mapToLong(Long::longValue).sum();
        row(text, "all other methods of vip", all - shown, profile, counted);
    }

    private static void row(StringBuilder text, String what, long weight, Profile profile, boolean counted) {
        text.append(format(
                "| %s | %.1f %% |%s%n",
                what, 100.0 * weight / Math.max(1, profile.weight()), counted ? format(" %,d |", weight) : ""));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
