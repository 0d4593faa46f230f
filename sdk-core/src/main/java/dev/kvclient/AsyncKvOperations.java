package dev.kvclient;

import dev.kvclient.error.KvException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Key-value work with futures. The methods are those of {@link KvOperations} and mean the same.
 *
 * <p>A method throws nothing itself but {@link NullPointerException} on a null argument; all else fails its future,
 * with a {@link dev.kvclient.error.KvException}, or with what the function of an {@code update} has thrown. Futures are
 * completed on the callback executor of the client, never on a thread that reads from the network. Cancelling a future
 * withdraws its request if it was not sent yet, and harms no other. If too many requests are under way, the future
 * fails with {@link dev.kvclient.error.KvOverloadException}.
 */
public interface AsyncKvOperations {
    /** See {@link KvOperations#get(String, Class)}. */
    default <T> CompletableFuture<Optional<T>> get(String key, Class<T> type) {
        return get(key, KvType.of(type), CallOptions.none());
    }

    /** See {@link KvOperations#get(String, KvType)}. */
    default <T> CompletableFuture<Optional<T>> get(String key, KvType<T> type) {
        return get(key, type, CallOptions.none());
    }

    /** See {@link KvOperations#get(String, KvType, CallOptions)}. */
    <T> CompletableFuture<Optional<T>> get(String key, KvType<T> type, CallOptions options);

    /** See {@link KvOperations#entry(String, Class)}. */
    default <T> CompletableFuture<Optional<KvEntry<T>>> entry(String key, Class<T> type) {
        return entry(key, KvType.of(type), CallOptions.none());
    }

    /** See {@link KvOperations#entry(String, KvType)}. */
    default <T> CompletableFuture<Optional<KvEntry<T>>> entry(String key, KvType<T> type) {
        return entry(key, type, CallOptions.none());
    }

    /** See {@link KvOperations#entry(String, KvType, CallOptions)}. */
    <T> CompletableFuture<Optional<KvEntry<T>>> entry(String key, KvType<T> type, CallOptions options);

    /** See {@link KvOperations#getAll(Collection, Class)}. */
    default <T> CompletableFuture<BatchResult<T>> getAll(Collection<String> keys, Class<T> type) {
        return getAll(keys, KvType.of(type), CallOptions.none());
    }

    /** See {@link KvOperations#getAll(Collection, KvType)}. */
    default <T> CompletableFuture<BatchResult<T>> getAll(Collection<String> keys, KvType<T> type) {
        return getAll(keys, type, CallOptions.none());
    }

    /** See {@link KvOperations#getAll(Collection, KvType, CallOptions)}. */
    <T> CompletableFuture<BatchResult<T>> getAll(Collection<String> keys, KvType<T> type, CallOptions options);

    /** See {@link KvOperations#contains(String)}. */
    default CompletableFuture<Boolean> contains(String key) {
        return contains(key, CallOptions.none());
    }

    /** See {@link KvOperations#contains(String, CallOptions)}. */
    CompletableFuture<Boolean> contains(String key, CallOptions options);

    /** See {@link KvOperations#set(String, Object)}. */
    default CompletableFuture<SetResult> set(String key, Object value) {
        return set(key, value, SetOptions.none());
    }

    /** See {@link KvOperations#set(String, Object, SetOptions)}. */
    CompletableFuture<SetResult> set(String key, Object value, SetOptions options);

    /**
     * See {@link KvOperations#set(String, Object, UnaryOperator)}. Options that contradict themselves fail the future.
     */
    default CompletableFuture<SetResult> set(String key, Object value, UnaryOperator<SetOptions> with) {
        SetOptions options;
        try {
            options = with.apply(SetOptions.none());
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return set(key, value, options);
    }

    /** See {@link KvOperations#setAll(Map)}. */
    default CompletableFuture<BatchResult<SetResult>> setAll(Map<String, ?> values) {
        return setAll(KvWrite.all(values), CallOptions.none());
    }

    /** See {@link KvOperations#setAll(Collection)}. */
    default CompletableFuture<BatchResult<SetResult>> setAll(Collection<KvWrite> writes) {
        return setAll(writes, CallOptions.none());
    }

    /** See {@link KvOperations#setAll(Collection, CallOptions)}. */
    CompletableFuture<BatchResult<SetResult>> setAll(Collection<KvWrite> writes, CallOptions options);

    /** See {@link KvOperations#update(String, Class, Function)}. The function runs on the callback executor. */
    default <T> CompletableFuture<T> update(String key, Class<T> type, Function<Optional<T>, T> change) {
        return update(key, KvType.of(type), change, SetOptions.none());
    }

    /** See {@link KvOperations#update(String, KvType, Function, SetOptions)}. */
    <T> CompletableFuture<T> update(String key, KvType<T> type, Function<Optional<T>, T> change, SetOptions options);

    /** See {@link KvOperations#delete(String)}. */
    default CompletableFuture<DeleteResult> delete(String key) {
        return delete(key, DeleteOptions.none());
    }

    /** See {@link KvOperations#delete(String, DeleteOptions)}. */
    CompletableFuture<DeleteResult> delete(String key, DeleteOptions options);

    /** See {@link KvOperations#deleteAll(Collection)}. */
    default CompletableFuture<BatchResult<DeleteResult>> deleteAll(Collection<String> keys) {
        return deleteAll(keys, DeleteOptions.none());
    }

    /** See {@link KvOperations#deleteAll(Collection, DeleteOptions)}. */
    CompletableFuture<BatchResult<DeleteResult>> deleteAll(Collection<String> keys, DeleteOptions options);

    /** See {@link KvOperations#increment(String)}. */
    default CompletableFuture<Long> increment(String key) {
        return increment(key, 1, CallOptions.none());
    }

    /** See {@link KvOperations#increment(String, long)}. */
    default CompletableFuture<Long> increment(String key, long by) {
        return increment(key, by, CallOptions.none());
    }

    /** See {@link KvOperations#increment(String, long, CallOptions)}. */
    CompletableFuture<Long> increment(String key, long by, CallOptions options);

    /** See {@link KvOperations#ttl(String)}. */
    default CompletableFuture<TimeToLive> ttl(String key) {
        return ttl(key, CallOptions.none());
    }

    /** See {@link KvOperations#ttl(String, CallOptions)}. */
    CompletableFuture<TimeToLive> ttl(String key, CallOptions options);

    /** See {@link KvOperations#expire(String, Duration)}. */
    default CompletableFuture<Boolean> expire(String key, Duration ttl) {
        return expire(key, ttl, CallOptions.none());
    }

    /** See {@link KvOperations#expire(String, Duration, CallOptions)}. */
    CompletableFuture<Boolean> expire(String key, Duration ttl, CallOptions options);

    /** See {@link KvOperations#persist(String)}. */
    default CompletableFuture<Boolean> persist(String key) {
        return persist(key, CallOptions.none());
    }

    /** See {@link KvOperations#persist(String, CallOptions)}. */
    CompletableFuture<Boolean> persist(String key, CallOptions options);

    /** See {@link KvOperations#keysPage(Scan)}. */
    default CompletableFuture<KvPage<String>> keysPage(Scan scan) {
        return keysPage(scan, CallOptions.none());
    }

    /** See {@link KvOperations#keysPage(Scan, CallOptions)}. */
    CompletableFuture<KvPage<String>> keysPage(Scan scan, CallOptions options);

    /** See {@link KvOperations#entriesPage(Scan, Class)}. */
    default <T> CompletableFuture<KvPage<KvEntry<T>>> entriesPage(Scan scan, Class<T> type) {
        return entriesPage(scan, KvType.of(type), CallOptions.none());
    }

    /** See {@link KvOperations#entriesPage(Scan, KvType, CallOptions)}. */
    <T> CompletableFuture<KvPage<KvEntry<T>>> entriesPage(Scan scan, KvType<T> type, CallOptions options);

    /** See {@link KvOperations#count()}. */
    default CompletableFuture<Long> count() {
        return count("", CallOptions.none());
    }

    /** See {@link KvOperations#count(String)}. */
    default CompletableFuture<Long> count(String prefix) {
        return count(prefix, CallOptions.none());
    }

    /** See {@link KvOperations#count(String, CallOptions)}. */
    CompletableFuture<Long> count(String prefix, CallOptions options);

    /** See {@link KvOperations#deletePrefix(String)}. */
    default CompletableFuture<Long> deletePrefix(String prefix) {
        return deletePrefix(prefix, CallOptions.none());
    }

    /** See {@link KvOperations#deletePrefix(String, CallOptions)}. */
    CompletableFuture<Long> deletePrefix(String prefix, CallOptions options);

    /** See {@link KvOperations#clear()}. */
    default CompletableFuture<Void> clear() {
        return clear(ClearOptions.none());
    }

    /** See {@link KvOperations#clear(ClearOptions)}. */
    CompletableFuture<Void> clear(ClearOptions options);

    /** See {@link KvOperations#ping()}. */
    default CompletableFuture<Duration> ping() {
        return ping(CallOptions.none());
    }

    /** See {@link KvOperations#ping(CallOptions)}. */
    CompletableFuture<Duration> ping(CallOptions options);
}
