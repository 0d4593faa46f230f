package dev.kvclient.kuzzle.ms;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A member that was found around a place.
 *
 * @param name the member
 * @param distance how far it is, in the unit of the question; if {@link GeoRadiusArgs#withDistance()} asked for it
 * @param point where it is; if {@link GeoRadiusArgs#withPoint()} asked for it
 */
public record GeoHit(String name, OptionalDouble distance, Optional<GeoPoint> point) {
    /** Nothing of it may be null. */
    public GeoHit {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(distance, "distance");
        Objects.requireNonNull(point, "point");
    }
}
