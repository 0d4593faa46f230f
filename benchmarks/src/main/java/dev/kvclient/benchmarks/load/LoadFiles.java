package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.report.BarChart;
import dev.kvclient.benchmarks.report.Results;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes what was found into files: all of it as JSON, and a chart for each server. */
final class LoadFiles {
    private LoadFiles() {}

    static void write(LoadOptions options, List<Row> rows) throws IOException {
        Results.writeJson("load", Map.of("quick", options.quick(), "rows", rows));
        Set<String> servers = rows.stream().map(Row::server).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String server : servers) {
            List<Row> closed = rows.stream()
                    .filter(row -> row.server().equals(server) && row.window() > 0)
                    .toList();
            Results.writeSvg("load-" + server.toLowerCase(Locale.ROOT), chart(server, closed));
        }
    }

    /** A panel for each operation and size, a cluster for each window, a bar for each variant. */
    static String chart(String server, List<Row> rows) {
        List<String> variants = rows.stream().map(Row::variant).distinct().toList();
        List<BarChart.Panel> panels = new ArrayList<>();
        Set<String> titles = rows.stream().map(LoadFiles::panel).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String title : titles) {
            List<Row> own =
                    rows.stream().filter(row -> panel(row).equals(title)).toList();
            List<BarChart.Cluster> clusters = own.stream()
                    .map(Row::window)
                    .distinct()
                    .map(window -> cluster(window, own))
                    .toList();
            panels.add(new BarChart.Panel(title, clusters));
        }
        return BarChart.svg(
                server + ": requests a second by how many are in flight",
                "Bars: median of the rounds; lines: quartiles. Each cluster to its own scale; the number on a bar"
                        + " is its median.",
                variants,
                panels);
    }

    private static String panel(Row row) {
        return row.operation() + ", values of " + Group.bytes(row.size());
    }

    private static BarChart.Cluster cluster(int window, List<Row> rows) {
        return new BarChart.Cluster(
                "window " + window,
                rows.stream()
                        .filter(row -> row.window() == window)
                        .collect(Collectors.toMap(Row::variant, Row::perSecond)));
    }
}
