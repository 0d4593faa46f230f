package dev.kvclient.testkit;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time that stands still until a test moves it: give it to {@link dev.kvclient.KvClientBuilder#timeSource}, and
 * deadlines, retries and expiries happen when {@link #advance} is called, and only then.
 *
 * <p>Safe for use by many threads.
 */
public final class ManualTime implements TimeSource {
    private static final Logger LOG = LoggerFactory.getLogger(ManualTime.class);

    /** Some moment; a fixed one, so that a test sees the same times whenever it runs. */
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Instant start;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long nanos;
    private long goal;
    private long numbers;

    /** A time that begins at the start of 2026, UTC. */
    public ManualTime() {
        this(START);
    }

    /** A time that begins at that moment. */
    public ManualTime(Instant start) {
        this.start = Objects.requireNonNull(start, "start");
    }

    private record Task(long due, long number, Runnable action) {}

    @Override
    public synchronized Instant now() {
        return start.plusNanos(nanos);
    }

    /** Nanoseconds since the start of this time. */
    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    /**
     * Runs the task in the {@link #advance} that reaches its time. One that is due at once waits for the next advance
     * as well, which may be by {@link Duration#ZERO}.
     */
    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        long wait = delay.isNegative() ? 0 : delay.toNanos();
        Task scheduled = new Task(Math.addExact(nanos, wait), numbers++, task);
        tasks.add(scheduled);
        return () -> cancel(scheduled);
    }

    /**
     * Moves the time. Tasks that fall due meanwhile, also those that such tasks schedule, run on the calling thread in
     * the order of their times, and each sees its own time as now; tasks of one time run as they were scheduled. What a
     * task throws is logged. When this returns, all of them have run.
     *
     * @param by zero or more
     * @throws IllegalArgumentException if it is negative: time does not run backwards
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        long end;
        synchronized (this) {
            goal = Math.addExact(goal, by.toNanos());
            end = goal;
        }
        for (Task next = takeDue(end); next != null; next = takeDue(end)) {
            try {
                next.action().run();
            } catch (RuntimeException e) {
                LOG.warn("a timer task has thrown", e);
            }
        }
        synchronized (this) {
            nanos = Math.max(nanos, end);
        }
    }

    /** How many tasks wait for their time. */
    public synchronized int waiting() {
        return tasks.size();
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    private synchronized @Nullable Task takeDue(long end) {
        Task next = tasks.peek();
        if (next == null || next.due() > end) {
            return null;
        }
        tasks.remove();
        nanos = Math.max(nanos, next.due());
        return next;
    }

    @Override
    public String toString() {
        return "ManualTime[" + now() + ", waiting=" + waiting() + "]";
    }
}
