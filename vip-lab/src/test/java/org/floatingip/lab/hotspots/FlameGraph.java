package org.floatingip.lab.hotspots;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Flame graphs one below the other, as SVG text: each box is a method as wide as what it weighs, on top of it those that it calls, in
 * alphabetical order. Green is ours, orange the SDK, grey all else. Of a library no more than its first calls are drawn.
 */
final class FlameGraph {

    private static final int WIDTH = 1400;
    private static final int ROW = 17;
    private static final int MARGIN = 10;
    private static final int TITLE = 28;
    private static final int MOST_OF_A_LIBRARY = 5;
    private static final double LEAST_WIDTH = 1.5;
    private static final double LETTER = 6.3;

    private final List<String> marks = new ArrayList<>();
    private int height = MARGIN;

    private static final class Box {

        private final Map<String, Box> above = new TreeMap<>();
        private long weight;

        private int rows(double perUnit) {
            return weight * perUnit < LEAST_WIDTH
                    ? 0
                    : 1
                            + above.values().stream()
                                    .mapToInt(box -> box.rows(perUnit))
                                    .max()
                                    .orElse(0);
        }
    }

    /** Adds one below the others. */
    FlameGraph add(String title, Profile profile) {
        Box all = new Box();
        for (Profile.Stack stack : profile.stacks()) {
            all.weight += stack.weight();
            Box box = all;
            for (String frame : shown(stack.frames())) {
                box = box.above.computeIfAbsent(frame, unused -> new Box());
                box.weight += stack.weight();
            }
        }
        double perUnit = (WIDTH - 2.0 * MARGIN) / Math.max(1, all.weight);
        marks.add(format("<text x=\"%d\" y=\"%d\" font-size=\"15\">%s</text>", MARGIN, height + 18, escape(title)));
        int bottom = height + TITLE + all.rows(perUnit) * ROW;
        draw("all", all, MARGIN, bottom - ROW, perUnit, all.weight);
        height = bottom + 2 * MARGIN;
        return this;
    }

    /** As deep as it says something: what a library does within itself is its own affair. */
    private static List<String> shown(List<String> frames) {
        int ours = 0;
        for (int i = 0; i < frames.size(); i++) {
            if (Profile.isOurs(frames.get(i))) {
                ours = i + 1;
            }
        }
        return frames.subList(0, Math.min(frames.size(), ours + MOST_OF_A_LIBRARY));
    }

    private void draw(String frame, Box box, double x, int y, double perUnit, long all) {
        double width = box.weight * perUnit;
        if (width < LEAST_WIDTH) {
            return;
        }
        String label = simple(frame);
        int letters = (int) ((width - 6) / LETTER);
        String shown = letters >= label.length() ? label : letters < 4 ? "" : label.substring(0, letters - 1) + "…";
        marks.add(format(
                "<g><title>%s: %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"white\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text></g>",
                escape(frame),
                100.0 * box.weight / all,
                x,
                y,
                width,
                ROW,
                colour(frame),
                x + 3,
                y + 12,
                escape(shown)));
        double at = x;
        for (Map.Entry<String, Box> above : box.above.entrySet()) {
            draw(above.getKey(), above.getValue(), at, y - ROW, perUnit, all);
            at += above.getValue().weight * perUnit;
        }
    }

    private static String colour(String frame) {
        return Profile.isOurs(frame) ? "#8fd18f" : frame.startsWith("software.amazon.") ? "#f6c177" : "#d8d8d8";
    }

    /** {@code FloatingIp.moveTo} of {@code org.floatingip.FloatingIp.moveTo}. */
    static String simple(String frame) {
        return frame.replaceFirst("^([a-z0-9_]+\\.)+(?=[A-Z])", "");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    String svg() {
        StringBuilder svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"11\">%n",
                WIDTH, height, WIDTH, height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        marks.forEach(mark -> svg.append(mark).append('\n'));
        return svg.append("</svg>\n").toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
