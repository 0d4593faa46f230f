package dev.kvclient.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: exponential, with full jitter, so that many clients that lost the same server
 * do not return at the same moment. Immutable, safe for use by many threads.
 */
public final class Backoff {
    /** Beyond this many doublings any sensible delay has overflowed. */
    private static final int MOST_DOUBLINGS = 40;

    private final long minNanos;
    private final long maxNanos;

    /**
     * Makes one.
     *
     * @param min the longest delay of attempt 0
     * @param max the longest delay of any attempt
     * @throws IllegalArgumentException unless 0 &lt; min &lt;= max
     */
    public Backoff(Duration min, Duration max) {
        if (min.isZero() || min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("needs 0 < min <= max, got " + min + " and " + max);
        }
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
    }

    /**
     * The delay before a try.
     *
     * @param attempt how many tries have failed in a row before the last one: 0, 1, 2, ...
     * @param random where the jitter comes from
     * @return uniformly between zero and the smaller of {@code max} and {@code min} times two to the power of
     *     {@code attempt}
     * @throws IllegalArgumentException if {@code attempt} is negative
     */
    public Duration delay(int attempt, RandomGenerator random) {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt " + attempt);
        }
        return Duration.ofNanos(random.nextLong(ceiling(attempt) + 1));
    }

    private long ceiling(int attempt) {
        int doublings = Math.min(attempt, MOST_DOUBLINGS);
        return minNanos > (maxNanos >> doublings) ? maxNanos : minNanos << doublings;
    }
}
