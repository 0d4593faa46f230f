package dev.kvclient.benchmarks.growth;

import dev.kvclient.benchmarks.report.Spread;
import java.util.Locale;

/**
 * One figure.
 *
 * @param name what it says
 * @param unit its unit
 * @param spread of all rounds
 */
record Figure(String name, String unit, Spread spread) {
    String line() {
        return String.format(
                Locale.ROOT,
                "%-56s %,12.0f %-10s (%,.0f to %,.0f)",
                name,
                spread.median(),
                unit,
                spread.low(),
                spread.high());
    }
}
