package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvPage;
import dev.kvclient.KvType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleHashes} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncHashes {
    /** See {@link KuzzleHashes#hdel(String, String...)}. */
    default CompletableFuture<Long> hdel(String key, String... fields) {
        return hdel(key, List.of(fields));
    }

    /** See {@link KuzzleHashes#hdel(String, Collection)}. */
    CompletableFuture<Long> hdel(String key, Collection<String> fields);

    /** See {@link KuzzleHashes#hexists(String, String)}. */
    CompletableFuture<Boolean> hexists(String key, String field);

    /** See {@link KuzzleHashes#hget(String, String)}. */
    CompletableFuture<Optional<String>> hget(String key, String field);

    /** See {@link KuzzleHashes#hget(String, String, Class)}. */
    default <T> CompletableFuture<Optional<T>> hget(String key, String field, Class<T> type) {
        return hget(key, field, KvType.of(type));
    }

    /** See {@link KuzzleHashes#hget(String, String, KvType)}. */
    <T> CompletableFuture<Optional<T>> hget(String key, String field, KvType<T> type);

    /** See {@link KuzzleHashes#hgetall(String)}. */
    CompletableFuture<Map<String, String>> hgetall(String key);

    /** See {@link KuzzleHashes#hgetall(String, Class)}. */
    default <T> CompletableFuture<Map<String, T>> hgetall(String key, Class<T> type) {
        return hgetall(key, KvType.of(type));
    }

    /** See {@link KuzzleHashes#hgetall(String, KvType)}. */
    <T> CompletableFuture<Map<String, T>> hgetall(String key, KvType<T> type);

    /** See {@link KuzzleHashes#hincrby(String, String, long)}. */
    CompletableFuture<Long> hincrby(String key, String field, long by);

    /** See {@link KuzzleHashes#hincrbyfloat(String, String, double)}. */
    CompletableFuture<Double> hincrbyfloat(String key, String field, double by);

    /** See {@link KuzzleHashes#hkeys(String)}. */
    CompletableFuture<List<String>> hkeys(String key);

    /** See {@link KuzzleHashes#hlen(String)}. */
    CompletableFuture<Long> hlen(String key);

    /** See {@link KuzzleHashes#hmget(String, Collection)}. */
    CompletableFuture<Map<String, String>> hmget(String key, Collection<String> fields);

    /** See {@link KuzzleHashes#hmget(String, Collection, Class)}. */
    default <T> CompletableFuture<Map<String, T>> hmget(String key, Collection<String> fields, Class<T> type) {
        return hmget(key, fields, KvType.of(type));
    }

    /** See {@link KuzzleHashes#hmget(String, Collection, KvType)}. */
    <T> CompletableFuture<Map<String, T>> hmget(String key, Collection<String> fields, KvType<T> type);

    /** See {@link KuzzleHashes#hmset(String, Map)}. */
    CompletableFuture<Void> hmset(String key, Map<String, ?> values);

    /** See {@link KuzzleHashes#hscan(String, ScanArgs)}. */
    CompletableFuture<KvPage<Map.Entry<String, String>>> hscan(String key, ScanArgs args);

    /** See {@link KuzzleHashes#hset(String, String, Object)}. */
    CompletableFuture<Boolean> hset(String key, String field, Object value);

    /** See {@link KuzzleHashes#hsetnx(String, String, Object)}. */
    CompletableFuture<Boolean> hsetnx(String key, String field, Object value);

    /** See {@link KuzzleHashes#hstrlen(String, String)}. */
    CompletableFuture<Long> hstrlen(String key, String field);

    /** See {@link KuzzleHashes#hvals(String)}. */
    CompletableFuture<List<String>> hvals(String key);

    /** See {@link KuzzleHashes#hvals(String, KvType)}. */
    <T> CompletableFuture<List<T>> hvals(String key, KvType<T> type);
}
