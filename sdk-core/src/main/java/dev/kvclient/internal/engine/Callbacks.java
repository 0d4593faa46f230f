package dev.kvclient.internal.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where application code runs: the client's own pool, or the executor that the application gave.
 *
 * <p>The own pool is a {@link ForkJoinPool}, since that one lets another thread run in the place of one that waits: the
 * JDK tells it of every wait for a {@code CompletableFuture}, and {@link Call} of a blocking call. What is waited for
 * may need a thread of this very pool.
 */
public final class Callbacks implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    /** An unused thread ends after this many seconds: an idle client keeps none. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    /** So many threads may wait at once before the pool is at its end; each is one blocked callback. */
    private static final int MAX_THREADS = 1_024;

    /** The callbacks of which a thread that is not of an own pool is running one. */
    private static final ThreadLocal<@Nullable Callbacks> INSIDE = new ThreadLocal<>();

    private final Executor threads;
    private final @Nullable ForkJoinPool own;

    /** A thread of an own pool. */
    private static final class CallbackThread extends ForkJoinWorkerThread {
        CallbackThread(ForkJoinPool pool, String name) {
            super(pool);
            setName(name);
        }
    }

    private Callbacks(Executor threads, @Nullable ForkJoinPool own) {
        this.threads = threads;
        this.own = own;
    }

    /** Over the executor that the application gave, or over a pool of its own. */
    public static Callbacks over(@Nullable Executor given, String name) {
        if (given != null) {
            return new Callbacks(given, null);
        }
        AtomicInteger number = new AtomicInteger();
        int size = Math.max(2, Runtime.getRuntime().availableProcessors());
        ForkJoinPool pool = new ForkJoinPool(
                size,
                owner -> new CallbackThread(owner, name + "-callback-" + number.incrementAndGet()),
                (thread, e) -> LOG.warn("a callback has thrown", e),
                true,
                size,
                MAX_THREADS,
                size,
                full -> true,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS);
        return new Callbacks(pool, pool);
    }

    @Override
    public void execute(Runnable task) {
        try {
            // A thread of the own pool is known as one, and the pool itself sees to what a task throws.
            threads.execute(own != null ? task : () -> run(task));
        } catch (RuntimeException | Error e) {
            // Never may a future hang because its executor is gone.
            if (own == null) {
                LOG.warn("the callback executor has refused a task", e);
            }
            run(task);
        }
    }

    private void run(Runnable task) {
        Callbacks before = INSIDE.get();
        INSIDE.set(this);
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a callback has thrown", e);
        } finally {
            if (before == null) {
                INSIDE.remove();
            } else {
                INSIDE.set(before);
            }
        }
    }

    /** Whether the calling thread is running a callback of this client, and so must not wait for it to end. */
    boolean isInside() {
        return (own != null && ForkJoinTask.getPool() == own) || INSIDE.get() == this;
    }

    /** Whether the calling thread is running a callback of any client, so that application code may run on it. */
    static boolean insideAny() {
        return Thread.currentThread() instanceof CallbackThread || INSIDE.get() != null;
    }

    /** Runs what is waiting and takes nothing more. An executor that was given is left alone. */
    public void close() {
        if (own != null) {
            own.shutdown();
        }
    }

    /** Waits until the threads of the pool have ended; not on one of them. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return own == null || own.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
