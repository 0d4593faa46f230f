package dev.kvclient.benchmarks.jmh;

import dev.kvclient.KvClient;
import dev.kvclient.RetryPolicy;
import dev.kvclient.SetResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that the core does for a request, over a backend that answers on the spot: deadline, lanes, retry, encoding and
 * decoding; and the way through the offline queue.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PipelineBenchmark {
    private static final int MANY = 256;
    private static final String VALUE = "v0123456789012345678901234567";

    /** Whether a request may be sent again. */
    @Param({"none", "standard"})
    public String retry = "none";

    private final KvClient once =
            KvClient.builder(new InstantBackend()).retry(RetryPolicy.none()).connect();
    private final KvClient again = KvClient.builder(new InstantBackend()).connect();
    private final String[] keys = new String[MANY];

    /** Makes keys. */
    public PipelineBenchmark() {
        for (int i = 0; i < MANY; i++) {
            keys[i] = "key-" + i;
        }
    }

    private KvClient kv() {
        return retry.equals("none") ? once : again;
    }

    /** Ends both clients. */
    @TearDown
    public void close() {
        once.close();
        again.close();
    }

    /** A set that its caller waits for. */
    @Benchmark
    public Object setBlocking() {
        return kv().set("key", VALUE);
    }

    /** A get that its caller waits for. */
    @Benchmark
    public Object getBlocking() {
        return kv().get("key", String.class);
    }

    /** Sets of different keys, all of which are waited for together. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object setAsync() {
        List<CompletableFuture<SetResult>> all = new ArrayList<>(MANY);
        for (String key : keys) {
            all.add(kv().async().set(key, VALUE));
        }
        return awaited(all);
    }

    /** The same, through the offline queue: in while it is paused, and out again. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object queuePushAndPop() {
        kv().offlineQueue().pause();
        List<CompletableFuture<SetResult>> all = new ArrayList<>(MANY);
        for (String key : keys) {
            all.add(kv().async().set(key, VALUE));
        }
        kv().offlineQueue().resume();
        return awaited(all);
    }

    private static Object awaited(List<CompletableFuture<SetResult>> all) {
        for (CompletableFuture<SetResult> one : all) {
            if (!one.join().written()) {
                throw new IllegalStateException("not written");
            }
        }
        return all;
    }
}
