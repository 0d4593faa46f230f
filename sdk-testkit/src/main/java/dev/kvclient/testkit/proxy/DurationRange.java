package dev.kvclient.testkit.proxy;

import java.time.Duration;
import java.util.Random;

/** A time to be drawn, from the one to the other, both included. */
record DurationRange(Duration atLeast, Duration atMost) {
    static final DurationRange NONE = new DurationRange(Duration.ZERO, Duration.ZERO);

    DurationRange {
        if (atLeast.isNegative()) {
            throw new IllegalArgumentException("a time must not be negative");
        }
        if (atLeast.compareTo(atMost) > 0) {
            throw new IllegalArgumentException("the longest time is shorter than the shortest");
        }
    }

    /** Draws in whole milliseconds above the shortest, so that what is printed is what is played. */
    Duration draw(Random random) {
        long span = atMost.minus(atLeast).toMillis();
        return span == 0 ? atLeast : atLeast.plusMillis((long) (random.nextDouble() * (span + 1)));
    }
}
