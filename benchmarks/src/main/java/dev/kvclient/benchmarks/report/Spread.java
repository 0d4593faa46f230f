package dev.kvclient.benchmarks.report;

import java.util.Arrays;

/**
 * The middle of some figures and how far they lie apart.
 *
 * @param median the middle one
 * @param low the lower quartile
 * @param high the upper quartile
 */
public record Spread(double median, double low, double high) {
    private static final double LOW = 0.25;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.75;

    /**
     * Of these figures, in any order.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Spread of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Spread(quantile(sorted, MIDDLE), quantile(sorted, LOW), quantile(sorted, HIGH));
    }

    /**
     * Of figures that come in coarse steps, such as the processor time of a process, which is counted in hundredths of
     * a second: the mean takes the place of the median.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Spread ofCoarse(double... figures) {
        Spread spread = of(figures);
        return new Spread(Arrays.stream(figures).average().orElseThrow(), spread.low, spread.high);
    }

    /**
     * Of the ratios of pairs: what was measured in one round is compared with what was measured in the same round, so
     * that what else the machine does falls on both.
     *
     * @throws IllegalArgumentException if there are not as many of the one as of the other, or none
     */
    public static Spread ofRatios(double[] of, double[] to) {
        requirePairs(of, to);
        double[] ratios = new double[of.length];
        Arrays.setAll(ratios, i -> of[i] / to[i]);
        return of(ratios);
    }

    /**
     * Of the differences of pairs.
     *
     * @throws IllegalArgumentException if there are not as many of the one as of the other, or none
     */
    public static Spread ofDifferences(double[] of, double[] from) {
        requirePairs(of, from);
        double[] differences = new double[of.length];
        Arrays.setAll(differences, i -> of[i] - from[i]);
        return of(differences);
    }

    private static void requirePairs(double[] one, double[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(one.length + " figures, and " + other.length + " to compare them with");
        }
    }

    /**
     * The value below which that share of the figures lies, between two of them if need be.
     *
     * @param sorted in rising order
     * @param share from 0 to 1
     * @throws IllegalArgumentException if there are no figures
     */
    public static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no figures");
        }
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    /**
     * The value that at most that share of the figures exceeds: one of them, as is usual with times.
     *
     * @param sorted in rising order
     * @param count how many of them count
     * @param share from 0 to 1
     * @throws IllegalArgumentException if there are no figures
     */
    public static long percentile(long[] sorted, int count, double share) {
        if (count < 1 || count > sorted.length) {
            throw new IllegalArgumentException("no figures");
        }
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)];
    }
}
