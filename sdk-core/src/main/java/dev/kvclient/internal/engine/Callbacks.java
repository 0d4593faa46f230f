package dev.kvclient.internal.engine;

import java.time.Duration;
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

    /** The callbacks that the thread is running one of. */
    private static final ThreadLocal<@Nullable Callbacks> INSIDE = new ThreadLocal<>();

    private final Executor threads;
    private final @Nullable ThreadPoolExecutor own;
    private final Object sizing = new Object();

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
                size,
                size,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, name + "-callback-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return new Callbacks(pool, pool);
    }

    @Override
    public void execute(Runnable task) {
        Runnable marked = () -> run(task);
        try {
            threads.execute(marked);
        } catch (RuntimeException | Error e) {
            // Never may a future hang because its executor is gone.
            if (own == null) {
                LOG.warn("the callback executor has refused a task", e);
            }
            marked.run();
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

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Whether the calling thread is running a callback, and so must not wait for one. */
    public static boolean inside() {
        return INSIDE.get() != null;
    }

    /** While it is open the calling thread may wait: if it is one of the pool's, another one runs in its place. */
    interface Waiting extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * To be opened around what may wait for a callback.
     *
     * @param done whether there will be no waiting after all
     */
    static Waiting waitingUnless(boolean done) {
        Callbacks inside = done ? null : INSIDE.get();
        if (inside == null || inside.own == null) {
            return () -> {};
        }
        inside.resize(1);
        return () -> inside.resize(-1);
    }

    private void resize(int by) {
        ThreadPoolExecutor pool = own;
        if (pool == null) {
            return;
        }
        synchronized (sizing) {
            int size = pool.getCorePoolSize() + by;
            if (by > 0) {
                pool.setMaximumPoolSize(size);
                pool.setCorePoolSize(size);
            } else {
                pool.setCorePoolSize(size);
                pool.setMaximumPoolSize(size);
            }
        }
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
