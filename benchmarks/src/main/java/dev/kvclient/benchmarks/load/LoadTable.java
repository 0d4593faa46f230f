package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.report.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was found, as a table for people: a part for each group, with the ratios to what was written by hand. */
final class LoadTable {
    /** How the names of what is written by hand begin, and how those with joined frames do. */
    static final String BY_HAND = "R1";

    static final String BY_HAND_JOINED = "R2";

    private static final String JAVASCRIPT = "JS SDK singly";

    private LoadTable() {}

    /** Whether it is the one that others are compared with. */
    static boolean isByHand(Row row) {
        return row.variant().startsWith(BY_HAND);
    }

    static String of(List<Row> rows) {
        StringBuilder table = new StringBuilder();
        String title = "";
        for (Row row : rows) {
            if (!row.title().equals(title)) {
                title = row.title();
                table.append(head(row));
            }
            table.append(line(row));
        }
        return table.toString();
    }

    private static String head(Row row) {
        boolean javaScript = row.server().equals("Kuzzle");
        return String.format(
                Locale.ROOT,
                "%n%s: medians of %d rounds; ratios round by round, with their quartiles%n"
                        + "  %-20s %11s %9s %10s %8s %8s  %-20s %-20s%n",
                row.title(),
                row.rounds(),
                "",
                "requests/s",
                "p50 us",
                "p99 us",
                "CPU s/M",
                "B/req",
                javaScript ? "x JS singly" : "x R1",
                javaScript ? "" : "x R2");
    }

    private static String line(Row row) {
        boolean javaScript = row.server().equals("Kuzzle");
        return String.format(
                                Locale.ROOT,
                                "  %-20s %,11.0f %,9.1f %,10.1f %8.2f %8s  %-20s %-20s %s",
                                row.variant(),
                                row.perSecond().median(),
                                row.p50Micros().median(),
                                row.p99Micros().median(),
                                row.cpuSecondsPerMillion().median(),
                                Double.isNaN(row.bytesPerRequest().median())
                                        ? "-"
                                        : String.format(
                                                Locale.ROOT,
                                                "%,.0f",
                                                row.bytesPerRequest().median()),
                                ratio(row, javaScript ? JAVASCRIPT : BY_HAND),
                                ratio(row, BY_HAND_JOINED),
                                row.window() == 1 ? added(row) : "")
                        .stripTrailing()
                + System.lineSeparator();
    }

    private static Optional<Spread> find(Map<String, Spread> others, String begins) {
        return others.entrySet().stream()
                .filter(other -> other.getKey().startsWith(begins))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String ratio(Row row, String to) {
        return find(row.rateTo(), to)
                .map(spread ->
                        String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", spread.median(), spread.low(), spread.high()))
                .orElse("");
    }

    private static String added(Row row) {
        return find(row.addedP50Micros(), BY_HAND)
                .map(spread -> String.format(
                        Locale.ROOT,
                        "p50 %+.1f us (%+.1f to %+.1f) to R1",
                        spread.median(),
                        spread.low(),
                        spread.high()))
                .orElse("");
    }
}
