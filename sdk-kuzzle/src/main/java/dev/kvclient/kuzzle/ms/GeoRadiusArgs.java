package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a search around a place tells, in what order, and of how many. Immutable: each method gives new ones. */
public final class GeoRadiusArgs {
    private static final GeoRadiusArgs NONE = new GeoRadiusArgs(false, false, 0, null);

    private final boolean point;
    private final boolean distance;
    private final int count;
    private final @Nullable Boolean nearestFirst;

    private GeoRadiusArgs(boolean point, boolean distance, int count, @Nullable Boolean nearestFirst) {
        this.point = point;
        this.distance = distance;
        this.count = count;
        this.nearestFirst = nearestFirst;
    }

    /** The names of all, in no order. */
    public static GeoRadiusArgs none() {
        return NONE;
    }

    /** Tells where each is ({@code WITHCOORD}). */
    public GeoRadiusArgs withPoint() {
        return new GeoRadiusArgs(true, distance, count, nearestFirst);
    }

    /** Tells how far each is, in the unit of the search ({@code WITHDIST}). */
    public GeoRadiusArgs withDistance() {
        return new GeoRadiusArgs(point, true, count, nearestFirst);
    }

    /**
     * The nearest ones only, so many at the most ({@code COUNT}).
     *
     * @param atMost at least 1
     * @throws KvRequestException if it is less
     */
    public GeoRadiusArgs count(int atMost) {
        if (atMost < 1) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "the number to find is at least 1"));
        }
        return new GeoRadiusArgs(point, distance, atMost, nearestFirst);
    }

    /** The nearest first. */
    public GeoRadiusArgs asc() {
        return new GeoRadiusArgs(point, distance, count, true);
    }

    /** The farthest first. */
    public GeoRadiusArgs desc() {
        return new GeoRadiusArgs(point, distance, count, false);
    }

    /** Whether it tells where each is. */
    public boolean tellsPoint() {
        return point;
    }

    /** Whether it tells how far each is. */
    public boolean tellsDistance() {
        return distance;
    }

    /** How many at the most. */
    public OptionalInt count() {
        return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
    }

    /** Whether the nearest comes first; empty for no order. */
    public Optional<Boolean> nearestFirst() {
        return Optional.ofNullable(nearestFirst);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GeoRadiusArgs that
                && point == that.point
                && distance == that.distance
                && count == that.count
                && Objects.equals(nearestFirst, that.nearestFirst);
    }

    @Override
    public int hashCode() {
        return Objects.hash(point, distance, count, nearestFirst);
    }

    @Override
    public String toString() {
        return "GeoRadiusArgs[withcoord=" + point + ", withdist=" + distance + ", count=" + count + ", nearestFirst="
                + nearestFirst + "]";
    }
}
