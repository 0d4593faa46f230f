package dev.kvclient.testkit.kuzzle.ms;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code georadius} and {@code georadiusbymember}.
 *
 * @param order 1 for the nearest first, -1 for the farthest first, 0 for none
 * @param count how many at most, 0 for all
 * @param store the key to write the points under, or null
 * @param storesDistance whether the distances are written there, not the points
 */
record GeoOptions(
        boolean withDistance,
        boolean withHash,
        boolean withCoordinates,
        int order,
        long count,
        @Nullable String store,
        boolean storesDistance) {

    static GeoOptions of(List<String> words) {
        boolean withDistance = false;
        boolean withHash = false;
        boolean withCoordinates = false;
        boolean any = false;
        int order = 0;
        long count = 0;
        String store = null;
        boolean storesDistance = false;
        for (int i = 0; i < words.size(); i++) {
            boolean hasNext = i + 1 < words.size();
            switch (words.get(i)) {
                case "WITHDIST" -> withDistance = true;
                case "WITHHASH" -> withHash = true;
                case "WITHCOORD" -> withCoordinates = true;
                case "ANY" -> any = true;
                case "ASC" -> order = 1;
                case "DESC" -> order = -1;
                case "COUNT" -> {
                    refuseUnless(hasNext);
                    count = RedisNumbers.integer(words.get(++i));
                    if (count <= 0) {
                        throw new RedisException("ERR COUNT must be > 0");
                    }
                }
                case "STORE", "STOREDIST" -> {
                    refuseUnless(hasNext);
                    storesDistance = words.get(i).equals("STOREDIST");
                    store = words.get(++i);
                }
                default -> throw new RedisException(RedisException.SYNTAX);
            }
        }
        if (store != null && (withDistance || withHash || withCoordinates)) {
            throw new RedisException("ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and "
                    + "WITHCOORD options");
        }
        if (any && count == 0) {
            throw new RedisException("ERR the ANY argument requires COUNT argument");
        }
        // So many, but not any, means the nearest.
        int effective = count > 0 && order == 0 && !any ? 1 : order;
        return new GeoOptions(withDistance, withHash, withCoordinates, effective, count, store, storesDistance);
    }

    private static void refuseUnless(boolean hasNext) {
        if (!hasNext) {
            throw new RedisException(RedisException.SYNTAX);
        }
    }

    boolean withMore() {
        return withDistance || withHash || withCoordinates;
    }
}
