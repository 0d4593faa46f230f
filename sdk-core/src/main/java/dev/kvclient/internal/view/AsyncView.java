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
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.Engine;
import dev.kvclient.internal.engine.Failures;
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
        return submit("get", () -> plans.get(key, type, options), key, type, options);
    }

    @Override
    public <T> CompletableFuture<Optional<KvEntry<T>>> entry(String key, KvType<T> type, CallOptions options) {
        return submit("entry", () -> plans.entry(key, type, options), key, type, options);
    }

    @Override
    public <T> CompletableFuture<BatchResult<T>> getAll(Collection<String> keys, KvType<T> type, CallOptions options) {
        return submit("getAll", () -> plans.getAll(keys, type, options), keys, type, options);
    }

    @Override
    public CompletableFuture<Boolean> contains(String key, CallOptions options) {
        return submit("contains", () -> plans.contains(key, options), key, options);
    }

    @Override
    public CompletableFuture<SetResult> set(String key, Object value, SetOptions options) {
        return submit("set", () -> plans.set(key, value, options), key, value, options);
    }

    @Override
    public CompletableFuture<BatchResult<SetResult>> setAll(Collection<KvWrite> writes, CallOptions options) {
        return submit("setAll", () -> plans.setAll(writes, options), writes, options);
    }

    @Override
    public <T> CompletableFuture<T> update(
            String key, KvType<T> type, Function<Optional<T>, T> change, SetOptions options) {
        requireNonNull(key, type, change, options);
        LinkedFuture<T> result = new LinkedFuture<>();
        try {
            Update<T> update =
                    plans.named("update", () -> new Update<>(engine, plans, key, type, change, options, false));
            result.endWith(round(update, result));
        } catch (KvException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /** The function of the application runs where futures are completed, also if the answer is there at once. */
    private <T> CompletableFuture<T> round(Update<T> update, LinkedFuture<T> whole) {
        return whole.follow(() -> engine.submit(update.read()))
                .thenComposeAsync(
                        found -> {
                            // The function of the application runs here; its caller may have gone meanwhile.
                            Plan<?, SetResult> write = update.write(found);
                            return whole.follow(() -> engine.submit(write));
                        },
                        engine.callbacks())
                .thenCompose(reply -> update.finish(reply)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> round(update, whole)));
    }

    @Override
    public CompletableFuture<DeleteResult> delete(String key, DeleteOptions options) {
        return submit("delete", () -> plans.delete(key, options), key, options);
    }

    @Override
    public CompletableFuture<BatchResult<DeleteResult>> deleteAll(Collection<String> keys, DeleteOptions options) {
        return submit("deleteAll", () -> plans.deleteAll(keys, options), keys, options);
    }

    @Override
    public CompletableFuture<Long> increment(String key, long by, CallOptions options) {
        return submit("increment", () -> plans.increment(key, by, options), key, options);
    }

    @Override
    public CompletableFuture<TimeToLive> ttl(String key, CallOptions options) {
        return submit("ttl", () -> plans.ttl(key, options), key, options);
    }

    @Override
    public CompletableFuture<Boolean> expire(String key, Duration ttl, CallOptions options) {
        return submit("expire", () -> plans.expire(key, ttl, options), key, ttl, options);
    }

    @Override
    public CompletableFuture<Boolean> persist(String key, CallOptions options) {
        return submit("persist", () -> plans.persist(key, options), key, options);
    }

    @Override
    public CompletableFuture<KvPage<String>> keysPage(Scan scan, CallOptions options) {
        return submit("keysPage", () -> plans.keysPage(scan, options), scan, options);
    }

    @Override
    public <T> CompletableFuture<KvPage<KvEntry<T>>> entriesPage(Scan scan, KvType<T> type, CallOptions options) {
        return submit("entriesPage", () -> plans.entriesPage(scan, type, options), scan, type, options);
    }

    @Override
    public CompletableFuture<Long> count(String prefix, CallOptions options) {
        return submit("count", () -> plans.count(prefix, options), prefix, options);
    }

    @Override
    public CompletableFuture<Long> deletePrefix(String prefix, CallOptions options) {
        return submit("deletePrefix", () -> plans.deletePrefix(prefix, options), prefix, options);
    }

    @Override
    public CompletableFuture<Void> clear(ClearOptions options) {
        LinkedFuture<Void> result = new LinkedFuture<>();
        CompletableFuture<Ack> done = submit("clear", () -> plans.clear(options), options);
        result.endWith(result.follow(() -> done).thenAccept(ack -> {}));
        return result;
    }

    @Override
    public CompletableFuture<Duration> ping(CallOptions options) {
        return submit("ping", () -> plans.ping(options), options);
    }

    private <T> CompletableFuture<T> submit(String operation, Supplier<Plan<?, T>> plan, Object... arguments) {
        requireNonNull(arguments);
        Plan<?, T> made;
        try {
            made = plans.named(operation, plan);
        } catch (RuntimeException e) {
            // Also what a codec of the application's own throws.
            return CompletableFuture.failedFuture(Failures.of(e, Outcome.NOT_SENT));
        }
        return engine.submit(made);
    }

    private static void requireNonNull(Object... arguments) {
        for (Object argument : arguments) {
            Objects.requireNonNull(argument);
            if (argument instanceof Collection<?> members) {
                members.forEach(Objects::requireNonNull);
            }
        }
    }
}
