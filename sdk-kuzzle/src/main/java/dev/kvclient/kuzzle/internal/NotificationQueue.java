package dev.kvclient.kuzzle.internal;

import dev.kvclient.codec.KvCodec;
import dev.kvclient.kuzzle.KuzzleNotificationListener;
import dev.kvclient.kuzzle.KuzzleRegistration;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for one listener, which is told of one after the other on the threads of an executor. Bounded: beyond that
 * the oldest go, for what is newest says most about how things are.
 */
final class NotificationQueue implements KuzzleRegistration {
    /** 1,000: at a thousand a second, as many as Kuzzle can send, a second of a listener that is busy. */
    static final int MAX_WAITING = 1_000;

    /** 16 MiB: as many of the largest frames as a client has requests in flight, at the most. */
    static final long MAX_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(NotificationQueue.class);

    private final KuzzleNotificationListener listener;
    private final Executor threads;
    private final KvCodec codec;
    private final Consumer<NotificationQueue> atEnd;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean running;
    private boolean closed;
    private long dropped;
    // Of these, how many since the queue was last empty.
    private long droppedNow;

    /**
     * Empty.
     *
     * @param threads where the listener runs
     * @param atEnd called when the application closes it
     */
    NotificationQueue(
            KuzzleNotificationListener listener, Executor threads, KvCodec codec, Consumer<NotificationQueue> atEnd) {
        this.listener = listener;
        this.threads = threads;
        this.codec = codec;
        this.atEnd = atEnd;
    }

    /** Adds a notification. Never waits, and runs no code of the application. */
    void add(byte[] utf8) {
        boolean first = false;
        boolean start;
        synchronized (waiting) {
            if (closed) {
                return;
            }
            waiting.add(utf8);
            bytes += utf8.length;
            while (waiting.size() > MAX_WAITING || (bytes > MAX_BYTES && waiting.size() > 1)) {
                bytes -= waiting.remove().length;
                first |= droppedNow == 0;
                dropped++;
                droppedNow++;
            }
            start = !running;
            running = true;
        }
        if (start) {
            threads.execute(this::run);
        }
        if (first) {
            LOG.warn("a listener is too slow for its notifications: the oldest of those that wait are dropped");
        }
    }

    /**
     * A listener may wait for anything. If the threads are a {@link ForkJoinPool}, as a client's own are, it is told so:
     * the pool of Java 17 may otherwise leave a task lying beside an idle thread for as long as another one waits.
     */
    private void run() {
        try {
            ForkJoinPool.managedBlock(new Telling());
        } catch (InterruptedException e) {
            // Thrown by nothing in there, but declared.
            Thread.currentThread().interrupt();
        }
    }

    private final class Telling implements ForkJoinPool.ManagedBlocker {
        private boolean done;

        @Override
        public boolean block() {
            tellAll();
            done = true;
            return true;
        }

        @Override
        public boolean isReleasable() {
            return done;
        }
    }

    private void tellAll() {
        for (byte[] utf8 = next(); utf8 != null; utf8 = next()) {
            try {
                listener.onNotification(new Notified(Members.of(utf8), codec));
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn("a listener to notifications has thrown", e);
            }
        }
    }

    private byte @Nullable [] next() {
        long lost;
        byte[] utf8;
        synchronized (waiting) {
            utf8 = waiting.poll();
            if (utf8 != null) {
                bytes -= utf8.length;
                return utf8;
            }
            running = false;
            lost = droppedNow;
            droppedNow = 0;
        }
        if (lost > 0) {
            LOG.warn("a listener was too slow: {} notifications were dropped", lost);
        }
        return null;
    }

    @Override
    public long dropped() {
        synchronized (waiting) {
            return dropped;
        }
    }

    /** Tells nothing more. */
    void end() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
            bytes = 0;
        }
    }

    @Override
    public void close() {
        end();
        atEnd.accept(this);
    }
}
