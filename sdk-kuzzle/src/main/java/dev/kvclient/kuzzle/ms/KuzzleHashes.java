package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvPage;
import dev.kvclient.KvType;
import dev.kvclient.kuzzle.internal.ms.Pages;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Hashes: fields with values under one key. See {@link KuzzleMemoryStorage} for what holds for all actions. */
public interface KuzzleHashes {
    /** See {@link #hdel(String, Collection)}. */
    default long hdel(String key, String... fields) {
        return hdel(key, List.of(fields));
    }

    /** Removes fields; tells how many were there. */
    long hdel(String key, Collection<String> fields);

    /** Whether a field is there. */
    boolean hexists(String key, String field);

    /** The value of a field; empty if there is none. */
    Optional<String> hget(String key, String field);

    /** See {@link #hget(String, String, KvType)}. */
    default <T> Optional<T> hget(String key, String field, Class<T> type) {
        return hget(key, field, KvType.of(type));
    }

    /** The value of a field, read as that type; empty if there is none. */
    <T> Optional<T> hget(String key, String field, KvType<T> type);

    /** All fields with their values; those that are numbers come first. Empty if the key is not there. */
    Map<String, String> hgetall(String key);

    /** See {@link #hgetall(String, KvType)}. */
    default <T> Map<String, T> hgetall(String key, Class<T> type) {
        return hgetall(key, KvType.of(type));
    }

    /** All fields with their values, read as that type. Empty if the key is not there. */
    <T> Map<String, T> hgetall(String key, KvType<T> type);

    /** Adds a number to a field, as {@link KuzzleStrings#incrby} does. */
    long hincrby(String key, String field, long by);

    /** Adds a number to a field, as {@link KuzzleStrings#incrbyfloat} does. */
    double hincrbyfloat(String key, String field, double by);

    /** The fields. */
    List<String> hkeys(String key);

    /** How many fields there are. */
    long hlen(String key);

    /** The values of those of the fields that are there, in the order in which they were asked for. */
    Map<String, String> hmget(String key, Collection<String> fields);

    /** See {@link #hmget(String, Collection, KvType)}. */
    default <T> Map<String, T> hmget(String key, Collection<String> fields, Class<T> type) {
        return hmget(key, fields, KvType.of(type));
    }

    /** The values of those of the fields that are there, read as that type, in the order of the question. */
    <T> Map<String, T> hmget(String key, Collection<String> fields, KvType<T> type);

    /**
     * Stores values in fields.
     *
     * @param values neither a field nor a value is empty text, which the server refuses here; {@link #hset} takes it
     */
    void hmset(String key, Map<String, ?> values);

    /** A page of the fields, with their values. Pages may be empty, and may repeat a field. */
    KvPage<Map.Entry<String, String>> hscan(String key, ScanArgs args);

    /** All fields that match, with their values, page by page as the stream is read. A field may come twice. */
    default Stream<Map.Entry<String, String>> hscanStream(String key, ScanArgs args) {
        return Pages.stream(args, page -> hscan(key, page));
    }

    /** Stores a value in a field; tells whether the field is new. */
    boolean hset(String key, String field, Object value);

    /** Stores a value in a field that is not there; tells whether it did. */
    boolean hsetnx(String key, String field, Object value);

    /** The length of the value of a field, in bytes of UTF-8; 0 if there is none. */
    long hstrlen(String key, String field);

    /** The values. */
    List<String> hvals(String key);

    /** The values, read as that type. */
    <T> List<T> hvals(String key, KvType<T> type);
}
