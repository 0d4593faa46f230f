package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.report.Spread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What one variant gave in a group.
 *
 * @param server the server
 * @param operation what the requests did
 * @param size bytes of a value
 * @param window how many requests were in flight; 0 for an open loop
 * @param variant the variant
 * @param rounds how many rounds
 * @param perSecond requests a second
 * @param p50Micros the time that half of the requests took at most
 * @param p99Micros the time that 99 of 100 requests took at most
 * @param cpuSecondsPerMillion processor time of the client for a million requests
 * @param bytesPerRequest bytes that the client allocated
 * @param rateTo requests a second, compared with other variants round by round
 * @param addedP50Micros what is added to the p50 of other variants, round by round
 */
record Row(
        String server,
        String operation,
        int size,
        int window,
        String variant,
        int rounds,
        Spread perSecond,
        Spread p50Micros,
        Spread p99Micros,
        Spread cpuSecondsPerMillion,
        Spread bytesPerRequest,
        Map<String, Spread> rateTo,
        Map<String, Spread> addedP50Micros) {
    /** From the samples of all variants of a group, by their names. */
    static Row of(Group group, String variant, Map<String, List<Sample>> all) {
        List<Sample> own = samples(all, variant);
        Map<String, Spread> rates = new TreeMap<>();
        Map<String, Spread> added = new TreeMap<>();
        all.forEach((other, samples) -> {
            if (!other.equals(variant)) {
                rates.put(other, Spread.ofRatios(each(own, Sample::perSecond), each(samples, Sample::perSecond)));
                added.put(other, Spread.ofDifferences(each(own, Sample::p50Micros), each(samples, Sample::p50Micros)));
            }
        });
        return new Row(
                group.server(),
                group.operation().word(),
                group.size(),
                group.window(),
                variant,
                own.size(),
                Spread.of(each(own, Sample::perSecond)),
                Spread.of(each(own, Sample::p50Micros)),
                Spread.of(each(own, Sample::p99Micros)),
                Spread.ofCoarse(each(own, Sample::cpuMicros)),
                Spread.of(each(own, Sample::bytes)),
                rates,
                added);
    }

    private static List<Sample> samples(Map<String, List<Sample>> all, String variant) {
        List<Sample> own = all.get(variant);
        if (own == null) {
            throw new IllegalArgumentException("no samples of " + variant);
        }
        return own;
    }

    private static double[] each(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return samples.stream().mapToDouble(figure).toArray();
    }

    /** What it is compared within. */
    String title() {
        return Group.title(server, operation, size, window);
    }
}
