package org.floatingip.lab.e2e;

import java.util.List;
import java.util.Locale;

/** A picture: for the worst run of each row, who answered when. */
final class Timeline {

    private static final int FROM_MILLIS = -1800;
    private static final int TO_MILLIS = 800;
    private static final int LEFT = 330;
    private static final double PIXELS = 0.3;
    private static final int HEIGHT = 22;
    private static final int TOP = 70;

    private Timeline() {}

    static String of(List<Row> rows) {
        int width = LEFT + (int) ((TO_MILLIS - FROM_MILLIS) * PIXELS) + 90;
        int height = TOP + rows.size() * HEIGHT + 20;
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
        text(svg, 10, 18, "Who answered a packet that was sent then; the run with the greatest loss of each row.");
        legend(svg);
        for (int at = FROM_MILLIS; at <= TO_MILLIS; at += 200) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>%n",
                    x(at),
                    TOP - 4,
                    x(at),
                    height - 20,
                    at == 0 ? "#888888" : "#eeeeee"));
            if (at % 400 == 0) {
                text(svg, x(at) - 14, TOP - 8, at + " ms");
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), TOP + i * HEIGHT);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder svg) {
        String[][] words = {{"#4477aa", "A"}, {"#66a182", "B"}, {"#d1495b", "nobody"}};
        double at = 10;
        for (String[] word : words) {
            rect(svg, at, 27, 14, 10, word[0]);
            text(svg, at + 18, 36, word[1]);
            at += 40 + word[1].length() * 6;
        }
        text(svg, at, 36, "| the call. 0 is when the network moved the address; where it did not, the call.");
    }

    private static void row(StringBuilder svg, Row row, int y) {
        Measurement run = row.worst();
        text(svg, 10, y + 13, row.name());
        for (ProbeRun.Stretch stretch : run.probe().stretches()) {
            double from = clip((stretch.from() - run.pivot()) / 1e6);
            double to = clip((stretch.to() - run.pivot()) / 1e6);
            if (to > from) {
                String colour = stretch.by() == 'A' ? "#4477aa" : stretch.by() == 'B' ? "#66a182" : "#d1495b";
                // A single packet is a third of a pixel; one that was lost has to be seen.
                rect(svg, x(from), y + 3, Math.max((to - from) * PIXELS, stretch.by() == 0 ? 1.5 : 0), 13, colour);
            }
        }
        double called = (run.calledAt() - run.pivot()) / 1e6;
        if (called >= FROM_MILLIS) {
            rect(svg, x(called) - 0.75, y + 1, 1.5, 17, "#000000");
        }
        text(svg, x(TO_MILLIS) + 8, y + 13, run.probe().lost() + " lost");
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

    private static void text(StringBuilder svg, double x, double y, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                x,
                y,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
