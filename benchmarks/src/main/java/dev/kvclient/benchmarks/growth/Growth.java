package dev.kvclient.benchmarks.growth;

import dev.kvclient.benchmarks.load.KuzzleLoad;
import dev.kvclient.benchmarks.report.LineChart;
import dev.kvclient.benchmarks.report.Progress;
import dev.kvclient.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures what work costs as it grows, and writes down what was found. */
public final class Growth {
    private final Progress progress = Progress.standard();
    private final List<Figure> figures = new ArrayList<>();
    private final List<LineChart.Panel> panels = new ArrayList<>();
    private int done;

    private Growth() {}

    /** Runs. It has no arguments. */
    public static void run(List<String> arguments) throws Exception {
        if (!arguments.isEmpty()) {
            throw new IllegalArgumentException("growth has no arguments");
        }
        new Growth().run();
    }

    /** Measures one thing. */
    private interface Measurement {
        void run() throws Exception;
    }

    private void run() throws Exception {
        boolean kuzzle = KuzzleLoad.isThere();
        int steps = kuzzle ? 8 : 6;
        step(steps, "requests in flight", () -> figures.addAll(InFlight.measure()));
        step(steps, "queued entries", () -> figures.addAll(Queue.measure()));
        step(steps, "200 clients", () -> figures.addAll(ManyClients.measure()));
        step(steps, "batches, NDB", () -> panels.add(BatchSizes.ndb()));
        step(steps, "batches, Versori", () -> panels.add(BatchSizes.versori()));
        step(steps, "listing, Versori", () -> panels.add(Listing.versori(figures)));
        if (kuzzle) {
            step(steps, "batches, Kuzzle", () -> panels.add(BatchSizes.kuzzle()));
            step(steps, "listing, Kuzzle", () -> panels.add(Listing.kuzzle(figures)));
        }
        progress.clear();
        figures.forEach(figure -> System.out.println(figure.line()));
        panels.forEach(Growth::print);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("figures", figures);
        all.put("series", panels);
        Results.writeJson("growth", all);
        Results.writeSvg(
                "growth",
                LineChart.svg(
                        "What work costs as it grows", "Each panel to its own scale, which begins at 0.", panels));
    }

    private void step(int of, String what, Measurement measurement) throws Exception {
        progress.step(++done, of, what);
        measurement.run();
    }

    private static void print(LineChart.Panel panel) {
        System.out.println(panel.title() + " (" + panel.unit() + ")");
        panel.series().forEach((name, points) -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-24s", name));
            points.forEach(point -> line.append(String.format(Locale.ROOT, "  %,.0f: %,.1f", point.x(), point.y())));
            System.out.println(line);
        });
    }
}
