package dev.kvclient.kuzzle.ms;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * The bits of strings. Kuzzle has no action that sets one. See {@link KuzzleMemoryStorage} for what holds for all
 * actions.
 */
public interface KuzzleBits {
    /** How many bits are set. */
    long bitcount(String key);

    /** How many bits are set in some of the bytes, both ends included; negative ones count from the end. */
    long bitcount(String key, long start, long end);

    /** See {@link #bitop(BitOperation, String, Collection)}. */
    default long bitop(BitOperation operation, String destination, String... keys) {
        return bitop(operation, destination, List.of(keys));
    }

    /**
     * Combines strings into another.
     *
     * @param keys at least one; exactly one for {@link BitOperation#NOT}
     * @return the length of the result in bytes
     */
    long bitop(BitOperation operation, String destination, Collection<String> keys);

    /** The place of the first bit of that kind; empty if there is none. */
    OptionalLong bitpos(String key, boolean bit);

    /** The place of the first bit of that kind from a byte on; empty if there is none. */
    OptionalLong bitpos(String key, boolean bit, long start);

    /** The place of the first bit of that kind within some of the bytes, both ends included; empty if there is none. */
    OptionalLong bitpos(String key, boolean bit, long start, long end);

    /**
     * Whether a bit is set.
     *
     * @param offset its place, from 0 to 2^32 - 1
     */
    boolean getbit(String key, long offset);
}
