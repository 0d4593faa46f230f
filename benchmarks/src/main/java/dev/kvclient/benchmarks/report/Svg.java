package dev.kvclient.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Writes a drawing, shape by shape. For one thread. */
final class Svg {
    /** Colours that are told apart by people who see fewer (Okabe and Ito), the grey for what is no target first. */
    private static final List<String> COLOURS =
            List.of("#999999", "#56b4e9", "#0072b2", "#e69f00", "#d55e00", "#009e73", "#cc79a7", "#000000");

    private final StringBuilder shapes = new StringBuilder();

    static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    Svg rectangle(double x, double y, double width, double height, String colour) {
        return add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x, y, width, height, colour);
    }

    Svg line(double x1, double y1, double x2, double y2, String colour, double width) {
        return add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
                x1, y1, x2, y2, colour, width);
    }

    Svg dot(double x, double y, String colour) {
        return add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x, y, colour);
    }

    /**
     * Writes a text.
     *
     * @param anchor start, middle or end
     */
    Svg text(double x, double y, int size, String anchor, String text) {
        return add(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"#222222\">%s</text>",
                x, y, size, anchor, escaped(text));
    }

    private Svg add(String format, Object... values) {
        shapes.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The whole, on a light background. */
    String drawing(double width, double height) {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\""
                                + " width=\"%.0f\" height=\"%.0f\" font-family=\"sans-serif\">%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                        width,
                        height,
                        width,
                        height)
                + shapes
                + "</svg>\n";
    }

    /** A number as it fits above a bar or beside an axis. */
    static String shortened(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return String.format(Locale.ROOT, "%.3gM", value / 1e6);
        }
        if (size >= 1e5) {
            return String.format(Locale.ROOT, "%.0fk", value / 1e3);
        }
        if (size >= 1e3) {
            return String.format(Locale.ROOT, "%.1fk", value / 1e3);
        }
        return size >= 100 || size == Math.rint(size)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2g", value);
    }
}
