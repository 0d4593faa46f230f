package dev.kvclient.internal.engine;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a client on which application code runs. A {@link ForkJoinPool}, since that one lets another thread
 * run in the place of one that waits: the JDK tells it of every wait for a {@code CompletableFuture}, and
 * {@link CallerWait} of a blocking call. What is waited for may need a thread of this very pool.
 *
 * <p>The pool of Java 17 now and then leaves a task where it is although a worker is idle, while another worker runs
 * code that waits for something the pool does not know of (seen in 27 of 40,000 tries, and in none on 25). So, while
 * workers are at work, somebody looks whether that is so, and has what was left run on a thread of its own.
 */
final class CallbackPool extends ForkJoinPool {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    /** An unused thread ends after this many seconds: an idle client keeps none. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    /** So many threads may wait at once before the pool is at its end; each is one blocked callback. */
    private static final int MAX_THREADS = 1_024;

    /** 20 ms: a pool that works has taken what waits long before. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final String name;
    private final @Nullable TimeSource time;
    private final AtomicBoolean watched = new AtomicBoolean();
    private final AtomicInteger threads = new AtomicInteger();

    /** Those that run what this one has left. */
    private final Queue<CallbackPool> others = new ConcurrentLinkedQueue<>();

    /** Whether the last look saw a task beside an idle worker. Looks follow one another. */
    private volatile boolean suspicious;

    /** A thread of such a pool. */
    static final class CallbackThread extends ForkJoinWorkerThread {
        private final CallbackPool owner;

        CallbackThread(CallbackPool pool, CallbackPool owner) {
            super(pool);
            this.owner = owner;
            setName(owner.name + "-callback-" + owner.threads.incrementAndGet());
        }
    }

    /**
     * Makes one.
     *
     * @param owner whose threads these are, if it is to run what that one has left; null for a pool of its own
     */
    private CallbackPool(String name, @Nullable TimeSource time, int size, @Nullable CallbackPool owner) {
        super(
                size,
                pool -> new CallbackThread((CallbackPool) pool, owner == null ? (CallbackPool) pool : owner),
                (thread, e) -> LOG.warn("a callback has thrown", e),
                true,
                size,
                MAX_THREADS,
                size,
                full -> true,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS);
        this.name = name;
        this.time = time;
    }

    /**
     * Makes one.
     *
     * @param name what the names of its threads begin with
     * @param time tells in real time when to look after the workers; null if nobody is to
     */
    static CallbackPool of(String name, @Nullable TimeSource time) {
        return new CallbackPool(name, time, Math.max(2, Runtime.getRuntime().availableProcessors()), null);
    }

    /** Whether the calling thread is one of its threads. */
    boolean isInside() {
        return Thread.currentThread() instanceof CallbackThread thread && thread.owner == this;
    }

    /** Waits until its threads have ended; not on one of them. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + Nanos.of(atMost);
        boolean ended = awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        for (CallbackPool other : others) {
            ended &= other.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return ended;
    }

    @Override
    public void execute(Runnable task) {
        super.execute(task);
        if (time != null && !watched.get() && watched.compareAndSet(false, true)) {
            time.schedule(BETWEEN_LOOKS, () -> look(time));
        }
    }

    private void look(TimeSource time) {
        boolean left =
                (hasQueuedSubmissions() || getQueuedTaskCount() > 0) && getActiveThreadCount() < getParallelism();
        if (left && suspicious) {
            runWhatWasLeft();
        }
        suspicious = left;
        if (!isAtWork()) {
            watched.set(false);
        }
        // A task may have come between the two.
        if (isAtWork() && (watched.get() || watched.compareAndSet(false, true))) {
            time.schedule(BETWEEN_LOOKS, () -> look(time));
        }
    }

    private boolean isAtWork() {
        return !isQuiescent() && !isShutdown();
    }

    private void runWhatWasLeft() {
        List<ForkJoinTask<?>> tasks = new ArrayList<>();
        drainTasksTo(tasks);
        if (tasks.isEmpty()) {
            return;
        }
        CallbackPool other = new CallbackPool(name, time, getParallelism(), this);
        others.removeIf(ForkJoinPool::isTerminated);
        others.add(other);
        tasks.forEach(other::execute);
        other.shutdown();
    }
}
