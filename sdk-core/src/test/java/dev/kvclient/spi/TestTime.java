package dev.kvclient.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A time that stands still until a test moves it; what is due then runs on the test's thread. */
public final class TestTime implements TimeSource {
    private final List<Task> tasks = new ArrayList<>();
    private long nanos;

    private record Task(long due, Runnable action) {}

    @Override
    public synchronized Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable action) {
        Task task = new Task(nanos + Math.max(0, delay.toNanos()), action);
        tasks.add(task);
        return () -> remove(task);
    }

    /** How many tasks wait. */
    public synchronized int waiting() {
        return tasks.size();
    }

    /** Moves the time, stopping at each task that falls due. */
    public void advance(Duration by) {
        long end = nanoTime() + by.toNanos();
        for (Optional<Task> next = takeDue(end); next.isPresent(); next = takeDue(end)) {
            next.get().action().run();
        }
        synchronized (this) {
            nanos = end;
        }
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    private synchronized Optional<Task> takeDue(long end) {
        Optional<Task> next = tasks.stream().filter(t -> t.due() <= end).min(Comparator.comparingLong(Task::due));
        next.ifPresent(t -> {
            tasks.remove(t);
            nanos = Math.max(nanos, t.due());
        });
        return next;
    }
}
