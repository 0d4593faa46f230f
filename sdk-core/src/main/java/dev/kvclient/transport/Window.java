package dev.kvclient.transport;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bound on the requests, and on their bytes, that are in flight at one time, with a line of those who wait.
 *
 * <p>Places are given in the order of the line: nobody overtakes one who waits, not even a smaller request, so that a
 * large one cannot starve. A request larger than the byte bound enters when nothing else is inside, and stays alone.
 * While nobody waits, entering and leaving cost one atomic operation each. Safe for use by many threads; no lock is
 * held while a waiter runs.
 */
public final class Window {
    /** How many requests the packed count can hold. */
    public static final int MOST_REQUESTS = (1 << 20) - 1;

    private static final Logger LOG = LoggerFactory.getLogger(Window.class);
    private static final int BYTE_BITS = 43;
    private static final long BYTE_MASK = (1L << BYTE_BITS) - 1;
    private static final long ONE_REQUEST = 1L << BYTE_BITS;

    private volatile int maxRequests;
    private final long maxBytes;

    /** Requests in the upper bits, bytes in the lower 43: both change in one step. */
    private final AtomicLong inside = new AtomicLong();

    private final Object lock = new Object();

    /** Those who wait, in order, found by identity. Guarded by {@link #lock}. */
    private final Map<Waiting, Waiting> line = new LinkedHashMap<>();

    /** Those who have entered but were not told yet. Guarded by {@link #lock}. */
    private final Queue<Waiting> ready = new ArrayDeque<>();

    /** Whether a thread is telling them. Guarded by {@link #lock}. */
    private boolean telling;

    /** The length of the line, readable without the lock; written under it. */
    private volatile int waiting;

    /** One who waits for a place. */
    @FunctionalInterface
    public interface Waiter {
        /**
         * The place is taken, and has to be left again. Called once, on the thread that made room, one waiter at a
         * time: it must be short and must not block. It may leave, enter and withdraw.
         */
        void entered();
    }

    /**
     * Makes an empty one.
     *
     * @param maxRequests the most requests inside, 1 to {@value #MOST_REQUESTS}
     * @param maxBytes the most bytes inside, at least 1
     * @throws IllegalArgumentException if a bound is out of range
     */
    public Window(int maxRequests, long maxBytes) {
        if (maxRequests < 1 || maxRequests > MOST_REQUESTS || maxBytes < 1 || maxBytes > BYTE_MASK) {
            throw new IllegalArgumentException(
                    "bounds out of range: " + maxRequests + " requests, " + maxBytes + " bytes");
        }
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /**
     * Changes how many requests may be inside. Those that are stay inside; those for whom there is room now enter.
     *
     * @param requests the most requests inside, 1 to {@value #MOST_REQUESTS}
     * @throws IllegalArgumentException if it is out of range
     */
    public void resize(int requests) {
        if (requests < 1 || requests > MOST_REQUESTS) {
            throw new IllegalArgumentException("bound out of range: " + requests + " requests");
        }
        maxRequests = requests;
        if (waiting != 0) {
            admitAndTell();
        }
    }

    /**
     * Enters if there is room now and nobody waits.
     *
     * @param bytes the size of the request
     * @return whether the place is taken
     */
    public boolean tryEnter(long bytes) {
        return waiting == 0 && take(weight(bytes));
    }

    /**
     * Enters, now or when it is this waiter's turn.
     *
     * @param bytes the size of the request
     * @param waiter told when it has entered, unless it enters now; known by its identity, and may wait once at a time
     * @return true if the place is taken now, and the waiter will not be told; false if the waiter stands in the line
     * @throws IllegalStateException if the waiter is already waiting
     */
    public boolean enter(long bytes, Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        if (tryEnter(bytes)) {
            return true;
        }
        Waiting entry = new Waiting(waiter, weight(bytes));
        boolean entered;
        synchronized (lock) {
            if (line.putIfAbsent(entry, entry) != null) {
                throw new IllegalStateException("the waiter is already waiting");
            }
            // First the line, then a look at the room: who leaves does it the other way round, so that one sees the
            // other.
            waiting = line.size();
            admit();
            entered = ready.remove(entry);
        }
        tell();
        return entered;
    }

    /**
     * Gives a place back, and lets in those for whom there is room now.
     *
     * @param bytes what was given when entering
     * @throws IllegalStateException if more leaves than has entered
     */
    public void leave(long bytes) {
        long weight = weight(bytes);
        long now;
        long then;
        do {
            now = inside.get();
            if (now < ONE_REQUEST || (now & BYTE_MASK) < weight) {
                throw new IllegalStateException("more left than has entered");
            }
            then = now - ONE_REQUEST - weight;
        } while (!inside.compareAndSet(now, then));
        if (waiting != 0) {
            admitAndTell();
        }
    }

    /**
     * Takes a waiter out of the line.
     *
     * @param waiter who waits
     * @return true if it was in the line, and will not be told; false if it has entered, or never waited
     */
    public boolean withdraw(Waiter waiter) {
        synchronized (lock) {
            if (line.remove(new Waiting(waiter, 0)) == null) {
                return false;
            }
            waiting = line.size();
        }
        // A large request at the head may have kept smaller ones out.
        admitAndTell();
        return true;
    }

    /** How many requests are inside. */
    public int requests() {
        return (int) (inside.get() >>> BYTE_BITS);
    }

    /** How many bytes are inside; a request over the bound counts as the bound. */
    public long bytes() {
        return inside.get() & BYTE_MASK;
    }

    /** How many wait. */
    public int waiting() {
        return waiting;
    }

    private void admitAndTell() {
        synchronized (lock) {
            admit();
        }
        tell();
    }

    /** Moves from the line to the ready those at its head for whom there is room. Called under the lock. */
    private void admit() {
        var it = line.keySet().iterator();
        while (it.hasNext()) {
            Waiting head = it.next();
            if (!take(head.weight)) {
                break;
            }
            it.remove();
            ready.add(head);
        }
        waiting = line.size();
    }

    /**
     * Runs the ready, unless another thread or a caller up the stack does: a waiter that leaves at once must not
     * recurse.
     */
    private void tell() {
        while (true) {
            Waiting next;
            synchronized (lock) {
                if (telling || ready.isEmpty()) {
                    return;
                }
                telling = true;
                next = ready.remove();
            }
            try {
                next.waiter.entered();
            } catch (RuntimeException e) {
                LOG.error("A waiter of a window failed", e);
            } finally {
                synchronized (lock) {
                    telling = false;
                }
            }
        }
    }

    private boolean take(long weight) {
        long now;
        do {
            now = inside.get();
            if ((now >>> BYTE_BITS) >= maxRequests || (now & BYTE_MASK) + weight > maxBytes) {
                return false;
            }
        } while (!inside.compareAndSet(now, now + ONE_REQUEST + weight));
        return true;
    }

    /**
     * At least 1, so that nothing stands beside a request that fills the bound; at most the bound, so that it can
     * enter.
     */
    private long weight(long bytes) {
        return Math.max(1, Math.min(bytes, maxBytes));
    }

    /** A waiter in the line; equal by the waiter's identity. */
    private static final class Waiting {
        private final Waiter waiter;
        private final long weight;

        Waiting(Waiter waiter, long weight) {
            this.waiter = waiter;
            this.weight = weight;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Waiting other && other.waiter == waiter;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(waiter);
        }
    }
}
