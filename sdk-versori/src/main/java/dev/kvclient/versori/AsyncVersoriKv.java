package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@link VersoriKv} with futures, which are completed as {@link dev.kvclient.AsyncKvOperations} says. Methods throw
 * nothing themselves but for null arguments. Safe for use by many threads.
 */
public interface AsyncVersoriKv {
    /** See {@link VersoriKv#get(VersoriKey, Class)}. */
    default <T> CompletableFuture<Optional<VersoriEntry<T>>> get(VersoriKey key, Class<T> type) {
        return get(key, KvType.of(type), CallOptions.none());
    }

    /** See {@link VersoriKv#get(VersoriKey, KvType, CallOptions)}. */
    <T> CompletableFuture<Optional<VersoriEntry<T>>> get(VersoriKey key, KvType<T> type, CallOptions options);

    /** See {@link VersoriKv#set(VersoriKey, Object)}. */
    default CompletableFuture<CommitResult> set(VersoriKey key, Object value) {
        return set(key, value, VersoriSetOptions.none());
    }

    /** See {@link VersoriKv#set(VersoriKey, Object, VersoriSetOptions)}. */
    CompletableFuture<CommitResult> set(VersoriKey key, Object value, VersoriSetOptions options);

    /** See {@link VersoriKv#delete(VersoriKey)}. */
    default CompletableFuture<Optional<String>> delete(VersoriKey key) {
        return delete(key, VersoriDeleteOptions.none());
    }

    /** See {@link VersoriKv#delete(VersoriKey, VersoriDeleteOptions)}. */
    CompletableFuture<Optional<String>> delete(VersoriKey key, VersoriDeleteOptions options);

    /** See {@link VersoriKv#batchGet(Collection, Class)}. */
    default <T> CompletableFuture<VersoriBatchGet<T>> batchGet(Collection<VersoriKey> keys, Class<T> type) {
        return batchGet(keys, KvType.of(type), VersoriBatchGetOptions.none());
    }

    /** See {@link VersoriKv#batchGet(Collection, KvType, VersoriBatchGetOptions)}. */
    <T> CompletableFuture<VersoriBatchGet<T>> batchGet(
            Collection<VersoriKey> keys, KvType<T> type, VersoriBatchGetOptions options);

    /** See {@link VersoriKv#batchSet(Collection)}. */
    default CompletableFuture<VersoriBatchSet> batchSet(Collection<VersoriWrite> writes) {
        return batchSet(writes, CallOptions.none());
    }

    /** See {@link VersoriKv#batchSet(Collection, CallOptions)}. */
    CompletableFuture<VersoriBatchSet> batchSet(Collection<VersoriWrite> writes, CallOptions options);

    /** See {@link VersoriKv#batchDelete(Collection)}. */
    default CompletableFuture<Optional<String>> batchDelete(Collection<VersoriKey> keys) {
        return batchDelete(keys, VersoriDeleteOptions.none());
    }

    /** See {@link VersoriKv#batchDelete(Collection, VersoriDeleteOptions)}. */
    CompletableFuture<Optional<String>> batchDelete(Collection<VersoriKey> keys, VersoriDeleteOptions options);

    /** See {@link VersoriKv#list(Class, VersoriListOptions)}. */
    default <T> CompletableFuture<VersoriPage<T>> list(Class<T> type, VersoriListOptions options) {
        return list(KvType.of(type), options);
    }

    /** See {@link VersoriKv#list(KvType, VersoriListOptions)}. */
    <T> CompletableFuture<VersoriPage<T>> list(KvType<T> type, VersoriListOptions options);

    /** See {@link VersoriKv#count()}. */
    default CompletableFuture<Long> count() {
        return count(CallOptions.none());
    }

    /** See {@link VersoriKv#count(CallOptions)}. */
    CompletableFuture<Long> count(CallOptions options);

    /** See {@link VersoriKv#count(VersoriKey)}. */
    default CompletableFuture<Long> count(VersoriKey prefix) {
        return count(prefix, CallOptions.none());
    }

    /** See {@link VersoriKv#count(VersoriKey, CallOptions)}. */
    CompletableFuture<Long> count(VersoriKey prefix, CallOptions options);

    /** See {@link VersoriKv#deleteEverything()}. */
    default CompletableFuture<Long> deleteEverything() {
        return deleteEverything(CallOptions.none());
    }

    /** See {@link VersoriKv#deleteEverything(CallOptions)}. */
    CompletableFuture<Long> deleteEverything(CallOptions options);
}
