package dev.kvclient.internal.engine;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where application code runs: the client's own {@link CallbackPool}, or the executor that the application gave. */
public final class Callbacks implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    /** The callbacks of which a thread that is not of an own pool is running one. */
    private static final ThreadLocal<@Nullable Callbacks> INSIDE = new ThreadLocal<>();

    private final Executor threads;
    private final @Nullable CallbackPool own;

    private Callbacks(Executor threads, @Nullable CallbackPool own) {
        this.threads = threads;
        this.own = own;
    }

    /**
     * Over the executor that the application gave, or over a pool of its own.
     *
     * @param time of the client, if it is real; null if it is a given one
     */
    public static Callbacks over(@Nullable Executor given, String name, @Nullable TimeSource time) {
        if (given != null) {
            return new Callbacks(given, null);
        }
        CallbackPool pool = CallbackPool.of(name, time);
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
        return (own != null && own.isInside()) || INSIDE.get() == this;
    }

    /** Whether the calling thread is running a callback of any client, so that application code may run on it. */
    static boolean insideAny() {
        return Thread.currentThread() instanceof CallbackPool.CallbackThread || INSIDE.get() != null;
    }

    /** Runs what is waiting and takes nothing more. An executor that was given is left alone. */
    public void close() {
        if (own != null) {
            own.shutdown();
        }
    }

    /** Waits until the threads of the pool have ended; not on one of them. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return own == null || own.awaitEnd(atMost);
    }
}
