package dev.kvclient.kuzzle.ms;

import java.util.Collection;
import java.util.List;

/**
 * HyperLogLogs, which count different elements to within a percent or so, in 12 kilobytes. See
 * {@link KuzzleMemoryStorage} for what holds for all actions.
 */
public interface KuzzleHyperLogLogs {
    /** See {@link #pfadd(String, Collection)}. */
    default boolean pfadd(String key, String... elements) {
        return pfadd(key, List.of(elements));
    }

    /**
     * Adds elements.
     *
     * @param elements may be none: then the key is made
     * @return whether something has changed
     */
    boolean pfadd(String key, Collection<String> elements);

    /** See {@link #pfcount(Collection)}. */
    default long pfcount(String... keys) {
        return pfcount(List.of(keys));
    }

    /** About how many different elements they hold together. */
    long pfcount(Collection<String> keys);

    /** See {@link #pfmerge(String, Collection)}. */
    default void pfmerge(String destination, String... sources) {
        pfmerge(destination, List.of(sources));
    }

    /** Adds what the sources hold to another. */
    void pfmerge(String destination, Collection<String> sources);
}
