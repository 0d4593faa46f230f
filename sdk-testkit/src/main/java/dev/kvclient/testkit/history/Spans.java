package dev.kvclient.testkit.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spans by the time at which they were already, with the latest beginning up to each. */
final class Spans {
    private final Span[] sorted;
    private final Span[] latest;

    Spans(List<Span> spans) {
        sorted = spans.toArray(Span[]::new);
        Arrays.sort(sorted, Comparator.comparingLong(Span::by));
        latest = new Span[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            latest[i] = i > 0 && latest[i - 1].from() > sorted[i].from() ? latest[i - 1] : sorted[i];
        }
    }

    /** Of the spans that were already before that time, the one that began last for certain, if there is one. */
    @Nullable
    Span latestBefore(long time) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle].by() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : latest[low - 1];
    }

    /** The spans, by the time at which they were already. */
    List<Span> inOrder() {
        return List.of(sorted);
    }
}
