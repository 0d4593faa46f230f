package dev.kvclient.testkit.storm;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.BatchResult;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvEntry;
import dev.kvclient.KvOperations;
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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Operations that go into a history. Each value names its key, its writer and its number. Not safe for two threads. */
final class Recorded {
    private static final String CLIENT = "kv";

    /** What is told when a caller gives a future up, and so cannot know: no request is sent more often. */
    private static final int MOST_ATTEMPTS = 4;

    private final History history;
    private final Figures figures;
    private final String writer;
    private long values;

    Recorded(History history, Figures figures, String writer) {
        this.history = history;
        this.figures = figures;
        this.writer = writer;
    }

    private <T> void go(
            Way way,
            List<OpenOperation> operations,
            Function<KvOperations, T> blocking,
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

    void set(Way way, String key, WriteCondition condition) {
        String value = value(key);
        OpenOperation operation = history.write(CLIENT, key, value);
        SetOptions options = condition.options();
        go(
                way,
                List.of(operation),
                kv -> kv.set(key, value, options),
                async -> async.set(key, value, options),
                result -> acknowledge(operation, result, condition));
    }

    /** Reads and, if that came at once, writes on condition that nobody else has written. */
    void compareAndSet(Way way, String key) {
        OpenOperation operation = history.read(CLIENT, key);
        Queue<KvEntry<String>> found = new ConcurrentLinkedQueue<>();
        go(
                way,
                List.of(operation),
                kv -> kv.entry(key, String.class),
                async -> async.entry(key, String.class),
                entry -> {
                    operation.acknowledged(Seen.value(entry.map(KvEntry::value)));
                    entry.ifPresent(found::add);
                });
        // A future may not have come yet; then there is nothing to compare with.
        found.forEach(entry -> set(way, key, WriteCondition.unchanged(entry)));
    }

    void delete(Way way, String key) {
        OpenOperation operation = history.delete(CLIENT, key);
        go(
                way,
                List.of(operation),
                kv -> kv.delete(key),
                async -> async.delete(key),
                result -> operation.acknowledged(seen(result)));
    }

    void increment(Way way, String counter, long by) {
        OpenOperation operation = history.add(CLIENT, counter, by);
        go(
                way,
                List.of(operation),
                kv -> kv.increment(counter, by),
                async -> async.increment(counter, by),
                sum -> operation.acknowledged(Seen.sum(sum)));
    }

    void getCounter(Way way, String counter) {
        OpenOperation operation = history.read(CLIENT, counter);
        go(
                way,
                List.of(operation),
                kv -> kv.get(counter, Long.class),
                async -> async.get(counter, Long.class),
                sum -> operation.acknowledged(sum(sum)));
    }

    void getCounters(Way way, List<String> counters) {
        List<OpenOperation> operations = history.batch(counters, counter -> history.read(CLIENT, counter));
        go(
                way,
                operations,
                kv -> kv.getAll(counters, Long.class),
                async -> async.getAll(counters, Long.class),
                result -> eachOf(counters, operations, result, (operation, sum) -> operation.acknowledged(sum(sum))));
    }

    void get(Way way, String key) {
        OpenOperation operation = history.read(CLIENT, key);
        go(
                way,
                List.of(operation),
                kv -> kv.get(key, String.class),
                async -> async.get(key, String.class),
                found -> operation.acknowledged(Seen.value(found)));
    }

    void contains(Way way, String key) {
        OpenOperation operation = history.read(CLIENT, key);
        go(
                way,
                List.of(operation),
                kv -> kv.contains(key),
                async -> async.contains(key),
                there -> operation.acknowledged(Seen.present(there)));
    }

    void getAll(Way way, List<String> keys) {
        List<OpenOperation> operations = history.batch(keys, key -> history.read(CLIENT, key));
        go(
                way,
                operations,
                kv -> kv.getAll(keys, String.class),
                async -> async.getAll(keys, String.class),
                result -> eachOf(
                        keys, operations, result, (operation, found) -> operation.acknowledged(Seen.value(found))));
    }

    void setAll(Way way, List<String> keys, WriteCondition condition) {
        List<KvWrite> writes = new ArrayList<>();
        List<OpenOperation> operations = history.batch(keys, key -> {
            String value = value(key);
            writes.add(KvWrite.of(key, value).options(condition.options()));
            return history.write(CLIENT, key, value);
        });
        go(
                way,
                operations,
                kv -> kv.setAll(writes),
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
                kv -> kv.deleteAll(keys),
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
        return key + "#" + writer + "." + ++values;
    }

    private static void acknowledge(OpenOperation operation, SetResult result, WriteCondition condition) {
        if (result.written()) {
            operation.acknowledged(condition.whenWritten());
        } else {
            operation.conditionFailed(condition.whenNotWritten());
        }
    }

    private static Seen seen(DeleteResult result) {
        return switch (result.existed()) {
            case YES -> Seen.present();
            case NO -> Seen.absent();
            case NOT_TOLD -> Seen.nothing();
        };
    }

    private static Seen sum(Optional<Long> sum) {
        return sum.map(Seen::sum).orElse(Seen.absent());
    }
}
