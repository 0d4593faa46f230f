package dev.kvclient.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Figures of several rounds; the first ones, in which the JIT compiler works, do not count. */
final class Rounds {
    private final String name;
    private final String unit;
    private final List<Double> values = new ArrayList<>();

    Rounds(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    void print() {
        System.out.printf(
                Locale.ROOT,
                "%-44s %,14.0f %-10s (%,.0f to %,.0f in %d rounds)%n",
                name,
                median(),
                unit,
                Collections.min(values),
                Collections.max(values),
                values.size());
    }
}
