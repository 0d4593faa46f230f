package dev.kvclient.kuzzle.ms;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A range of members whose scores are all equal, in the order of their bytes. Its ends belong to it unless they are
 * excluded. Immutable: each method gives a new one.
 */
public final class LexRange {
    private static final LexRange ALL = new LexRange(null, false, null, false);

    private final @Nullable String min;
    private final boolean minExcluded;
    private final @Nullable String max;
    private final boolean maxExcluded;

    private LexRange(@Nullable String min, boolean minExcluded, @Nullable String max, boolean maxExcluded) {
        this.min = min;
        this.minExcluded = minExcluded;
        this.max = max;
        this.maxExcluded = maxExcluded;
    }

    /** All members. */
    public static LexRange all() {
        return ALL;
    }

    /** From one to the other, both included. */
    public static LexRange between(String min, String max) {
        return new LexRange(Objects.requireNonNull(min, "min"), false, Objects.requireNonNull(max, "max"), false);
    }

    /** From there on. */
    public static LexRange atLeast(String min) {
        return new LexRange(Objects.requireNonNull(min, "min"), false, null, false);
    }

    /** Up to there. */
    public static LexRange atMost(String max) {
        return new LexRange(null, false, Objects.requireNonNull(max, "max"), false);
    }

    /** Without its lower end. */
    public LexRange excludeMin() {
        return new LexRange(min, true, max, maxExcluded);
    }

    /** Without its upper end. */
    public LexRange excludeMax() {
        return new LexRange(min, minExcluded, max, true);
    }

    /** The lower end; empty if it is open. */
    public Optional<String> min() {
        return Optional.ofNullable(min);
    }

    /** Whether the lower end does not belong to it. */
    public boolean minExcluded() {
        return minExcluded;
    }

    /** The upper end; empty if it is open. */
    public Optional<String> max() {
        return Optional.ofNullable(max);
    }

    /** Whether the upper end does not belong to it. */
    public boolean maxExcluded() {
        return maxExcluded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LexRange that
                && Objects.equals(min, that.min)
                && minExcluded == that.minExcluded
                && Objects.equals(max, that.max)
                && maxExcluded == that.maxExcluded;
    }

    @Override
    public int hashCode() {
        return Objects.hash(min, minExcluded, max, maxExcluded);
    }

    @Override
    public String toString() {
        return "LexRange[min=" + min + ", minExcluded=" + minExcluded + ", max=" + max + ", maxExcluded=" + maxExcluded
                + "]";
    }
}
