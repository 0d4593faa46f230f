package dev.kvclient.testkit.proxy;

import dev.kvclient.spi.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread of a proxy: it waits for sockets, for timers and for what other threads ask for. All state of
 * connections and faults is touched by this thread alone, so that there are no locks, and a fault takes effect between
 * two reads.
 */
final class ProxyLoop implements TimeSource {

    /** Called when a socket is ready, on the thread of the loop. */
    interface Handler {
        void ready(SelectionKey key);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProxyLoop.class);

    /** What is asked takes microseconds; this bounds a machine in trouble. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final Thread thread;
    private final Runnable atEnd;
    private final long origin = System.nanoTime();
    private final Queue<FutureTask<?>> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private long numbers;
    private volatile boolean closing;
    private volatile boolean ended;

    /**
     * A loop, not yet started.
     *
     * @param atEnd called on its thread as the last thing
     */
    ProxyLoop(String name, Runnable atEnd) {
        this.atEnd = atEnd;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector", e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    private static final class Timer {
        private final long due;
        private final long number;
        private final Runnable task;
        private volatile boolean cancelled;

        Timer(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        long due() {
            return due;
        }

        long number() {
            return number;
        }
    }

    void start() {
        thread.start();
    }

    /** Frees a loop that was never started. */
    void discard() {
        closeSelector();
    }

    /** On the thread of the loop, or before it is started. */
    SelectionKey register(SelectableChannel channel, int operations, Handler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, handler);
    }

    /**
     * Closes sockets for good whose channels were closed; what has become ready meanwhile is handled. Not to be called
     * by a handler.
     */
    void finishClosing() {
        try {
            selector.selectNow(this::handle);
        } catch (IOException e) {
            throw new UncheckedIOException("the selector fails", e);
        }
    }

    /**
     * Has the loop do something, and waits for it.
     *
     * @throws IllegalStateException if the loop has ended
     */
    <T> T call(Supplier<T> action) {
        if (Thread.currentThread() == thread) {
            return action.get();
        }
        FutureTask<T> task = new FutureTask<>(action::get);
        submit(task);
        try {
            return result(task);
        } catch (CancellationException e) {
            throw new IllegalStateException("the proxy is closed", e);
        }
    }

    /** Has the loop do something, and waits for it; does nothing if the loop has ended. */
    void callUnlessClosed(Runnable action) {
        if (Thread.currentThread() == thread) {
            action.run();
            return;
        }
        FutureTask<Boolean> task = new FutureTask<>(action, true);
        submit(task);
        try {
            result(task);
        } catch (CancellationException e) {
            LOG.debug("the proxy is closed", e);
        }
    }

    private void submit(FutureTask<?> task) {
        tasks.add(task);
        if (ended) {
            task.cancel(false);
        } else {
            selector.wakeup();
        }
    }

    private static <T> T result(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    // A switch is either on or not, so this is waited for; it takes microseconds.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the proxy has failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the proxy does not answer", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    /** Nanoseconds since this loop was made. */
    @Override
    public long nanoTime() {
        return System.nanoTime() - origin;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        long due = nanoTime() + Math.max(0, delay.toNanos());
        return call(() -> scheduleAt(due, task));
    }

    /** On the thread of the loop only. */
    Cancellable scheduleAt(long due, Runnable task) {
        Timer timer = new Timer(due, numbers++, task);
        timers.add(timer);
        return () -> timer.cancelled = true;
    }

    /** Ends the loop and waits for its thread, within a bound. Idempotent, and safe from any thread. */
    void close() {
        closing = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            // The loop ends all the same.
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                await();
                for (FutureTask<?> task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                runTimers();
            }
        } catch (IOException e) {
            LOG.error("the selector of a fault proxy has failed", e);
        } finally {
            try {
                atEnd.run();
                closeSelector();
            } finally {
                ended = true;
                for (FutureTask<?> task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.cancel(false);
                }
            }
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("the selector of a fault proxy cannot be closed", e);
        }
    }

    private void await() throws IOException {
        Timer next = timers.peek();
        if (next == null) {
            selector.select(this::handle);
            return;
        }
        long nanos = next.due() - nanoTime();
        if (nanos <= 0) {
            selector.selectNow(this::handle);
        } else {
            // Rounded up: a select that returns too early would be repeated until the time has come.
            selector.select(this::handle, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
    }

    private void handle(SelectionKey key) {
        try {
            ((Handler) key.attachment()).ready(key);
        } catch (RuntimeException e) {
            // One connection must not take the others with it, nor come again for ever.
            LOG.warn("a socket of a fault proxy has failed", e);
            key.cancel();
        }
    }

    private void runTimers() {
        long now = nanoTime();
        for (Timer next = timers.peek(); next != null && next.due() <= now; next = timers.peek()) {
            timers.remove();
            if (!next.cancelled) {
                try {
                    next.task.run();
                } catch (RuntimeException e) {
                    LOG.warn("a timer of a fault proxy has failed", e);
                }
            }
        }
    }
}
