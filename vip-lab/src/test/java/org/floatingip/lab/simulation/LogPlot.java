package org.floatingip.lab.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A picture of some lines on logarithmic axes, as SVG text. Powers of ten are marked on both. */
final class LogPlot {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 190;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;

    /** A point; both positive. */
    record Point(double x, double y) {}

    private final String title;
    private final String across;
    private final int fromX;
    private final int toX;
    private final int fromY;
    private final int toY;
    private final List<String> marks = new ArrayList<>();

    /**
     * @param across what the horizontal axis is
     * @param fromX to {@code toX}: powers of ten
     * @param fromY to {@code toY}: powers of ten
     */
    LogPlot(String title, String across, int fromX, int toX, int fromY, int toY) {
        this.title = title;
        this.across = across;
        this.fromX = fromX;
        this.toX = toX;
        this.fromY = fromY;
        this.toY = toY;
    }

    /** Draws a line with its name at its end. */
    LogPlot line(String name, String colour, boolean dashed, List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "" : " ").append(format("%.1f,%.1f", x(point.x()), y(point.y())));
            if (!dashed) {
                marks.add(format(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x(point.x()), y(point.y()), colour));
            }
        }
        marks.add(format(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>",
                path, colour, dashed ? " stroke-dasharray=\"6 4\"" : ""));
        Point last = points.get(points.size() - 1);
        marks.add(format(
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>",
                x(last.x()) + 10, y(last.y()) + (dashed ? 16 : 4), colour, name));
        return this;
    }

    String svg() {
        StringBuilder svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"13\">%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.append(format("<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>%n", LEFT, title));
        for (int power = fromX; power <= toX; power++) {
            double x = x(Math.pow(10, power));
            svg.append(grid(x, TOP, x, HEIGHT - BOTTOM));
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x, HEIGHT - BOTTOM + 18, power(power)));
        }
        for (int power = fromY; power <= toY; power++) {
            double y = y(Math.pow(10, power));
            svg.append(grid(LEFT, y, WIDTH - RIGHT, y));
            svg.append(
                    format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y + 4, power(power)));
        }
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, across));
        marks.forEach(mark -> svg.append(mark).append('\n'));
        return svg.append("</svg>\n").toString();
    }

    private static String grid(double fromX, double fromY, double toX, double toY) {
        return format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n", fromX, fromY, toX, toY);
    }

    private static String power(int power) {
        return power < 0 ? format("%." + -power + "f", Math.pow(10, power)) : format("%,.0f", Math.pow(10, power));
    }

    private double x(double value) {
        return LEFT + (Math.log10(value) - fromX) / (toX - fromX) * (WIDTH - RIGHT - LEFT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (Math.log10(value) - fromY) / (toY - fromY) * (HEIGHT - BOTTOM - TOP);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
