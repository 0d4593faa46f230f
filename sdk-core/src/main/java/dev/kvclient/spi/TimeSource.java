package dev.kvclient.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * The only way in which the suite asks for the time or waits for some of it, so that tests can play it.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface TimeSource {
    /** The wall clock. */
    Instant now();

    /** A monotonic clock in nanoseconds, as {@link System#nanoTime()}: only differences have a meaning. */
    long nanoTime();

    /**
     * Runs a task once, later, on a thread of this time source. The task must be short and must not block.
     *
     * @param delay how long to wait; zero or less means at once, but still on the other thread
     * @param task what to run; an exception it throws is logged
     * @return withdraws the task
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** Withdraws something that has not happened yet. */
    @FunctionalInterface
    interface Cancellable {
        /** Withdraws it. Without effect if it has happened, or was withdrawn before. */
        void cancel();
    }
}
