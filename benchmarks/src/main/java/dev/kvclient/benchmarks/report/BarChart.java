package dev.kvclient.benchmarks.report;

import java.util.List;
import java.util.Map;

/** Panels one below the other, in each of them clusters of bars beside each other, each cluster to its own scale. */
public final class BarChart {
    private static final double LEFT = 20;
    private static final double TOP = 92;
    private static final double PANEL = 190;
    private static final double BARS = 120;
    private static final double BAR = 36;
    private static final double GAP = 34;
    private static final double LEGEND = 170;
    private static final double NARROWEST = 720;
    private static final String DARK = "#444444";

    private BarChart() {}

    /**
     * A panel.
     *
     * @param title what it shows
     * @param clusters what is compared
     */
    public record Panel(String title, List<Cluster> clusters) {}

    /**
     * Bars beside each other.
     *
     * @param title what they have in common
     * @param bars by series
     */
    public record Cluster(String title, Map<String, Spread> bars) {}

    /** The chart. */
    public static String svg(String title, String note, List<String> series, List<Panel> panels) {
        Svg svg = new Svg();
        int most =
                panels.stream().mapToInt(panel -> panel.clusters().size()).max().orElse(1);
        double cluster = series.size() * BAR + GAP;
        double width = Math.max(Math.max(NARROWEST, LEFT * 2 + most * cluster), LEFT * 2 + series.size() * LEGEND);
        svg.text(LEFT, 28, 18, "start", title).text(LEFT, 48, 12, "start", note);
        for (int i = 0; i < series.size(); i++) {
            svg.rectangle(LEFT + i * LEGEND, 60, 12, 12, Svg.colour(i));
            svg.text(LEFT + i * LEGEND + 17, 71, 12, "start", series.get(i));
        }
        double y = TOP;
        for (Panel panel : panels) {
            svg.text(LEFT, y + 14, 14, "start", panel.title());
            double x = LEFT;
            for (Cluster each : panel.clusters()) {
                draw(svg, each, series, x, y + 42);
                x += cluster;
            }
            y += PANEL;
        }
        return svg.drawing(width, y);
    }

    private static void draw(Svg svg, Cluster cluster, List<String> series, double x, double top) {
        double highest =
                cluster.bars().values().stream().mapToDouble(Spread::high).max().orElse(1);
        double bottom = top + BARS;
        for (int i = 0; i < series.size(); i++) {
            Spread spread = cluster.bars().get(series.get(i));
            if (spread != null) {
                double height = BARS * spread.median() / highest;
                double middle = x + i * BAR + BAR / 2;
                svg.rectangle(x + i * BAR + 2, bottom - height, BAR - 4, height, Svg.colour(i));
                svg.line(
                        middle,
                        bottom - BARS * spread.low() / highest,
                        middle,
                        bottom - BARS * spread.high() / highest,
                        DARK,
                        1.5);
                double label = bottom - BARS * spread.high() / highest - 4;
                svg.text(middle, label, 10, "middle", Svg.shortened(spread.median()));
            }
        }
        svg.line(x, bottom, x + series.size() * BAR, bottom, DARK, 1);
        svg.text(x + series.size() * BAR / 2, bottom + 14, 11, "middle", cluster.title());
    }
}
