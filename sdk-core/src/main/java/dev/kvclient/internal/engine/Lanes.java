package dev.kvclient.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of the writes of each key. A request waits for the earlier writes of its keys, and for the last
 * barrier; a barrier waits for every write before it. A request whose keys nobody else uses passes without a lock.
 *
 * <p>What waits for what is fixed when a request enters, and no circle can arise: a write of one key takes its place,
 * and notes the last barrier, in one atomic step; writes of several keys, and barriers, take theirs under a lock among
 * themselves; and a barrier does not wait for a write that waits for it.
 */
final class Lanes {
    /** What a thread has released and not opened yet, while it opens something else. */
    private static final ThreadLocal<@Nullable ArrayDeque<Node>> OPENING = new ThreadLocal<>();

    private final ConcurrentMap<String, Node> lastWrites = new ConcurrentHashMap<>();
    private final Object several = new Object();
    private volatile @Nullable Node lastBarrier;

    /** How many keys have a write that has not ended. */
    int size() {
        return lastWrites.size();
    }

    /**
     * Gives a request its place. Calls {@link Node#open()} when nothing is before it any more: at once and on this
     * thread, or later on the thread that ends the last one.
     *
     * @param keys each once
     * @param write whether later requests of the keys wait for it
     * @param all whether it concerns all keys, also those that it does not name
     */
    void enter(Node node, List<String> keys, boolean write, boolean all) {
        if (all) {
            enterForAll(node, write);
        } else if (write && keys.size() > 1) {
            synchronized (several) {
                Node barrier = lastBarrier;
                node.barrierSeen = barrier;
                node.waitFor(barrier);
                node.keys = List.copyOf(keys);
                for (String key : keys) {
                    node.waitFor(lastWrites.put(key, node));
                }
            }
        } else if (write && !keys.isEmpty()) {
            node.keys = keys.get(0);
            node.waitFor(place(node, keys.get(0)));
            node.waitFor(node.barrierSeen);
        } else {
            node.waitFor(lastBarrier);
            for (String key : keys) {
                node.waitFor(lastWrites.get(key));
            }
        }
        node.arrived();
    }

    /**
     * Takes the place of the last write of a key, and notes in the same atomic step which barrier was the last. Of two
     * writes of a key the later one has thus never seen an older barrier than the earlier one.
     *
     * @return the write before
     */
    private @Nullable Node place(Node node, String key) {
        lastWrites.compute(key, (k, earlier) -> {
            node.barrierSeen = lastBarrier;
            node.placeBefore = earlier;
            return node;
        });
        return node.placeBefore;
    }

    /** Lets a request through that waits for nothing and that nothing waits for. */
    void pass(Node node) {
        node.arrived();
    }

    /**
     * The barrier is made known first and then looks for the writes before it. A write that came between has seen it
     * and waits for it, so it must not be waited for, but what had the lane before it must.
     */
    private void enterForAll(Node node, boolean write) {
        synchronized (several) {
            node.waitFor(lastBarrier);
            if (write) {
                lastBarrier = node;
            }
            for (Node earlier : lastWrites.values()) {
                node.waitFor(earlier.firstThatHasNotSeen(node));
            }
        }
    }

    /** The request has ended: those behind it may go on, as soon as those before it have ended as well. */
    void end(Node node) {
        node.ended(this);
    }

    /**
     * Opens requests. No recursion either: with an executor that runs tasks at once, what is opened may end on this
     * very thread and release the next.
     */
    private static void openAll(ArrayDeque<Node> nodes) {
        if (nodes.isEmpty()) {
            return;
        }
        ArrayDeque<Node> outer = OPENING.get();
        if (outer != null) {
            outer.addAll(nodes);
            return;
        }
        OPENING.set(nodes);
        try {
            openPending();
        } finally {
            OPENING.remove();
        }
    }

    private static void openPending() {
        ArrayDeque<Node> pending = OPENING.get();
        for (Node node = pending == null ? null : pending.poll(); node != null; node = pending.poll()) {
            node.open();
        }
    }

    /**
     * To be called by a thread before it waits, which it may do while it opens something: opens what it has still to
     * open, for that may be what it waits for, and lets it open at once what it releases while it waits.
     *
     * @return what {@link #resumeOpening} wants afterwards
     */
    static @Nullable Object suspendOpening() {
        openPending();
        ArrayDeque<Node> outer = OPENING.get();
        OPENING.remove();
        return outer;
    }

    /** See {@link #suspendOpening()}. */
    @SuppressWarnings("unchecked")
    static void resumeOpening(@Nullable Object outer) {
        if (outer != null) {
            OPENING.set((ArrayDeque<Node>) outer);
        }
    }

    private void forget(Node node) {
        if (node.keys instanceof List<?> several) {
            several.forEach(key -> lastWrites.remove(key, node));
        } else if (node.keys != null) {
            lastWrites.remove(node.keys, node);
        }
        if (lastBarrier == node) {
            synchronized (several) {
                if (lastBarrier == node) {
                    lastBarrier = null;
                }
            }
        }
    }

    /** A request in the lanes. */
    abstract static class Node {
        private static final int OPENED = 1;
        private static final int ENDED = 2;
        private static final Link RELEASED = new Link(null, null);

        private static final VarHandle BEFORE;
        private static final VarHandle PASSED;
        private static final VarHandle BEHIND;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                BEFORE = lookup.findVarHandle(Node.class, "before", int.class);
                PASSED = lookup.findVarHandle(Node.class, "passed", int.class);
                BEHIND = lookup.findVarHandle(Node.class, "behind", Link.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        // One for entering itself, so that it cannot open while it is still looking for those before it.
        @SuppressWarnings("UnusedVariable") // Used by its handle.
        private volatile int before = 1;

        @SuppressWarnings("UnusedVariable") // Used by its handle.
        private volatile int passed;

        private volatile @Nullable Link behind;
        // Its key, or a list of them; for most it is one.
        private @Nullable Object keys;
        private @Nullable Node barrierSeen;
        // Kept until the request opens: a barrier may have to look past it.
        private volatile @Nullable Node placeBefore;
        private @Nullable Lanes lanes;

        /** A class and no record: the end of the row is told by identity. */
        private static final class Link {
            private final @Nullable Node node;
            private final @Nullable Link next;

            Link(@Nullable Node node, @Nullable Link next) {
                this.node = node;
                this.next = next;
            }
        }

        /** Nothing is before this request any more. Called once, unless it has ended already. Does not throw. */
        abstract void open();

        /** The request has ended, and so has everything before it: it is in nobody's way any more. Called once. */
        abstract void released();

        /**
         * This request, or the first before it in its lane that does not wait for the barrier; null if there is none.
         */
        private @Nullable Node firstThatHasNotSeen(Node barrier) {
            Node node = this;
            while (node != null && node.barrierSeen == barrier) {
                node = node.placeBefore;
            }
            return node;
        }

        private void waitFor(@Nullable Node earlier) {
            if (earlier == null || earlier == this) {
                return;
            }
            BEFORE.getAndAdd(this, 1);
            if (!earlier.addBehind(this)) {
                BEFORE.getAndAdd(this, -1);
            }
        }

        private boolean addBehind(Node later) {
            while (true) {
                Link head = behind;
                if (head == RELEASED) {
                    return false;
                }
                if (BEHIND.compareAndSet(this, head, new Link(later, head))) {
                    return true;
                }
            }
        }

        /** Whether that was the last. */
        private boolean oneLessBefore() {
            return (int) BEFORE.getAndAdd(this, -1) == 1;
        }

        /** What was marked before. */
        private int mark(int what) {
            return (int) PASSED.getAndBitwiseOr(this, what);
        }

        private void arrived() {
            if (oneLessBefore() && opens()) {
                open();
            }
        }

        /** Whether the request is to go on now; if it has ended while it waited, it is released instead. */
        private boolean opens() {
            placeBefore = null;
            if ((mark(OPENED) & ENDED) == 0) {
                return true;
            }
            release();
            return false;
        }

        private void ended(Lanes of) {
            lanes = of;
            int earlier = mark(ENDED);
            if ((earlier & ENDED) == 0 && (earlier & OPENED) != 0) {
                release();
            }
        }

        /** Lets those behind go on. A loop and no recursion: a long row may have ended while it waited. */
        private void release() {
            List<Node> behind = leave();
            if (behind.isEmpty()) {
                return;
            }
            ArrayDeque<Node> toRelease = new ArrayDeque<>();
            ArrayDeque<Node> toOpen = new ArrayDeque<>();
            letGo(behind, toRelease, toOpen);
            for (Node node = toRelease.poll(); node != null; node = toRelease.poll()) {
                letGo(node.leave(), toRelease, toOpen);
            }
            openAll(toOpen);
        }

        private static void letGo(List<Node> behind, ArrayDeque<Node> toRelease, ArrayDeque<Node> toOpen) {
            for (Node later : behind) {
                if (later.oneLessBefore()) {
                    later.placeBefore = null;
                    boolean hasEnded = (later.mark(OPENED) & ENDED) != 0;
                    (hasEnded ? toRelease : toOpen).add(later);
                }
            }
        }

        /** Leaves its lanes; gives those behind it, the earliest first. */
        private List<Node> leave() {
            Lanes of = lanes;
            if (of != null) {
                of.forget(this);
            }
            released();
            Link link = (Link) BEHIND.getAndSet(this, RELEASED);
            if (link == null) {
                return List.of();
            }
            List<Node> nodes = new ArrayList<>();
            for (Link l = link; l != null; l = l.next) {
                if (l.node != null) {
                    nodes.add(l.node);
                }
            }
            Collections.reverse(nodes);
            return nodes;
        }
    }
}
