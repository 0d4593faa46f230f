package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Strings, and numbers kept as strings. See {@link KuzzleMemoryStorage} for what holds for all actions. */
public interface KuzzleStrings {
    /**
     * Appends to a string, which begins empty if the key is not there.
     *
     * @return the new length, in bytes of UTF-8
     */
    long append(String key, String text);

    /** Takes 1 away; a key that is not there begins with 0. See {@link #incrby} for its limits. */
    long decr(String key);

    /** Takes a number away. See {@link #incrby} for its limits. */
    long decrby(String key, long by);

    /** The string of a key; empty if there is none. */
    Optional<String> get(String key);

    /** See {@link #get(String, KvType)}. */
    default <T> Optional<T> get(String key, Class<T> type) {
        return get(key, KvType.of(type));
    }

    /**
     * The string of a key, read as that type; empty if there is none.
     *
     * @throws dev.kvclient.error.KvSerializationException if it cannot be read as that type
     */
    <T> Optional<T> get(String key, KvType<T> type);

    /**
     * A part of a string, both ends included; negative ones count from its end, -1 being the last.
     *
     * @param start in bytes of UTF-8. A character that is cut through comes as U+FFFD
     * @return empty text if there is nothing there
     */
    String getrange(String key, long start, long end);

    /** Stores a value, without an expiry, and gives what was there before. */
    Optional<String> getset(String key, Object value);

    /** Stores a value, without an expiry, and gives what was there before, read as that type. */
    <T> Optional<T> getset(String key, Object value, KvType<T> type);

    /** Adds 1; a key that is not there begins with 0. See {@link #incrby} for its limits. */
    long incr(String key);

    /**
     * Adds a number.
     *
     * @param by below 2^53 either way
     * @throws dev.kvclient.error.KvRequestException if what is there is no integer, or the sum is none of 64 bits
     * @throws dev.kvclient.error.KvSerializationException with outcome {@code APPLIED} if the sum reaches 2^53: the
     *     server counts on, but tells numbers of JavaScript, which are rounded there
     */
    long incrby(String key, long by);

    /**
     * Adds a number that need not be whole.
     *
     * @return the sum; Redis keeps 17 digits
     * @throws dev.kvclient.error.KvRequestException if what is there is no number
     */
    double incrbyfloat(String key, double by);

    /** See {@link #mget(Collection)}. */
    default Map<String, String> mget(String... keys) {
        return mget(List.of(keys));
    }

    /** The strings of those keys that have one, in the order in which they were asked for. */
    Map<String, String> mget(Collection<String> keys);

    /** See {@link #mget(Collection, KvType)}. */
    default <T> Map<String, T> mget(Collection<String> keys, Class<T> type) {
        return mget(keys, KvType.of(type));
    }

    /** The strings of those keys that have one, read as that type, in the order in which they were asked for. */
    <T> Map<String, T> mget(Collection<String> keys, KvType<T> type);

    /**
     * Stores values, all at once and without an expiry.
     *
     * @param values none of them empty text, which the server refuses here; {@link #set} takes it
     */
    void mset(Map<String, ?> values);

    /**
     * Stores values, all at once, or none if one of the keys is there.
     *
     * @param values none of them empty text, which the server refuses here
     * @return whether they were stored
     */
    boolean msetnx(Map<String, ?> values);

    /**
     * Stores a value that expires.
     *
     * @param expiry whole milliseconds, at least one
     */
    void psetex(String key, Object value, Duration expiry);

    /** Stores a value, without an expiry. */
    void set(String key, Object value);

    /**
     * Stores a value.
     *
     * @return whether it was written; false if the condition did not hold
     */
    boolean set(String key, Object value, SetArgs args);

    /**
     * Stores a value that expires.
     *
     * @param expiry whole seconds, at least one
     */
    void setex(String key, Object value, Duration expiry);

    /** Stores a value if the key is not there; tells whether it did. */
    boolean setnx(String key, Object value);

    /** The length of a string, in bytes of UTF-8; 0 if the key is not there. */
    long strlen(String key);
}
