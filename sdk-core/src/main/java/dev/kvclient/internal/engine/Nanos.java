package dev.kvclient.internal.engine;

import java.time.Duration;

/** Durations as nanoseconds, the huge ones too. */
public final class Nanos {
    /** More than a century; twice as much would overflow when a start time is added. */
    private static final Duration MOST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Nanos() {}

    /** The nanoseconds of a duration, at most half of what a long holds. */
    public static long of(Duration duration) {
        return duration.compareTo(MOST) > 0 ? MOST.toNanos() : duration.toNanos();
    }
}
