package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;

/**
 * Which part of what was found is wanted.
 *
 * @param offset how many to leave out at the beginning; from 0 to 2^53 - 1
 * @param count how many to take at the most, up to 2^53 - 1; all that follow, if it is negative
 */
public record RangeLimit(long offset, long count) {
    private static final long MAX_EXACT = (1L << 53) - 1;

    /**
     * A part.
     *
     * @throws KvRequestException if the offset or the count is out of bounds
     */
    public RangeLimit {
        if (offset < 0 || offset > MAX_EXACT || count > MAX_EXACT || count < -MAX_EXACT) {
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "an offset is not negative, and a number is below 2^53"));
        }
    }

    /** The part of so many, after so many. */
    public static RangeLimit of(long offset, long count) {
        return new RangeLimit(offset, count);
    }

    /** The first ones, so many at the most. */
    public static RangeLimit first(long count) {
        return new RangeLimit(0, count);
    }
}
