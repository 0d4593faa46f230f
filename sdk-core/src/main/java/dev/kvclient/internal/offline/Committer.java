package dev.kvclient.internal.offline;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.offline.QueueState.Snapshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes. What comes while it syncs goes together into the next group, with one sync. It is started by
 * the first work, and is parked when there is none.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /** So long may work wait that nobody waits for. */
    private static final long LAZY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A group is not made larger than this, unless by one work: it is in memory twice. */
    private static final long GROUP_BYTES = 4L << 20;

    /**
     * A file that is this much longer than twice what is in it is written anew. A request that comes alone costs some
     * blocks of 4 KiB, so this is a renewal for some hundreds of them.
     */
    static final long SLACK_BYTES = 8L << 20;

    /** After a failure the file is not tried again sooner: each try writes all that waits. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final LogStore store;
    private final Queue queue;
    private final String threadName;
    private final Runnable afterEnd;
    private final ReentrantLock lock;
    private final Condition arrived;
    private final ArrayDeque<Work> waiting = new ArrayDeque<>();
    private int awaited;
    private long lazySince;
    private boolean closing;
    private boolean ended;
    private volatile @Nullable Thread thread;

    // Of the thread alone.
    private long retryAt;
    private @Nullable IOException lastFailure;
    private long renewNotBelow;

    /** What is in the queue, as the committer needs it. */
    interface Queue {
        /** What is there up to that sequence. */
        Snapshot snapshot(long upTo);

        /** About how many bytes a snapshot takes. */
        long bytes();

        /** These are on the disk. */
        void stored(List<Work> group);

        /** These are not. */
        void lost(List<Work> group);
    }

    /**
     * Makes it.
     *
     * @param lock guards the work, and the queue, so that both have the same order
     * @param afterEnd run once when nothing is written any more
     */
    Committer(LogStore store, Queue queue, ReentrantLock lock, String threadName, Runnable afterEnd) {
        this.store = store;
        this.queue = queue;
        this.lock = lock;
        this.arrived = lock.newCondition();
        this.threadName = threadName;
        this.afterEnd = afterEnd;
    }

    /** Takes work; the lock is held. False if it is closed. */
    boolean submit(Work work) {
        if (closing) {
            return false;
        }
        start();
        boolean first = waiting.isEmpty();
        waiting.add(work);
        if (work.awaited()) {
            awaited++;
        } else if (first) {
            lazySince = System.nanoTime();
        }
        if (first || (work.awaited() && awaited == 1)) {
            arrived.signal();
        }
        return true;
    }

    private void start() {
        if (thread == null) {
            Thread made = new Thread(this::run, threadName);
            made.setDaemon(true);
            made.start();
            thread = made;
        }
    }

    private void run() {
        try {
            for (List<Work> group = next(); !group.isEmpty(); group = next()) {
                process(group);
            }
        } finally {
            end();
        }
    }

    /** The next group; empty at the end. */
    private List<Work> next() {
        lock.lock();
        try {
            boolean due = false;
            while (!closing && awaited == 0 && !due) {
                if (waiting.isEmpty()) {
                    arrived.awaitUninterruptibly();
                } else {
                    due = arrived.awaitNanos(lazySince + LAZY_NANOS - System.nanoTime()) <= 0;
                }
            }
        } catch (InterruptedException e) {
            // Nobody but a callback can have interrupted this thread, and it ends by close alone: write what is there.
            LOG.debug("The thread of an offline queue was interrupted");
        } finally {
            lock.unlock();
        }
        return take();
    }

    private List<Work> take() {
        List<Work> group = new ArrayList<>();
        long bytes = 0;
        lock.lock();
        try {
            while (!waiting.isEmpty() && (group.isEmpty() || bytes < GROUP_BYTES)) {
                Work work = waiting.remove();
                bytes += work.bytes();
                awaited -= work.awaited() ? 1 : 0;
                group.add(work);
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void process(List<Work> group) {
        List<Work> good = new ArrayList<>(group.size());
        List<Item> items = new ArrayList<>();
        boolean sync = false;
        for (Work work : group) {
            if (work.refusal() != null) {
                tell(work, work.refusal());
                continue;
            }
            good.add(work);
            items.addAll(work.items());
            sync |= work.awaited();
        }
        if (good.isEmpty()) {
            return;
        }
        try {
            mend();
            store.write(items, sync);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failed(good, e);
            return;
        }
        queue.stored(good);
        for (Work work : good) {
            tell(work, null);
        }
        renewIfGrown();
    }

    /** Opens the store again after a failure, if it is time. */
    private void mend() throws IOException {
        if (store.isOpen()) {
            return;
        }
        IOException before = lastFailure;
        if (before != null && !isClosing() && System.nanoTime() - retryAt < 0) {
            throw before;
        }
        store.renew(queue.snapshot(store.lastSequence()));
        lastFailure = null;
        LOG.info("An offline queue can be written to its file again");
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void failed(List<Work> group, Throwable cause) {
        store.close();
        if (lastFailure == null) {
            LOG.warn("An offline queue cannot be written to its file: {}", cause.toString());
        }
        if (lastFailure != cause) {
            lastFailure = cause instanceof IOException io ? io : new IOException(cause);
            retryAt = System.nanoTime() + RETRY_NANOS;
        }
        queue.lost(group);
        String problem = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        for (Work work : group) {
            tell(
                    work,
                    new KvOfflineException(Failure.of(Outcome.NOT_SENT, "could not be stored: " + problem)
                            .cause(cause)));
        }
    }

    private void renewIfGrown() {
        long length = store.length();
        if (length < renewNotBelow || length < SLACK_BYTES + 2 * queue.bytes()) {
            return;
        }
        try {
            store.renew(queue.snapshot(store.lastSequence()));
            renewNotBelow = 0;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            renewNotBelow = length + SLACK_BYTES;
            LOG.warn("The file of an offline queue cannot be written anew, and grows on: {}", e.toString());
        }
    }

    private void tell(Work work, @Nullable KvException failure) {
        if (work.then() != null) {
            try {
                work.then().done(failure);
            } catch (RuntimeException e) {
                LOG.warn("A request was stored, or not, and to hear of it failed", e);
            }
            if (Thread.currentThread() == thread && Thread.interrupted()) {
                // An interrupt would close the file, and the lock with it, at the next write.
                LOG.debug("A callback has interrupted the thread of an offline queue");
            }
        }
    }

    /**
     * Takes no more work, and waits until what is there is written, but not longer than that. What is not even being
     * written then fails.
     */
    void close(long millis) {
        Thread running;
        lock.lock();
        try {
            closing = true;
            arrived.signal();
            running = thread;
            if (running == null) {
                if (ended) {
                    return;
                }
                ended = true;
            }
        } finally {
            lock.unlock();
        }
        if (running == null) {
            store.close();
            afterEnd.run();
        } else if (running != Thread.currentThread() && !join(running, millis)) {
            failRest();
        }
    }

    private static boolean join(Thread thread, long millis) {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (thread.isAlive() && left > 0) {
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void failRest() {
        List<Work> rest;
        lock.lock();
        try {
            rest = new ArrayList<>(waiting);
            waiting.clear();
            awaited = 0;
        } finally {
            lock.unlock();
        }
        queue.lost(rest);
        rest.forEach(work -> tell(work, closed()));
    }

    static KvException closed() {
        return new KvClosedException(Failure.of(Outcome.NOT_SENT, "the offline queue is closed"));
    }

    /** On the thread: the last of what nobody waited for is synced, and all is let go. */
    private void end() {
        try {
            lastWords();
        } catch (IOException | RuntimeException e) {
            LOG.warn("What left an offline queue last could not be written: {}", e.toString());
        } finally {
            store.close();
            failRest();
            afterEnd.run();
        }
    }

    private void lastWords() throws IOException {
        if (store.isOpen()) {
            store.sync();
        } else {
            store.renew(queue.snapshot(store.lastSequence()));
        }
    }
}
