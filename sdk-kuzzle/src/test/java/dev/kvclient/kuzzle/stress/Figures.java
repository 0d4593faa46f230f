package dev.kvclient.kuzzle.stress;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvListener;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.Futures;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens, for a line at the end. */
final class Figures implements KvListener {
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder connected = new LongAdder();
    private final AtomicLong slowestMillis = new AtomicLong();
    private final Map<String, LongAdder> failed = new ConcurrentSkipListMap<>();

    void succeeded() {
        succeeded.increment();
    }

    void failed(Throwable thrown) {
        Throwable cause = Futures.cause(thrown);
        String name = cause instanceof KvException failure
                ? failure.outcome() + "/" + cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName();
        failed.computeIfAbsent(name, n -> new LongAdder()).increment();
    }

    long successes() {
        return succeeded.sum();
    }

    long connections() {
        return connected.sum();
    }

    @Override
    public void onStateChange(StateChange event) {
        if (event.to() == ConnectionState.CONNECTED) {
            connected.increment();
        }
    }

    @Override
    public void onRetry(Retry event) {
        retries.increment();
    }

    @Override
    public void onCallEnd(CallEnd event) {
        slowestMillis.accumulateAndGet(event.duration().toMillis(), Math::max);
    }

    @Override
    public String toString() {
        return succeeded + " calls well, failed " + failed + ", " + retries + " retries, " + connected
                + " connections, slowest call " + slowestMillis + " ms";
    }
}
