package dev.kvclient.kuzzle.stress;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.BatchResult;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvException;
import dev.kvclient.testkit.history.History;
import dev.kvclient.testkit.history.OpenOperation;
import dev.kvclient.testkit.history.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client all of whose operations go into a history. Each value names its key. */
final class Recorded {
    private static final String CLIENT = "kv";

    /** What is told when a caller gives a future up, and so cannot know: no request is sent more often by default. */
    private static final int MOST_ATTEMPTS = 4;

    private final KvClient kv;
    private final History history;
    private final Figures figures;
    private final AtomicLong values = new AtomicLong();

    Recorded(KvClient kv, History history, Figures figures) {
        this.kv = kv;
        this.history = history;
        this.figures = figures;
    }

    KvClient client() {
        return kv;
    }

    /** How an operation is made: by a call that blocks, or by one that gives a future. */
    interface Way {
        <T> void go(
                Supplier<T> blocking,
                Function<AsyncKvOperations, CompletableFuture<T>> async,
                Runnable placed,
                BiConsumer<@Nullable T, @Nullable Throwable> end);
    }

    /** By a call that blocks. */
    Way blocking() {
        return new Way() {
            @Override
            public <T> void go(
                    Supplier<T> blocking,
                    Function<AsyncKvOperations, CompletableFuture<T>> async,
                    Runnable placed,
                    BiConsumer<@Nullable T, @Nullable Throwable> end) {
                T result;
                try {
                    result = blocking.get();
                } catch (KvException e) {
                    end.accept(null, e);
                    return;
                }
                end.accept(result, null);
            }
        };
    }

    private <T> void go(
            Way way,
            List<OpenOperation> operations,
            Supplier<T> blocking,
            Function<AsyncKvOperations, CompletableFuture<T>> async,
            Consumer<T> acknowledge) {
        way.<T>go(blocking, async, () -> operations.forEach(OpenOperation::placed), (result, thrown) -> {
            if (thrown == null) {
                acknowledge.accept(result);
                figures.succeeded();
            } else {
                operations.forEach(operation -> operation.failed(thrown, MOST_ATTEMPTS));
                figures.failed(thrown);
            }
        });
    }

    void set(Way way, String key, Condition condition) {
        String value = value(key);
        OpenOperation operation = history.write(CLIENT, key, value);
        SetOptions options = condition.options;
        go(
                way,
                List.of(operation),
                () -> kv.set(key, value, options),
                async -> async.set(key, value, options),
                result -> acknowledge(operation, result, condition));
    }

    void delete(Way way, String key) {
        OpenOperation operation = history.delete(CLIENT, key);
        go(
                way,
                List.of(operation),
                () -> kv.delete(key),
                async -> async.delete(key),
                result -> operation.acknowledged(seen(result)));
    }

    void increment(Way way, String key, long by) {
        OpenOperation operation = history.add(CLIENT, key, by);
        go(
                way,
                List.of(operation),
                () -> kv.increment(key, by),
                async -> async.increment(key, by),
                sum -> operation.acknowledged(Seen.sum(sum)));
    }

    void get(Way way, String key) {
        OpenOperation operation = history.read(CLIENT, key);
        go(
                way,
                List.of(operation),
                () -> kv.get(key, String.class),
                async -> async.get(key, String.class),
                found -> operation.acknowledged(Seen.value(found)));
    }

    void contains(Way way, String key) {
        OpenOperation operation = history.read(CLIENT, key);
        go(
                way,
                List.of(operation),
                () -> kv.contains(key),
                async -> async.contains(key),
                there -> operation.acknowledged(Seen.present(there)));
    }

    void getAll(Way way, List<String> keys) {
        List<OpenOperation> operations = history.batch(keys, key -> history.read(CLIENT, key));
        go(
                way,
                operations,
                () -> kv.getAll(keys, String.class),
                async -> async.getAll(keys, String.class),
                result -> eachOf(
                        keys, operations, result, (operation, found) -> operation.acknowledged(Seen.value(found))));
    }

    void setAll(Way way, List<String> keys, Condition condition) {
        List<KvWrite> writes = new ArrayList<>();
        List<OpenOperation> operations = history.batch(keys, key -> {
            String value = value(key);
            writes.add(KvWrite.of(key, value).options(condition.options));
            return history.write(CLIENT, key, value);
        });
        go(
                way,
                operations,
                () -> kv.setAll(writes),
                async -> async.setAll(writes),
                result -> eachOf(
                        keys,
                        operations,
                        result,
                        (operation, done) -> acknowledge(operation, done.orElseThrow(), condition)));
    }

    void deleteAll(Way way, List<String> keys) {
        List<OpenOperation> operations = history.batch(keys, key -> history.delete(CLIENT, key));
        go(
                way,
                operations,
                () -> kv.deleteAll(keys),
                async -> async.deleteAll(keys),
                result -> eachOf(
                        keys,
                        operations,
                        result,
                        (operation, done) -> operation.acknowledged(seen(done.orElseThrow()))));
    }

    private static <T> void eachOf(
            List<String> keys,
            List<OpenOperation> operations,
            BatchResult<T> result,
            BiConsumer<OpenOperation, Optional<T>> acknowledge) {
        Map<String, KvException> failures = result.failures();
        for (int i = 0; i < keys.size(); i++) {
            KvException failure = failures.get(keys.get(i));
            if (failure == null) {
                acknowledge.accept(
                        operations.get(i), Optional.ofNullable(result.values().get(keys.get(i))));
            } else {
                operations.get(i).failed(failure, MOST_ATTEMPTS);
            }
        }
    }

    private String value(String key) {
        return key + "#" + values.incrementAndGet();
    }

    private static void acknowledge(OpenOperation operation, SetResult result, Condition condition) {
        if (result.written()) {
            operation.acknowledged(condition.whenWritten);
        } else {
            operation.conditionFailed(condition.whenNotWritten);
        }
    }

    private static Seen seen(DeleteResult result) {
        return switch (result.existed()) {
            case YES -> Seen.present();
            case NO -> Seen.absent();
            case NOT_TOLD -> Seen.nothing();
        };
    }

    /** The condition of a write, and what its answer says of the key. */
    record Condition(SetOptions options, Seen whenWritten, Seen whenNotWritten) {
        static final Condition NONE = new Condition(SetOptions.none(), Seen.nothing(), Seen.nothing());
        static final Condition ABSENT = new Condition(SetOptions.none().ifAbsent(), Seen.absent(), Seen.present());
        static final Condition PRESENT = new Condition(SetOptions.none().ifPresent(), Seen.present(), Seen.absent());
    }
}
