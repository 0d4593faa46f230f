package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleStrings} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncStrings {
    /** See {@link KuzzleStrings#append(String, String)}. */
    CompletableFuture<Long> append(String key, String text);

    /** See {@link KuzzleStrings#decr(String)}. */
    CompletableFuture<Long> decr(String key);

    /** See {@link KuzzleStrings#decrby(String, long)}. */
    CompletableFuture<Long> decrby(String key, long by);

    /** See {@link KuzzleStrings#get(String)}. */
    CompletableFuture<Optional<String>> get(String key);

    /** See {@link KuzzleStrings#get(String, Class)}. */
    default <T> CompletableFuture<Optional<T>> get(String key, Class<T> type) {
        return get(key, KvType.of(type));
    }

    /** See {@link KuzzleStrings#get(String, KvType)}. */
    <T> CompletableFuture<Optional<T>> get(String key, KvType<T> type);

    /** See {@link KuzzleStrings#getrange(String, long, long)}. */
    CompletableFuture<String> getrange(String key, long start, long end);

    /** See {@link KuzzleStrings#getset(String, Object)}. */
    CompletableFuture<Optional<String>> getset(String key, Object value);

    /** See {@link KuzzleStrings#getset(String, Object, KvType)}. */
    <T> CompletableFuture<Optional<T>> getset(String key, Object value, KvType<T> type);

    /** See {@link KuzzleStrings#incr(String)}. */
    CompletableFuture<Long> incr(String key);

    /** See {@link KuzzleStrings#incrby(String, long)}. */
    CompletableFuture<Long> incrby(String key, long by);

    /** See {@link KuzzleStrings#incrbyfloat(String, double)}. */
    CompletableFuture<Double> incrbyfloat(String key, double by);

    /** See {@link KuzzleStrings#mget(String...)}. */
    default CompletableFuture<Map<String, String>> mget(String... keys) {
        return mget(List.of(keys));
    }

    /** See {@link KuzzleStrings#mget(Collection)}. */
    CompletableFuture<Map<String, String>> mget(Collection<String> keys);

    /** See {@link KuzzleStrings#mget(Collection, Class)}. */
    default <T> CompletableFuture<Map<String, T>> mget(Collection<String> keys, Class<T> type) {
        return mget(keys, KvType.of(type));
    }

    /** See {@link KuzzleStrings#mget(Collection, KvType)}. */
    <T> CompletableFuture<Map<String, T>> mget(Collection<String> keys, KvType<T> type);

    /** See {@link KuzzleStrings#mset(Map)}. */
    CompletableFuture<Void> mset(Map<String, ?> values);

    /** See {@link KuzzleStrings#msetnx(Map)}. */
    CompletableFuture<Boolean> msetnx(Map<String, ?> values);

    /** See {@link KuzzleStrings#psetex(String, Object, Duration)}. */
    CompletableFuture<Void> psetex(String key, Object value, Duration expiry);

    /** See {@link KuzzleStrings#set(String, Object)}. */
    CompletableFuture<Void> set(String key, Object value);

    /** See {@link KuzzleStrings#set(String, Object, SetArgs)}. */
    CompletableFuture<Boolean> set(String key, Object value, SetArgs args);

    /** See {@link KuzzleStrings#setex(String, Object, Duration)}. */
    CompletableFuture<Void> setex(String key, Object value, Duration expiry);

    /** See {@link KuzzleStrings#setnx(String, Object)}. */
    CompletableFuture<Boolean> setnx(String key, Object value);

    /** See {@link KuzzleStrings#strlen(String)}. */
    CompletableFuture<Long> strlen(String key);
}
