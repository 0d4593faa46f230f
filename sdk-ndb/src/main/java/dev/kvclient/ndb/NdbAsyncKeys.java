package dev.kvclient.ndb;

import dev.kvclient.DeleteResult;
import dev.kvclient.KvType;
import dev.kvclient.WriteEffect;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@link NdbKeys} with futures; see {@link NdbAsyncClient}.
 */
public interface NdbAsyncKeys {
    /** See {@link NdbKeys#set(String, Object)}. */
    CompletableFuture<WriteEffect> set(String key, Object value);

    /** See {@link NdbKeys#set(Map)}. */
    CompletableFuture<Map<String, WriteEffect>> set(Map<String, ?> values);

    /** See {@link NdbKeys#setQuiet(String, Object)}. */
    CompletableFuture<Void> setQuiet(String key, Object value);

    /** See {@link NdbKeys#setQuiet(Map)}. */
    CompletableFuture<Void> setQuiet(Map<String, ?> values);

    /** See {@link NdbKeys#add(String, Object)}. */
    CompletableFuture<NdbAdded> add(String key, Object value);

    /** See {@link NdbKeys#add(Map)}. */
    CompletableFuture<Map<String, NdbAdded>> add(Map<String, ?> values);

    /** See {@link NdbKeys#addQuiet(Map)}. */
    CompletableFuture<Set<String>> addQuiet(Map<String, ?> values);

    /** See {@link NdbKeys#get(String, Class)}. */
    default <T> CompletableFuture<Optional<T>> get(String key, Class<T> type) {
        return get(key, KvType.of(type));
    }

    /** See {@link NdbKeys#get(String, KvType)}. */
    <T> CompletableFuture<Optional<T>> get(String key, KvType<T> type);

    /** See {@link NdbKeys#get(Collection, Class)}. */
    default <T> CompletableFuture<Map<String, T>> get(Collection<String> keys, Class<T> type) {
        return get(keys, KvType.of(type));
    }

    /** See {@link NdbKeys#get(Collection, KvType)}. */
    <T> CompletableFuture<Map<String, T>> get(Collection<String> keys, KvType<T> type);

    /** See {@link NdbKeys#remove(String)}. */
    CompletableFuture<DeleteResult.Existed> remove(String key);

    /** See {@link NdbKeys#remove(Collection)}. */
    CompletableFuture<Map<String, DeleteResult.Existed>> remove(Collection<String> keys);

    /** See {@link NdbKeys#contains(String)}. */
    CompletableFuture<Boolean> contains(String key);

    /** See {@link NdbKeys#contains(Collection)}. */
    CompletableFuture<Set<String>> contains(Collection<String> keys);

    /** See {@link NdbKeys#count()}. */
    CompletableFuture<Long> count();

    /** See {@link NdbKeys#keys()}. */
    CompletableFuture<List<String>> keys();

    /** See {@link NdbKeys#clear()}. */
    CompletableFuture<Long> clear();

    /** See {@link NdbKeys#clearSet(Map)}. */
    CompletableFuture<Long> clearSet(Map<String, ?> values);

    /** See {@link NdbKeys#findKeys(String)}. */
    default CompletableFuture<List<String>> findKeys(String path) {
        return findKeys(NdbFind.path(path));
    }

    /** See {@link NdbKeys#findKeys(NdbFind)}. */
    CompletableFuture<List<String>> findKeys(NdbFind find);

    /** See {@link NdbKeys#findValues(String, Class)}. */
    default <T> CompletableFuture<Map<String, T>> findValues(String path, Class<T> type) {
        return findValues(NdbFind.path(path), KvType.of(type));
    }

    /** See {@link NdbKeys#findValues(NdbFind, Class)}. */
    default <T> CompletableFuture<Map<String, T>> findValues(NdbFind find, Class<T> type) {
        return findValues(find, KvType.of(type));
    }

    /** See {@link NdbKeys#findValues(NdbFind, KvType)}. */
    <T> CompletableFuture<Map<String, T>> findValues(NdbFind find, KvType<T> type);

    /** See {@link NdbKeys#findPaths(String)}. */
    default CompletableFuture<List<String>> findPaths(String path) {
        return findPaths(NdbFind.path(path));
    }

    /** See {@link NdbKeys#findPaths(NdbFind)}. */
    CompletableFuture<List<String>> findPaths(NdbFind find);

    /** See {@link NdbKeys#update(String, String, Object)}. */
    CompletableFuture<Long> update(String key, String path, Object value);

    /** See {@link NdbKeys#save(String)}. */
    CompletableFuture<NdbSaved> save(String name);

    /** See {@link NdbKeys#load(String)}. */
    CompletableFuture<NdbLoaded> load(String name);
}
