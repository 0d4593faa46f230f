package dev.kvclient;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Key-value work in which all values are of one type. The methods are those of {@link KvOperations} and mean the same.
 *
 * @param <T> the type of the values
 */
public interface TypedKvOperations<T> {
    /** See {@link KvOperations#get(String, Class)}. */
    Optional<T> get(String key);

    /** See {@link KvOperations#entry(String, Class)}. */
    Optional<KvEntry<T>> entry(String key);

    /** See {@link KvOperations#getAll(Collection, Class)}. */
    BatchResult<T> getAll(Collection<String> keys);

    /** See {@link KvOperations#set(String, Object)}. */
    default SetResult set(String key, T value) {
        return set(key, value, SetOptions.none());
    }

    /** See {@link KvOperations#set(String, Object, UnaryOperator)}. */
    default SetResult set(String key, T value, UnaryOperator<SetOptions> with) {
        return set(key, value, with.apply(SetOptions.none()));
    }

    /** See {@link KvOperations#set(String, Object, SetOptions)}. */
    SetResult set(String key, T value, SetOptions options);

    /** Stores several values. See {@link KvOperations#setAll(Collection)}. */
    BatchResult<SetResult> setAll(Map<String, T> values);

    /** See {@link KvOperations#update(String, Class, Function)}. */
    T update(String key, Function<Optional<T>, T> change);

    /** See {@link KvOperations#delete(String)}. */
    DeleteResult delete(String key);

    /** See {@link KvOperations#contains(String)}. */
    boolean contains(String key);

    /** See {@link KvOperations#deleteAll(Collection)}. */
    BatchResult<DeleteResult> deleteAll(Collection<String> keys);

    /** See {@link KvOperations#entries(Scan, Class)}. */
    Stream<KvEntry<T>> entries(Scan scan);

    /** See {@link AsyncKvOperations#get(String, Class)}. */
    CompletableFuture<Optional<T>> getAsync(String key);

    /** See {@link AsyncKvOperations#set(String, Object)}. */
    default CompletableFuture<SetResult> setAsync(String key, T value) {
        return setAsync(key, value, SetOptions.none());
    }

    /** See {@link AsyncKvOperations#set(String, Object, SetOptions)}. */
    CompletableFuture<SetResult> setAsync(String key, T value, SetOptions options);

    /** The same operations with other defaults for every request. See {@link KvOperations#with(CallOptions)}. */
    TypedKvOperations<T> with(CallOptions defaults);

    /** The operations that this is a view of. */
    KvOperations untyped();
}
