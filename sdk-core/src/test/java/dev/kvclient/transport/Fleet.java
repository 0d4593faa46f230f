package dev.kvclient.transport;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Many clients in one time that runs only when a test says so. Each has a clock of its own name, so that it is known who
 * tried when: what a client waits for, while nothing else happens, is its next attempt.
 */
final class Fleet {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::due));
    private final List<List<Duration>> attempts = new ArrayList<>();
    private long nanos;

    private record Task(int client, long due, Runnable action) {}

    /** The clock of the next client. */
    synchronized TimeSource join() {
        int client = attempts.size();
        attempts.add(new ArrayList<>());
        return new TimeSource() {
            @Override
            public Instant now() {
                return Instant.EPOCH.plusNanos(nanoTime());
            }

            @Override
            public long nanoTime() {
                synchronized (Fleet.this) {
                    return nanos;
                }
            }

            @Override
            public Cancellable schedule(Duration delay, Runnable action) {
                synchronized (Fleet.this) {
                    Task task = new Task(client, nanos + delay.toNanos(), action);
                    tasks.add(task);
                    Fleet.this.notifyAll();
                    return () -> cancel(task);
                }
            }
        };
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
        notifyAll();
    }

    /** Waits, in real time, until every client does nothing but wait for its next attempt. */
    synchronized void settle() throws InterruptedException {
        while (tasks.size() != attempts.size()) {
            wait();
        }
    }

    /** Lets time pass; every attempt comes to its end before the next begins. */
    void runUntil(Duration end) throws InterruptedException {
        for (Task next = next(end); next != null; next = next(end)) {
            next.action().run();
            settle();
        }
    }

    private synchronized Task next(Duration end) {
        Task next = tasks.peek();
        if (next == null || next.due() > end.toNanos()) {
            nanos = end.toNanos();
            return null;
        }
        tasks.remove();
        nanos = next.due();
        attempts.get(next.client()).add(Duration.ofNanos(nanos));
        return next;
    }

    /** How many attempts there were in a span of time. */
    long attempts(Duration from, Duration to) {
        return attempts.stream()
                .flatMap(List::stream)
                .filter(at -> at.compareTo(from) >= 0 && at.compareTo(to) < 0)
                .count();
    }

    /** How many clients would be there again, slot by slot, if the server came back at that time. */
    List<Integer> returnsAfter(Duration back, Duration slot) {
        List<Integer> slots = new ArrayList<>();
        for (List<Duration> ofOne : attempts) {
            Duration at = ofOne.stream()
                    .filter(a -> a.compareTo(back) >= 0)
                    .findFirst()
                    .orElseThrow();
            int which = (int) at.minus(back).dividedBy(slot);
            while (slots.size() <= which) {
                slots.add(0);
            }
            slots.set(which, slots.get(which) + 1);
        }
        return slots;
    }
}
