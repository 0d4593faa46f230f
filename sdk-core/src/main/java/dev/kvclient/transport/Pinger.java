package dev.kvclient.transport;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pings at a fixed interval, whatever else is sent, and finds a link on which nothing comes in after a ping. Safe for
 * use by many threads.
 */
final class Pinger {
    private final TimeSource time;
    private final Duration interval;
    private final Duration timeout;
    private final LongSupplier signsOfLife;
    private final Runnable ping;
    private final Runnable unanswered;
    private TimeSource.@Nullable Cancellable nextPing;
    private TimeSource.@Nullable Cancellable check;
    private boolean stopped;

    /**
     * Makes one that stands still.
     *
     * @param time where the waiting is done
     * @param interval between two pings
     * @param timeout after a ping, until something must have come in
     * @param signsOfLife a number that changes with whatever comes in
     * @param ping sends a ping; must not block
     * @param unanswered what to do when nothing came in; must not block
     */
    Pinger(
            TimeSource time,
            Duration interval,
            Duration timeout,
            LongSupplier signsOfLife,
            Runnable ping,
            Runnable unanswered) {
        this.time = time;
        this.interval = interval;
        this.timeout = timeout;
        this.signsOfLife = signsOfLife;
        this.ping = ping;
        this.unanswered = unanswered;
    }

    /** Begins: the first ping is sent after one interval. */
    synchronized void start() {
        if (!stopped) {
            nextPing = time.schedule(interval, this::ping);
        }
    }

    /** Ends; no ping is sent and nothing is found any more. */
    synchronized void stop() {
        stopped = true;
        cancel(nextPing);
        cancel(check);
    }

    private void ping() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            nextPing = time.schedule(interval, this::ping);
            if (check == null) {
                // While a ping is unanswered the next one brings no new deadline, so that the timeout may be the longer
                // of the two.
                long before = signsOfLife.getAsLong();
                check = time.schedule(timeout, () -> check(before));
            }
        }
        ping.run();
    }

    private void check(long before) {
        synchronized (this) {
            check = null;
            if (stopped || signsOfLife.getAsLong() != before) {
                return;
            }
        }
        unanswered.run();
    }

    private static void cancel(TimeSource.@Nullable Cancellable task) {
        if (task != null) {
            task.cancel();
        }
    }
}
