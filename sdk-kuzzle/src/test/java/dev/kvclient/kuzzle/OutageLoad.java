package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvOperations;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.Futures;
import dev.kvclient.testkit.history.History;
import dev.kvclient.testkit.history.OpenOperation;
import dev.kvclient.testkit.history.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Eight threads that set, delete, add and read, most of it without waiting, for as long as they are wanted. Whatever
 * they do goes into a history, and what failed is counted by its kind.
 */
final class OutageLoad implements AutoCloseable {
    private static final String CLIENT = "kv";
    private static final int THREADS = 8;
    private static final int KEYS = 40;
    private static final int COUNTERS = 10;

    /** So many futures a thread has open at the most: all of them fit into the offline queue. */
    private static final int OPEN = 24;

    /** Large and seldom alike, so that each sum tells which additions are in it; 8 million of them are below 2^53. */
    private static final int LARGEST_ADDITION = 1 << 30;

    private final KvClient kv;
    private final History history;
    private final List<String> keys;
    private final List<String> counters;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> died = new ConcurrentLinkedQueue<>();
    private final AtomicLong values = new AtomicLong();
    private final LongAdder succeeded = new LongAdder();
    private final Map<String, LongAdder> failed = new ConcurrentSkipListMap<>();
    private volatile boolean wanted = true;

    /** Begins at once. */
    OutageLoad(KvClient kv, History history, String prefix) {
        this.kv = kv;
        this.history = history;
        this.keys = numbered(prefix + "key", KEYS);
        this.counters = numbered(prefix + "counter", COUNTERS);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(new Worker(i), "kv-outage-load-" + i);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, thrown) -> died.add(thrown));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    List<String> counters() {
        return counters;
    }

    /** Removes every key, which is no part of the history. */
    void removeEverything() {
        kv.deleteAll(Stream.concat(keys.stream(), counters.stream()).toList()).orThrow();
    }

    /** In which ways calls failed: outcome, exception and what the server said. */
    Set<String> failures() {
        return failed.keySet();
    }

    /** Waits until so many more calls have gone well. */
    void awaitSuccesses(int more, Duration atMost) {
        long before = succeeded.sum();
        await().atMost(atMost).until(() -> succeeded.sum() - before >= more);
    }

    /** Ends it, and waits for every thread and every future. */
    void end(Duration atMost) throws InterruptedException {
        wanted = false;
        for (Thread thread : threads) {
            thread.join(atMost.toMillis());
            assertThat(thread.isAlive()).as("%s hangs", thread).isFalse();
        }
        assertThat(died).as("threads that died").isEmpty();
        await().atMost(atMost)
                .untilAsserted(() -> assertThat(history.open())
                        .as("calls that have not ended")
                        .isZero());
    }

    /** Ends it without a look at what has become of it. */
    @Override
    public void close() {
        wanted = false;
    }

    /** Reads every key, as a part of the history. */
    void readEverything() {
        Worker reader = new Worker(THREADS);
        keys.forEach(key -> reader.get(key, true));
        counters.forEach(counter -> reader.getSum(counter, true));
    }

    @Override
    public String toString() {
        return succeeded + " calls well, failed " + failed;
    }

    /** One thread of the application. */
    private final class Worker implements Runnable {
        private final Random random;
        private final Semaphore places = new Semaphore(OPEN);

        Worker(int number) {
            this.random = new Random(number);
        }

        @Override
        public void run() {
            while (wanted) {
                String key = keys.get(random.nextInt(KEYS));
                String counter = counters.get(random.nextInt(COUNTERS));
                // Few of them, or nearly all threads would soon wait when there is nobody to answer.
                boolean blocking = random.nextInt(40) == 0;
                int what = random.nextInt(100);
                if (what < 35) {
                    set(key, blocking);
                } else if (what < 45) {
                    delete(key, blocking);
                } else if (what < 65) {
                    add(counter, 1 + random.nextInt(LARGEST_ADDITION), blocking);
                } else if (what < 90) {
                    get(key, blocking);
                } else {
                    getSum(counter, blocking);
                }
            }
        }

        private void set(String key, boolean blocking) {
            String value = key + "#" + values.incrementAndGet();
            OpenOperation operation = history.write(CLIENT, key, value);
            go(
                    blocking,
                    operation,
                    kv -> kv.set(key, value),
                    async -> async.set(key, value),
                    result -> operation.acknowledged());
        }

        private void delete(String key, boolean blocking) {
            OpenOperation operation = history.delete(CLIENT, key);
            go(
                    blocking,
                    operation,
                    kv -> kv.delete(key),
                    async -> async.delete(key),
                    result -> operation.acknowledged(seen(result)));
        }

        private void add(String counter, long by, boolean blocking) {
            OpenOperation operation = history.add(CLIENT, counter, by);
            go(
                    blocking,
                    operation,
                    kv -> kv.increment(counter, by),
                    async -> async.increment(counter, by),
                    sum -> operation.acknowledged(Seen.sum(sum)));
        }

        void get(String key, boolean blocking) {
            OpenOperation operation = history.read(CLIENT, key);
            go(
                    blocking,
                    operation,
                    kv -> kv.get(key, String.class),
                    async -> async.get(key, String.class),
                    found -> operation.acknowledged(Seen.value(found)));
        }

        void getSum(String counter, boolean blocking) {
            OpenOperation operation = history.read(CLIENT, counter);
            go(
                    blocking,
                    operation,
                    kv -> kv.get(counter, Long.class),
                    async -> async.get(counter, Long.class),
                    sum -> operation.acknowledged(sum(sum)));
        }

        private <T> void go(
                boolean blocking,
                OpenOperation operation,
                Function<KvOperations, T> call,
                Function<AsyncKvOperations, CompletableFuture<T>> asyncCall,
                Consumer<T> acknowledge) {
            Consumer<T> succeed = result -> {
                acknowledge.accept(result);
                succeeded.increment();
            };
            if (blocking) {
                T result;
                try {
                    result = call.apply(kv);
                } catch (KvException e) {
                    fail(operation, e);
                    return;
                }
                succeed.accept(result);
                return;
            }
            places.acquireUninterruptibly();
            CompletableFuture<T> future = asyncCall.apply(kv.async());
            operation.placed();
            CompletableFuture<T> unused = future.whenComplete((result, thrown) -> {
                places.release();
                if (thrown == null) {
                    succeed.accept(result);
                } else {
                    fail(operation, thrown);
                }
            });
        }

        private void fail(OpenOperation operation, Throwable thrown) {
            if (!(Futures.cause(thrown) instanceof KvException failure)) {
                // Not ended in the history, and so found at the end.
                died.add(thrown);
                return;
            }
            operation.failed(failure, 1);
            String kind = failure.outcome() + " " + failure.getClass().getSimpleName()
                    + failure.backendCode().map(code -> " " + code).orElse("");
            failed.computeIfAbsent(kind, k -> new LongAdder()).increment();
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
