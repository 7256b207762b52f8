package org.floatingip.lab.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture of the raw numbers: who answered when, in the run with the greatest loss of each row; a part for each kind of row.
 * Packets that nobody answered are red, and nothing else is.
 */
final class Timeline {

    private static final int FROM_MILLIS = -1800;
    private static final int TO_MILLIS = 2200;
    private static final int LEFT = 330;
    private static final double PIXELS = 0.2;
    private static final int ROW = 22;
    private static final int TOP = 50;
    /** Of a part: the space before it, its heading and its axis. */
    private static final int HEAD = 58;

    private static final String RED = "#d62728";
    private static final Map<String, String> COLOURS = Map.of("A", "#4477aa", "B", "#66a182", "lost", RED);
    private static final Map<String, String> HEADINGS = Map.of(
            "vip", "vip",
            "control", "The same, broken on purpose: each of these has to lose packets",
            "today", "What people use today");

    private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"|([^,]*)(?:,|$)");

    private static final Pattern STRETCH = Pattern.compile("(A|B|lost) (-?[0-9.]+)\\.\\.(-?[0-9.]+)");

    /** One run: times in milliseconds since the call. */
    private record Run(String kind, String name, int lost, double pivot, String stretches) {}

    private Timeline() {}

    /**
     * Draws it.
     *
     * @param csv as {@link RawNumbers} writes it
     */
    static String of(String csv) {
        Map<String, List<Run>> parts = new LinkedHashMap<>();
        for (Run worst : worst(csv).values()) {
            parts.computeIfAbsent(worst.kind(), kind -> new ArrayList<>()).add(worst);
        }
        int width = LEFT + (int) ((TO_MILLIS - FROM_MILLIS) * PIXELS) + 100;
        int height = TOP + parts.values().stream().mapToInt(Timeline::height).sum() + 10;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                width,
                height,
                width,
                height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(svg, 10, 18, "", "Who answered a packet that was sent then, in the run of each row that lost most.");
        legend(svg);
        int y = TOP;
        for (Map.Entry<String, List<Run>> part : parts.entrySet()) {
            part(svg, HEADINGS.get(part.getKey()), part.getValue(), y);
            y += height(part.getValue());
        }
        return svg.append("</svg>\n").toString();
    }

    private static int height(List<Run> rows) {
        return HEAD + rows.size() * ROW;
    }

    private static Map<String, Run> worst(String csv) {
        List<String> lines = csv.lines().toList();
        List<String> columns = cells(lines.get(0));
        Map<String, Run> worst = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            String moved = cells.get(columns.indexOf("moved_at"));
            Run run = new Run(
                    cells.get(columns.indexOf("kind")),
                    cells.get(columns.indexOf("what")),
                    Integer.parseInt(cells.get(columns.indexOf("lost"))),
                    moved.isEmpty() ? 0 : Double.parseDouble(moved),
                    cells.get(columns.indexOf("stretches")));
            worst.merge(run.kind() + run.name(), run, (one, other) -> other.lost() > one.lost() ? other : one);
        }
        return worst;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        Matcher cell = CELL.matcher(line);
        int at = 0;
        while (at < line.length() && cell.find(at)) {
            boolean quoted = cell.group(1) != null;
            cells.add(quoted ? cell.group(1) : cell.group(2));
            at = cell.end() + (quoted ? 1 : 0);
        }
        return cells;
    }

    private static void legend(StringBuilder svg) {
        String[][] words = {{"A", "A answered"}, {"B", "B answered"}, {"lost", "lost: nobody answered"}};
        double at = 10;
        for (String[] word : words) {
            rect(svg, at, 27, 14, 10, COLOURS.get(word[0]));
            text(svg, at + 18, 36, "", word[1]);
            at += 40 + word[1].length() * 6;
        }
        rect(svg, at + 4, 24, 1.5, 17, "#000000");
        text(svg, at + 12, 36, "", "the call");
        text(svg, at + 70, 36, "", "0 is when the network moved the address, or else the call");
    }

    private static void part(StringBuilder svg, String heading, List<Run> rows, int top) {
        text(svg, 10, top + 24, " font-size=\"15\" font-weight=\"bold\"", heading);
        int first = top + HEAD;
        for (int at = FROM_MILLIS; at <= TO_MILLIS; at += 200) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>%n",
                    x(at),
                    first - 4,
                    x(at),
                    first + rows.size() * ROW,
                    at == 0 ? "#888888" : "#eeeeee"));
            if (at % 400 == 0) {
                text(svg, x(at) - 14, first - 8, " fill=\"#666666\"", at + " ms");
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), first + i * ROW);
        }
    }

    private static void row(StringBuilder svg, Run run, int y) {
        text(svg, 10, y + 13, "", run.name());
        Matcher stretch = STRETCH.matcher(run.stretches());
        while (stretch.find()) {
            double from = clip(Double.parseDouble(stretch.group(2)) - run.pivot());
            double to = clip(Double.parseDouble(stretch.group(3)) - run.pivot());
            if (to > from) {
                // A single packet is a fifth of a pixel; one that was lost has to be seen.
                double least = stretch.group(1).equals("lost") ? 1.5 : 0;
                rect(svg, x(from), y + 3, Math.max((to - from) * PIXELS, least), 13, COLOURS.get(stretch.group(1)));
            }
        }
        if (run.stretches().endsWith("stretches")) {
            text(svg, x(0) + 8, y + 13, " fill=\"#666666\"", "by turns, " + run.stretches());
        }
        if (-run.pivot() >= FROM_MILLIS) {
            rect(svg, x(-run.pivot()) - 0.75, y + 1, 1.5, 17, "#000000");
        }
        String style = run.lost() == 0 ? " fill=\"#666666\"" : " font-weight=\"bold\" fill=\"" + RED + "\"";
        text(svg, x(TO_MILLIS) + 8, y + 13, style, run.lost() + " lost");
    }

    private static double clip(double millis) {
        return Math.max(FROM_MILLIS, Math.min(TO_MILLIS, millis));
    }

    private static double x(double millis) {
        return LEFT + (millis - FROM_MILLIS) * PIXELS;
    }

    private static void rect(StringBuilder svg, double x, double y, double width, double height, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                colour));
    }

    private static void text(StringBuilder svg, double x, double y, String style, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>%n",
                x,
                y,
                style,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
