package dev.kvclient.internal.engine;

import dev.kvclient.CallOptions;
import dev.kvclient.spi.TimeSource;
import java.time.Duration;

/**
 * How long a call may take. A timeout that its caller has not given itself does not run while the call waits in the
 * offline queue, if nobody is blocked. A base class for the reason that {@link Flight} gives.
 */
abstract class TimedFlight extends Flight {
    private static final long NO_END = Long.MAX_VALUE;

    private final long startNanos;
    // No end while it has none, or while that is suspended.
    private volatile long deadlineNanos;
    // Guarded by the lock of the gate.
    private long leftNanos;
    private int suspensions;

    /**
     * Begins now.
     *
     * @param options of the call
     * @param usual the timeout of a call that is not told otherwise
     */
    TimedFlight(long nowNanos, CallOptions options, Duration usual) {
        this.startNanos = nowNanos;
        this.deadlineNanos = options.unlimited()
                ? NO_END
                : nowNanos + Nanos.of(options.timeout().orElse(usual));
    }

    abstract TimeSource time();

    /** Whether a thread is blocked until it ends. */
    abstract boolean isBlocking();

    /** Whether its caller has given no timeout of its own. */
    abstract boolean timeoutIsDefault();

    final long tookNanos(long now) {
        return now - startNanos;
    }

    /** Whether a deadline runs now. */
    final boolean hasDeadline() {
        return deadlineNanos != NO_END && !isTold();
    }

    /** Whether the deadline leaves that much time. */
    final boolean lastsFor(Duration delay) {
        return !hasDeadline() || remainingNanos(time().nanoTime()) > Nanos.of(delay);
    }

    /** In one look, since it may be suspended at any moment. */
    final long remainingNanos(long now) {
        long end = deadlineNanos;
        return end == NO_END ? Long.MAX_VALUE : end - now;
    }

    /** It waits in the queue. Under the lock of the gate. */
    final void suspend(long now) {
        if (suspensions++ == 0 && deadlineNanos != NO_END && !isBlocking() && timeoutIsDefault()) {
            // Not nothing, by which one that is not suspended is known.
            leftNanos = Math.max(1, deadlineNanos - now);
            deadlineNanos = NO_END;
        }
    }

    /** It has left the queue. Under the lock of the gate. */
    final void resume(long now) {
        if (--suspensions == 0 && leftNanos != 0) {
            deadlineNanos = now + leftNanos;
            leftNanos = 0;
        }
    }
}
