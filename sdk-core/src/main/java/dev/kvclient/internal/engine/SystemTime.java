package dev.kvclient.internal.engine;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time of the machine, with one daemon thread for what is to happen later. */
public final class SystemTime implements TimeSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTime.class);

    private final ScheduledThreadPoolExecutor timer;

    /** The thread is named after the client. */
    public SystemTime(String name) {
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name + "-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        try {
            Future<?> future = timer.schedule(() -> run(task), Nanos.of(delay), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            // After close nothing is waited for any more.
            return () -> {};
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a timer task has thrown", e);
        }
    }

    /** Ends the thread. What was scheduled does not happen. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Waits until the thread has ended; not on that thread. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return timer.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
