package dev.kvclient.testkit.storm;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvListener;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.spi.Futures;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens, for a line at the end and a few checks. */
final class Figures implements KvListener {
    /** What counts as at once on a machine that has other things to do. */
    static final Duration AT_ONCE = Duration.ofMillis(250);

    private final LongAdder succeeded = new LongAdder();
    private final LongAdder waited = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder refusedLate = new LongAdder();
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

    /** A call that was made while there was no connection has ended. */
    void calledOffline(boolean queuable, Throwable thrown, long nanos) {
        boolean offline = Futures.cause(thrown) instanceof KvOfflineException failure && failure.attempts() == 0;
        if (offline && !queuable) {
            (nanos > AT_ONCE.toNanos() ? refusedLate : refused).increment();
        }
    }

    /** A call that was made while there was no connection has gone well. */
    void waitedOffline() {
        waited.increment();
    }

    long successes() {
        return succeeded.sum();
    }

    long connections() {
        return connected.sum();
    }

    /** Calls that may not wait and were refused at once. */
    long refused() {
        return refused.sum();
    }

    /** Calls that may not wait and were refused after a while. */
    long refusedLate() {
        return refusedLate.sum();
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
        return succeeded + " calls well, " + waited + " of them called offline, " + (refused() + refusedLate())
                + " refused offline, " + refusedLate + " of them late, failed " + failed + ", " + retries
                + " retries, " + connected + " connections, slowest call " + slowestMillis + " ms";
    }
}
