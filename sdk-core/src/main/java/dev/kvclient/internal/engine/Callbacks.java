package dev.kvclient.internal.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where application code runs: the client's own pool, or the executor that the application gave. */
public final class Callbacks implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    /** An unused thread ends after this many seconds: an idle client keeps none. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    private static final ThreadLocal<@Nullable Boolean> INSIDE = new ThreadLocal<>();

    private final Executor threads;
    private final @Nullable ThreadPoolExecutor own;

    private Callbacks(Executor threads, @Nullable ThreadPoolExecutor own) {
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
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-callback-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        // After close every call has ended, so that what comes late has nobody to tell.
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return new Callbacks(pool, pool);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> {
            INSIDE.set(Boolean.TRUE);
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("a callback has thrown", e);
            } finally {
                INSIDE.remove();
            }
        });
    }

    /** Whether the calling thread is running a callback, and so must not wait for one. */
    public static boolean inside() {
        return INSIDE.get() != null;
    }

    /** Runs what is waiting and takes nothing more. An executor that was given is left alone. */
    public void close() {
        if (own != null) {
            own.shutdown();
        }
    }
}
