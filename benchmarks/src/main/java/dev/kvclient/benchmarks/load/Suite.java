package dev.kvclient.benchmarks.load;

import dev.kvclient.Batching;
import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.KvListener;
import dev.kvclient.SetResult;
import dev.kvclient.spi.KvBackend;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** The suite, with all of its services as they come: deadline, lanes, retry, offline queue, and a listener. */
final class Suite implements Futures.Client {
    /** Each request by itself. */
    static final String NAME = "suite";

    /** With requests gathered into batches. */
    static final String BATCHED = "suite, batched";

    private static final int MOST_OUTSTANDING = 1 << 18;
    private static final long MOST_BYTES = 1L << 31;

    private final KvClient kv;
    private final LongAdder ends;

    private Suite(KvClientBuilder builder, LongAdder ends) {
        this.kv = builder.connect();
        this.ends = ends;
    }

    /** Each request by itself. */
    static Suite plain(KvBackend backend) {
        LongAdder ends = new LongAdder();
        return new Suite(builder(backend, ends), ends);
    }

    /** With requests gathered into batches by the client, while others are on their way. */
    static Suite batched(KvBackend backend) {
        LongAdder ends = new LongAdder();
        return new Suite(builder(backend, ends).batching(Batching.onTheFly()), ends);
    }

    private static KvClientBuilder builder(KvBackend backend, LongAdder ends) {
        return KvClient.builder(backend)
                // A slow server under a wide window must not end the run; the deadline is there all the same.
                .timeout(Duration.ofMinutes(1))
                // An open loop must not be bounded by the client: what waits is part of what is measured.
                .maxOutstanding(MOST_OUTSTANDING, MOST_BYTES)
                .listener(new KvListener() {
                    @Override
                    public void onCallEnd(CallEnd event) {
                        ends.increment();
                    }
                });
    }

    /** How many ends of calls the listener was told of. */
    long ends() {
        return ends.sum();
    }

    @Override
    public CompletableFuture<Boolean> set(String key, String value) {
        return kv.async().set(key, value).thenApply(SetResult::written);
    }

    @Override
    public CompletableFuture<Optional<String>> get(String key) {
        return kv.async().get(key, String.class);
    }

    @Override
    public boolean setNow(String key, String value) {
        return kv.set(key, value).written();
    }

    @Override
    public Optional<String> getNow(String key) {
        return kv.get(key, String.class);
    }

    @Override
    public void close() {
        kv.close();
    }
}
