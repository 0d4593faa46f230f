package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;

/**
 * A range of scores. Its ends belong to it unless they are excluded.
 *
 * @param min the lower end; may be negative infinity
 * @param minExcluded whether the lower end does not belong to it
 * @param max the upper end; may be positive infinity
 * @param maxExcluded whether the upper end does not belong to it
 */
public record ScoreRange(double min, boolean minExcluded, double max, boolean maxExcluded) {
    private static final ScoreRange ALL =
            new ScoreRange(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

    /**
     * A range; an empty one if the ends are the wrong way round.
     *
     * @throws KvRequestException if an end is no number (NaN)
     */
    public ScoreRange {
        if (Double.isNaN(min) || Double.isNaN(max)) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "an end of a range is a number"));
        }
    }

    /** All scores. */
    public static ScoreRange all() {
        return ALL;
    }

    /** From one to the other, both included. */
    public static ScoreRange between(double min, double max) {
        return new ScoreRange(min, false, max, false);
    }

    /** From there on. */
    public static ScoreRange atLeast(double min) {
        return between(min, Double.POSITIVE_INFINITY);
    }

    /** Up to there. */
    public static ScoreRange atMost(double max) {
        return between(Double.NEGATIVE_INFINITY, max);
    }

    /** Without its lower end. */
    public ScoreRange excludeMin() {
        return new ScoreRange(min, true, max, maxExcluded);
    }

    /** Without its upper end. */
    public ScoreRange excludeMax() {
        return new ScoreRange(min, minExcluded, max, true);
    }
}
