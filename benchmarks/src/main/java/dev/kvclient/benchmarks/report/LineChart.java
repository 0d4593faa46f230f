package dev.kvclient.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * Panels one below the other, in each of them lines over numbers. The axis of numbers is logarithmic if they begin at
 * less than a hundredth of where they end.
 */
public final class LineChart {
    private static final double WIDTH = 720;
    private static final double LEFT = 80;
    private static final double RIGHT = 180;
    private static final double TOP = 70;
    private static final double PANEL = 250;
    private static final double PLOT = 160;
    private static final double WIDE = 100;
    private static final String DARK = "#444444";
    private static final int LINES = 4;

    /** Where the colours of lines begin: the grey of charts with bars is not one of them. */
    private static final int FIRST_COLOUR = 2;

    private LineChart() {}

    /**
     * A panel.
     *
     * @param title what it shows
     * @param axis what the numbers are
     * @param unit of the values
     * @param series points by name, in rising order of their numbers
     */
    public record Panel(String title, String axis, String unit, Map<String, List<Point>> series) {}

    /**
     * A point.
     *
     * @param x the number
     * @param y the value
     */
    public record Point(double x, double y) {}

    /** The chart. */
    public static String svg(String title, String note, List<Panel> panels) {
        Svg svg = new Svg();
        svg.text(20, 28, 18, "start", title).text(20, 48, 12, "start", note);
        double y = TOP;
        for (Panel panel : panels) {
            svg.text(20, y + 14, 14, "start", panel.title() + ", " + panel.unit());
            draw(svg, panel, y + 32);
            y += PANEL;
        }
        return svg.drawing(WIDTH, y);
    }

    private static void draw(Svg svg, Panel panel, double top) {
        List<Point> all = panel.series().values().stream().flatMap(List::stream).toList();
        double left = all.stream().mapToDouble(Point::x).min().orElse(0);
        double right = all.stream().mapToDouble(Point::x).max().orElse(1);
        double lowest = Math.min(0, all.stream().mapToDouble(Point::y).min().orElse(0));
        double highest = all.stream().mapToDouble(Point::y).max().orElse(1);
        highest = highest <= lowest ? lowest + 1 : highest;
        double bottom = top + PLOT;
        for (int i = 0; i <= LINES; i++) {
            double value = lowest + (highest - lowest) * i / LINES;
            double at = bottom - PLOT * i / LINES;
            svg.line(LEFT, at, WIDTH - RIGHT, at, "#dddddd", 1);
            svg.text(LEFT - 6, at + 4, 11, "end", Svg.shortened(value));
        }
        int number = FIRST_COLOUR;
        for (Map.Entry<String, List<Point>> series : panel.series().entrySet()) {
            String colour = Svg.colour(number++);
            double lastX = LEFT;
            double lastY = bottom;
            boolean first = true;
            for (Point point : series.getValue()) {
                double x = place(point.x(), left, right);
                double y = bottom - PLOT * (point.y() - lowest) / (highest - lowest);
                if (!first) {
                    svg.line(lastX, lastY, x, y, colour, 2);
                }
                svg.dot(x, y, colour);
                svg.text(x, bottom + 15, 10, "middle", Svg.shortened(point.x()));
                first = false;
                lastX = x;
                lastY = y;
            }
            double label = top + 14.0 * (number - FIRST_COLOUR);
            svg.rectangle(WIDTH - RIGHT + 14, label - 9, 10, 10, colour);
            svg.text(WIDTH - RIGHT + 29, label, 11, "start", series.getKey());
        }
        svg.line(LEFT, bottom, WIDTH - RIGHT, bottom, DARK, 1);
        svg.text((LEFT + WIDTH - RIGHT) / 2, bottom + 32, 11, "middle", panel.axis());
    }

    private static double place(double x, double left, double right) {
        if (right <= left) {
            return LEFT;
        }
        boolean logarithmic = left > 0 && right / left > WIDE;
        double share = logarithmic
                ? (Math.log(x) - Math.log(left)) / (Math.log(right) - Math.log(left))
                : (x - left) / (right - left);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }
}
