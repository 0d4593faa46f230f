package dev.kvclient.ndb;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.OptionalLong;

/**
 * A range of places in an array or a list, counted from 0. A backwards one cannot be made, for it would kill the server
 * (seen on v0.9 with IARR_CLEAR). Immutable.
 */
public final class NdbRange {
    private static final long OPEN = -1;
    private static final NdbRange ALL = new NdbRange(0, OPEN);

    private final long start;
    private final long stop;

    private NdbRange(long start, long stop) {
        this.start = start;
        this.stop = stop;
    }

    /** Everything. */
    public static NdbRange all() {
        return ALL;
    }

    /**
     * From a place to the end.
     *
     * @param start the first place, 0 or more
     * @throws KvRequestException if it is negative
     */
    public static NdbRange from(long start) {
        if (start < 0) {
            throw wrong("a range does not start before 0");
        }
        return new NdbRange(start, OPEN);
    }

    /**
     * From a place to another.
     *
     * @param start the first place, 0 or more
     * @param stop the place after the last one, not less than start
     * @throws KvRequestException if start is negative or after stop
     */
    public static NdbRange of(long start, long stop) {
        if (start < 0) {
            throw wrong("a range does not start before 0");
        }
        if (start > stop) {
            throw wrong("a range does not stop before it starts");
        }
        return new NdbRange(start, stop);
    }

    /**
     * The first places.
     *
     * @param count how many, 0 or more
     * @throws KvRequestException if it is negative
     */
    public static NdbRange first(long count) {
        return of(0, count);
    }

    /** The first place. */
    public long start() {
        return start;
    }

    /** The place after the last one; empty if the range goes to the end. */
    public OptionalLong stop() {
        return stop == OPEN ? OptionalLong.empty() : OptionalLong.of(stop);
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NdbRange that && start == that.start && stop == that.stop;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * start + stop);
    }

    /** Such as {@code [2, 5)}. */
    @Override
    public String toString() {
        return "[" + start + ", " + (stop == OPEN ? "" : stop) + ")";
    }
}
