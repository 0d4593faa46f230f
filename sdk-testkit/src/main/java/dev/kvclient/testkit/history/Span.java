package dev.kvclient.testkit.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that was so at one moment, or from one moment on to another without a break, and what is known of when: it
 * was already by {@link #by}, and it was still, or only then began, at {@link #from}.
 *
 * <p>Of two spans that exclude each other one lies wholly before the other. A lies before B for certain if A was
 * already at some time by which B, or a part of it, had not begun: {@code A.by < B.from}.
 *
 * <p>These are places in the order of a client, which may carry something out long after it gave it its place. By the
 * time of the clock it was so by {@link #ended} at the latest.
 */
final class Span {
    private long from;
    private long by;
    private long ended;
    private final List<Operation> operations = new ArrayList<>();

    /** One moment between the two. */
    Span(long from, long by, Operation operation) {
        this.from = from;
        this.by = by;
        this.ended = by == Operation.NEVER ? by : Math.max(by, operation.ended());
        operations.add(operation);
    }

    /** It was so at another moment as well. */
    void alsoBetween(long called, long seen, Operation operation) {
        from = Math.max(from, called);
        by = Math.min(by, seen);
        ended = Math.min(ended, operation.ended());
        operations.add(operation);
    }

    long from() {
        return from;
    }

    long by() {
        return by;
    }

    long ended() {
        return ended;
    }

    boolean before(Span other) {
        return by < other.from;
    }

    List<Operation> operations() {
        return operations;
    }
}
