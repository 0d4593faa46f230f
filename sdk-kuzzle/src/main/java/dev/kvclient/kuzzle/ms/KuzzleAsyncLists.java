package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleLists} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncLists {
    /** See {@link KuzzleLists#lindex(String, long)}. */
    CompletableFuture<Optional<String>> lindex(String key, long index);

    /** See {@link KuzzleLists#lindex(String, long, KvType)}. */
    <T> CompletableFuture<Optional<T>> lindex(String key, long index, KvType<T> type);

    /** See {@link KuzzleLists#linsert(String, ListPosition, Object, Object)}. */
    CompletableFuture<OptionalLong> linsert(String key, ListPosition position, Object pivot, Object value);

    /** See {@link KuzzleLists#llen(String)}. */
    CompletableFuture<Long> llen(String key);

    /** See {@link KuzzleLists#lpop(String)}. */
    CompletableFuture<Optional<String>> lpop(String key);

    /** See {@link KuzzleLists#lpop(String, KvType)}. */
    <T> CompletableFuture<Optional<T>> lpop(String key, KvType<T> type);

    /** See {@link KuzzleLists#lpush(String, Object...)}. */
    default CompletableFuture<Long> lpush(String key, Object... values) {
        return lpush(key, List.of(values));
    }

    /** See {@link KuzzleLists#lpush(String, Collection)}. */
    CompletableFuture<Long> lpush(String key, Collection<?> values);

    /** See {@link KuzzleLists#lpushx(String, Object)}. */
    CompletableFuture<Long> lpushx(String key, Object value);

    /** See {@link KuzzleLists#lrange(String, long, long)}. */
    CompletableFuture<List<String>> lrange(String key, long start, long stop);

    /** See {@link KuzzleLists#lrange(String, long, long, Class)}. */
    default <T> CompletableFuture<List<T>> lrange(String key, long start, long stop, Class<T> type) {
        return lrange(key, start, stop, KvType.of(type));
    }

    /** See {@link KuzzleLists#lrange(String, long, long, KvType)}. */
    <T> CompletableFuture<List<T>> lrange(String key, long start, long stop, KvType<T> type);

    /** See {@link KuzzleLists#lrem(String, long, Object)}. */
    CompletableFuture<Long> lrem(String key, long count, Object value);

    /** See {@link KuzzleLists#lset(String, long, Object)}. */
    CompletableFuture<Void> lset(String key, long index, Object value);

    /** See {@link KuzzleLists#ltrim(String, long, long)}. */
    CompletableFuture<Void> ltrim(String key, long start, long stop);

    /** See {@link KuzzleLists#rpop(String)}. */
    CompletableFuture<Optional<String>> rpop(String key);

    /** See {@link KuzzleLists#rpop(String, KvType)}. */
    <T> CompletableFuture<Optional<T>> rpop(String key, KvType<T> type);

    /** See {@link KuzzleLists#rpoplpush(String, String)}. */
    CompletableFuture<Optional<String>> rpoplpush(String source, String destination);

    /** See {@link KuzzleLists#rpoplpush(String, String, KvType)}. */
    <T> CompletableFuture<Optional<T>> rpoplpush(String source, String destination, KvType<T> type);

    /** See {@link KuzzleLists#rpush(String, Object...)}. */
    default CompletableFuture<Long> rpush(String key, Object... values) {
        return rpush(key, List.of(values));
    }

    /** See {@link KuzzleLists#rpush(String, Collection)}. */
    CompletableFuture<Long> rpush(String key, Collection<?> values);

    /** See {@link KuzzleLists#rpushx(String, Object)}. */
    CompletableFuture<Long> rpushx(String key, Object value);
}
