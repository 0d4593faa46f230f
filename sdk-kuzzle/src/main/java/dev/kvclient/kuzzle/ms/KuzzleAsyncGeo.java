package dev.kvclient.kuzzle.ms;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleGeo} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncGeo {
    /** See {@link KuzzleGeo#geoadd(String, String, GeoPoint)}. */
    default CompletableFuture<Long> geoadd(String key, String name, GeoPoint point) {
        return geoadd(key, Map.of(name, point));
    }

    /** See {@link KuzzleGeo#geoadd(String, Map)}. */
    CompletableFuture<Long> geoadd(String key, Map<String, GeoPoint> points);

    /** See {@link KuzzleGeo#geodist(String, String, String)}. */
    CompletableFuture<OptionalDouble> geodist(String key, String member1, String member2);

    /** See {@link KuzzleGeo#geodist(String, String, String, GeoUnit)}. */
    CompletableFuture<OptionalDouble> geodist(String key, String member1, String member2, GeoUnit unit);

    /** See {@link KuzzleGeo#geohash(String, Collection)}. */
    CompletableFuture<Map<String, String>> geohash(String key, Collection<String> members);

    /** See {@link KuzzleGeo#geopos(String, Collection)}. */
    CompletableFuture<Map<String, GeoPoint>> geopos(String key, Collection<String> members);

    /** See {@link KuzzleGeo#georadius(String, GeoPoint, double, GeoUnit)}. */
    default CompletableFuture<List<GeoHit>> georadius(String key, GeoPoint center, double distance, GeoUnit unit) {
        return georadius(key, center, distance, unit, GeoRadiusArgs.none());
    }

    /** See {@link KuzzleGeo#georadius(String, GeoPoint, double, GeoUnit, GeoRadiusArgs)}. */
    CompletableFuture<List<GeoHit>> georadius(
            String key, GeoPoint center, double distance, GeoUnit unit, GeoRadiusArgs args);

    /** See {@link KuzzleGeo#georadiusbymember(String, String, double, GeoUnit)}. */
    default CompletableFuture<List<GeoHit>> georadiusbymember(
            String key, String member, double distance, GeoUnit unit) {
        return georadiusbymember(key, member, distance, unit, GeoRadiusArgs.none());
    }

    /** See {@link KuzzleGeo#georadiusbymember(String, String, double, GeoUnit, GeoRadiusArgs)}. */
    CompletableFuture<List<GeoHit>> georadiusbymember(
            String key, String member, double distance, GeoUnit unit, GeoRadiusArgs args);
}
