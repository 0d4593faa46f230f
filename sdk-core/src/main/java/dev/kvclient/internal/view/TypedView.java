package dev.kvclient.internal.view;

import dev.kvclient.BatchResult;
import dev.kvclient.CallOptions;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvEntry;
import dev.kvclient.KvOperations;
import dev.kvclient.KvType;
import dev.kvclient.Scan;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.TypedKvOperations;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** The operations of another view, with the type of the values fixed. */
record TypedView<T>(KvOperations untyped, KvType<T> type) implements TypedKvOperations<T> {
    @Override
    public Optional<T> get(String key) {
        return untyped.get(key, type);
    }

    @Override
    public Optional<KvEntry<T>> entry(String key) {
        return untyped.entry(key, type);
    }

    @Override
    public BatchResult<T> getAll(Collection<String> keys) {
        return untyped.getAll(keys, type);
    }

    @Override
    public SetResult set(String key, T value, SetOptions options) {
        return untyped.set(key, value, options);
    }

    @Override
    public BatchResult<SetResult> setAll(Map<String, T> values) {
        return untyped.setAll(values);
    }

    @Override
    public T update(String key, Function<Optional<T>, T> change) {
        return untyped.update(key, type, change);
    }

    @Override
    public DeleteResult delete(String key) {
        return untyped.delete(key);
    }

    @Override
    public boolean contains(String key) {
        return untyped.contains(key);
    }

    @Override
    public BatchResult<DeleteResult> deleteAll(Collection<String> keys) {
        return untyped.deleteAll(keys);
    }

    @Override
    public TypedKvOperations<T> with(CallOptions defaults) {
        return new TypedView<>(untyped.with(defaults), type);
    }

    @Override
    public Stream<KvEntry<T>> entries(Scan scan) {
        return untyped.entries(scan, type);
    }

    @Override
    public CompletableFuture<Optional<T>> getAsync(String key) {
        return untyped.async().get(key, type, CallOptions.none());
    }

    @Override
    public CompletableFuture<SetResult> setAsync(String key, T value, SetOptions options) {
        return untyped.async().set(key, value, options);
    }
}
