package dev.kvclient.benchmarks.load;

import dev.kvclient.KvClient;
import dev.kvclient.benchmarks.report.Spread;
import dev.kvclient.spi.KvBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The suite with batches that the application has made itself: {@code setAll} and {@code getAll}. */
final class SuiteBatches implements Contestant {
    static final int KEYS = 100;
    static final String NAME = "suite, all of " + KEYS;

    private static final double MICRO = 1_000;
    private static final double SECOND = 1e9;

    private final KvClient kv;
    private Workload workload = Workload.ofSize(Workload.SMALLEST);

    SuiteBatches(KvBackend backend) {
        kv = KvClient.builder(backend).connect();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean takesPart(int window) {
        return window >= KEYS;
    }

    @Override
    public void use(Workload values) {
        workload = values;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The failure is kept.
    public Sample closedLoop(Operation operation, int window, int count) throws InterruptedException {
        int batches = (count + KEYS - 1) / KEYS;
        int inFlight = Math.max(1, window / KEYS);
        Semaphore places = new Semaphore(inFlight);
        long[] times = new long[batches];
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Cost cost = Cost.begin();
        long begin = System.nanoTime();
        for (int batch = 0; batch < batches; batch++) {
            int number = batch;
            places.acquire();
            long start = System.nanoTime();
            run(operation, batch * KEYS).whenComplete((done, why) -> {
                times[number] = System.nanoTime() - start;
                if (why != null) {
                    failure.compareAndSet(null, why);
                }
                places.release();
            });
        }
        places.acquire(inFlight);
        long nanos = System.nanoTime() - begin;
        if (failure.get() != null) {
            throw new IllegalStateException("a batch failed", failure.get());
        }
        Cost.Used used = cost.used();
        Arrays.sort(times);
        double keys = (double) batches * KEYS;
        return new Sample(
                keys * SECOND / nanos,
                Spread.percentile(times, batches, 0.5) / MICRO,
                Spread.percentile(times, batches, 0.99) / MICRO,
                used.cpuNanos() / MICRO / keys,
                used.bytes() / keys);
    }

    private CompletableFuture<Void> run(Operation operation, int first) {
        if (operation == Operation.SET) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = first; i < first + KEYS; i++) {
                values.put(workload.key(workload.keyOf(i)), workload.value(workload.keyOf(i)));
            }
            return kv.async().setAll(values).thenAccept(result -> result.orThrow());
        }
        List<String> keys = new ArrayList<>(KEYS);
        for (int i = first; i < first + KEYS; i++) {
            keys.add(workload.key(workload.keyOf(i)));
        }
        return kv.async().getAll(keys, String.class).thenAccept(result -> check(first, result.orThrow()));
    }

    private void check(int first, Map<String, String> found) {
        for (int i = first; i < first + KEYS; i++) {
            int key = workload.keyOf(i);
            if (!workload.value(key).equals(found.get(workload.key(key)))) {
                throw new WrongAnswerException("a wrong answer in a batch");
            }
        }
    }

    @Override
    public Sample openLoop(Operation operation, double perSecond, int count) {
        throw new IllegalStateException("it has no open loop");
    }

    @Override
    public void close() {
        kv.close();
    }
}
