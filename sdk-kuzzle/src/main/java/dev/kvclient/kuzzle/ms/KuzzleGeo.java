package dev.kvclient.kuzzle.ms;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Places: sorted sets whose scores are coordinates. See {@link KuzzleMemoryStorage} for what holds for all actions.
 */
public interface KuzzleGeo {
    /** Adds a place, or moves it; tells whether it was added, as 1 or 0. */
    default long geoadd(String key, String name, GeoPoint point) {
        return geoadd(key, Map.of(name, point));
    }

    /**
     * Adds places, or moves them. A coordinate of 0, which the server takes for a missing one, is sent as a text.
     *
     * @param points by name; at least one, and no name is empty, which the server refuses here
     * @return how many were added
     */
    long geoadd(String key, Map<String, GeoPoint> points);

    /** How far two places are from each other, in metres; empty if one of them is not there. */
    OptionalDouble geodist(String key, String member1, String member2);

    /** How far two places are from each other; empty if one of them is not there. */
    OptionalDouble geodist(String key, String member1, String member2, GeoUnit unit);

    /** The geohashes of those of the places that are there, in the order in which they were asked for. */
    Map<String, String> geohash(String key, Collection<String> members);

    /** The coordinates of those of the places that are there, in the order in which they were asked for. */
    Map<String, GeoPoint> geopos(String key, Collection<String> members);

    /** See {@link #georadius(String, GeoPoint, double, GeoUnit, GeoRadiusArgs)}. */
    default List<GeoHit> georadius(String key, GeoPoint center, double distance, GeoUnit unit) {
        return georadius(key, center, distance, unit, GeoRadiusArgs.none());
    }

    /**
     * The places around a point.
     *
     * @param distance not negative, and finite
     */
    List<GeoHit> georadius(String key, GeoPoint center, double distance, GeoUnit unit, GeoRadiusArgs args);

    /** See {@link #georadiusbymember(String, String, double, GeoUnit, GeoRadiusArgs)}. */
    default List<GeoHit> georadiusbymember(String key, String member, double distance, GeoUnit unit) {
        return georadiusbymember(key, member, distance, unit, GeoRadiusArgs.none());
    }

    /**
     * The places around another, itself among them.
     *
     * @param distance not negative, and finite
     * @throws dev.kvclient.error.KvRequestException if the key is there, and that place is not
     */
    List<GeoHit> georadiusbymember(String key, String member, double distance, GeoUnit unit, GeoRadiusArgs args);
}
