package dev.kvclient.internal.view;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.BatchResult;
import dev.kvclient.CallOptions;
import dev.kvclient.ClearOptions;
import dev.kvclient.DeleteOptions;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvEntry;
import dev.kvclient.KvPage;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.TimeToLive;
import dev.kvclient.error.KvException;
import dev.kvclient.internal.engine.Engine;
import dev.kvclient.internal.engine.Plan;
import dev.kvclient.spi.Ack;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The asynchronous side: each operation is its plan, submitted. What making the plan throws fails the future. */
final class AsyncView implements AsyncKvOperations {
    private final Engine engine;
    private final Plans plans;

    AsyncView(Engine engine, Plans plans) {
        this.engine = engine;
        this.plans = plans;
    }

    @Override
    public <T> CompletableFuture<Optional<T>> get(String key, KvType<T> type, CallOptions options) {
        return submit(() -> plans.get(key, type, options), key, type, options);
    }

    @Override
    public <T> CompletableFuture<Optional<KvEntry<T>>> entry(String key, KvType<T> type, CallOptions options) {
        return submit(() -> plans.entry(key, type, options), key, type, options);
    }

    @Override
    public <T> CompletableFuture<BatchResult<T>> getAll(Collection<String> keys, KvType<T> type, CallOptions options) {
        return submit(() -> plans.getAll(keys, type, options), keys, type, options);
    }

    @Override
    public CompletableFuture<Boolean> contains(String key, CallOptions options) {
        return submit(() -> plans.contains(key, options), key, options);
    }

    @Override
    public CompletableFuture<SetResult> set(String key, Object value, SetOptions options) {
        return submit(() -> plans.set(key, value, options), key, value, options);
    }

    @Override
    public CompletableFuture<BatchResult<SetResult>> setAll(Collection<KvWrite> writes, CallOptions options) {
        return submit(() -> plans.setAll(writes, options), writes, options);
    }

    @Override
    public <T> CompletableFuture<T> update(
            String key, KvType<T> type, Function<Optional<T>, T> change, SetOptions options) {
        requireNonNull(key, type, change, options);
        try {
            return round(new Update<>(engine, plans, key, type, change, options));
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> CompletableFuture<T> round(Update<T> update) {
        return engine.submit(update.read())
                .thenCompose(found -> engine.submit(update.write(found)))
                .thenCompose(reply -> update.finish(reply)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> round(update)));
    }

    @Override
    public CompletableFuture<DeleteResult> delete(String key, DeleteOptions options) {
        return submit(() -> plans.delete(key, options), key, options);
    }

    @Override
    public CompletableFuture<BatchResult<DeleteResult>> deleteAll(Collection<String> keys, CallOptions options) {
        return submit(() -> plans.deleteAll(keys, options), keys, options);
    }

    @Override
    public CompletableFuture<Long> increment(String key, long by, CallOptions options) {
        return submit(() -> plans.increment(key, by, options), key, options);
    }

    @Override
    public CompletableFuture<TimeToLive> ttl(String key, CallOptions options) {
        return submit(() -> plans.ttl(key, options), key, options);
    }

    @Override
    public CompletableFuture<Boolean> expire(String key, Duration ttl, CallOptions options) {
        return submit(() -> plans.expire(key, ttl, options), key, ttl, options);
    }

    @Override
    public CompletableFuture<Boolean> persist(String key, CallOptions options) {
        return submit(() -> plans.persist(key, options), key, options);
    }

    @Override
    public CompletableFuture<KvPage<String>> keysPage(Scan scan, CallOptions options) {
        return submit(() -> plans.keysPage(scan, options), scan, options);
    }

    @Override
    public <T> CompletableFuture<KvPage<KvEntry<T>>> entriesPage(Scan scan, KvType<T> type, CallOptions options) {
        return submit(() -> plans.entriesPage(scan, type, options), scan, type, options);
    }

    @Override
    public CompletableFuture<Long> count(String prefix, CallOptions options) {
        return submit(() -> plans.count(prefix, options), prefix, options);
    }

    @Override
    public CompletableFuture<Long> deletePrefix(String prefix, CallOptions options) {
        return submit(() -> plans.deletePrefix(prefix, options), prefix, options);
    }

    @Override
    public CompletableFuture<Void> clear(ClearOptions options) {
        CompletableFuture<Ack> done = submit(() -> plans.clear(options), options);
        return done.thenAccept(ack -> {});
    }

    @Override
    public CompletableFuture<Duration> ping(CallOptions options) {
        return submit(() -> plans.ping(options), options);
    }

    private <T> CompletableFuture<T> submit(Supplier<Plan<?, T>> plan, Object... arguments) {
        requireNonNull(arguments);
        Plan<?, T> made;
        try {
            made = plan.get();
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return engine.submit(made);
    }

    private static void requireNonNull(Object... arguments) {
        for (Object argument : arguments) {
            Objects.requireNonNull(argument);
        }
    }
}
