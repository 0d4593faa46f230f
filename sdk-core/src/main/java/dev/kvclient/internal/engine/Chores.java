package dev.kvclient.internal.engine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of the gate and of the offline queue, and what is to be done by whoever has left it: nothing foreign is
 * called with the lock held.
 */
final class Chores {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    /**
     * What is done may leave the lock again, and again. Deeper than this it is left to those further up, so that a long
     * queue that ends at once needs no stack; not at once, since one of them may be application code that waits.
     */
    private static final int DEEPEST = 4;

    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private final Events events;
    private final ArrayDeque<Runnable> toDo = new ArrayDeque<>();

    Chores(Events events) {
        this.events = events;
    }

    /** Notes what is to be done. With the lock held, which is this object. */
    void add(Runnable task) {
        toDo.add(task);
    }

    /** Does what was noted, and has the listeners told what was noted for them. Without the lock. */
    void done() {
        int[] depth = DEPTH.get();
        if (depth[0] >= DEEPEST) {
            return;
        }
        depth[0]++;
        try {
            Runnable next;
            do {
                next = next();
                if (events.wanted()) {
                    events.flush();
                }
                if (next != null) {
                    run(next);
                }
            } while (next != null);
        } finally {
            depth[0]--;
        }
    }

    /** It belongs to somebody else than this thread does. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a task of the offline queue has thrown", e);
        }
    }

    private synchronized @Nullable Runnable next() {
        return toDo.poll();
    }
}
