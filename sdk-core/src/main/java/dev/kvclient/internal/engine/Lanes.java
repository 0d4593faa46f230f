package dev.kvclient.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of the writes of each key. A request waits for the earlier writes of its keys, and for the last barrier;
 * a barrier waits for every write before it. A request whose keys nobody else uses passes without a lock.
 *
 * <p>What waits for what is fixed when a request enters and points only to requests that entered before, so no circle can
 * arise: requests with one key take their place by one atomic step, those with several, and barriers, under a lock among
 * themselves.
 */
final class Lanes {
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
                node.keys = keys;
                for (String key : keys) {
                    node.waitFor(lastWrites.put(key, node));
                }
            }
        } else {
            Node barrier = lastBarrier;
            node.barrierSeen = barrier;
            node.waitFor(barrier);
            node.keys = write ? keys : List.of();
            for (String key : keys) {
                node.waitFor(write ? lastWrites.put(key, node) : lastWrites.get(key));
            }
        }
        node.arrived();
    }

    /**
     * The barrier is made known first and then looks for the writes before it. A write that came between has seen it and
     * waits for it, so it must not be waited for.
     */
    private void enterForAll(Node node, boolean write) {
        synchronized (several) {
            node.waitFor(lastBarrier);
            if (write) {
                lastBarrier = node;
            }
            for (Node earlier : lastWrites.values()) {
                if (earlier.barrierSeen != node) {
                    node.waitFor(earlier);
                }
            }
        }
    }

    /** The request has ended: those behind it may go on, as soon as those before it have ended as well. */
    void end(Node node) {
        node.ended(this);
    }

    private void forget(Node node) {
        for (String key : node.keys) {
            lastWrites.remove(key, node);
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

        // One for entering itself, so that it cannot open while it is still looking for those before it.
        private final AtomicInteger before = new AtomicInteger(1);
        private final AtomicInteger state = new AtomicInteger();
        private final AtomicReference<@Nullable Link> behind = new AtomicReference<>();
        private List<String> keys = List.of();
        private @Nullable Node barrierSeen;
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

        /** Nothing is before this request any more. Called once, unless it has ended already. */
        abstract void open();

        private void waitFor(@Nullable Node earlier) {
            if (earlier == null || earlier == this) {
                return;
            }
            before.incrementAndGet();
            if (!earlier.addBehind(this)) {
                before.decrementAndGet();
            }
        }

        private boolean addBehind(Node later) {
            while (true) {
                Link head = behind.get();
                if (head == RELEASED) {
                    return false;
                }
                if (behind.compareAndSet(head, new Link(later, head))) {
                    return true;
                }
            }
        }

        private void arrived() {
            if (before.decrementAndGet() == 0 && opens()) {
                open();
            }
        }

        /** Whether the request is to go on now; if it has ended while it waited, it is released instead. */
        private boolean opens() {
            if ((state.getAndUpdate(s -> s | OPENED) & ENDED) == 0) {
                return true;
            }
            release();
            return false;
        }

        private void ended(Lanes of) {
            lanes = of;
            int earlier = state.getAndUpdate(s -> s | ENDED);
            if ((earlier & ENDED) == 0 && (earlier & OPENED) != 0) {
                release();
            }
        }

        /** Lets those behind go on. A loop and no recursion: a long row may have ended while it waited. */
        private void release() {
            ArrayDeque<Node> toRelease = new ArrayDeque<>();
            List<Node> toOpen = new ArrayList<>();
            toRelease.add(this);
            for (Node node = toRelease.poll(); node != null; node = toRelease.poll()) {
                Lanes of = node.lanes;
                if (of != null) {
                    of.forget(node);
                }
                for (Node later : node.takeBehind()) {
                    if (later.before.decrementAndGet() == 0) {
                        if ((later.state.getAndUpdate(s -> s | OPENED) & ENDED) == 0) {
                            toOpen.add(later);
                        } else {
                            toRelease.add(later);
                        }
                    }
                }
            }
            toOpen.forEach(Node::open);
        }

        /** Those behind, the earliest first. */
        private List<Node> takeBehind() {
            Link link = behind.getAndSet(RELEASED);
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
