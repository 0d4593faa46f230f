package dev.kvclient.internal.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the offline queue: all that wait, by age, and those of them that could be sent now, in the order in which
 * that became so. Each step is done in constant time. Guarded by the lock of the {@link Gate}.
 */
final class WaitingRoom {
    private final Ends callers = new Ends();
    private final Ends again = new Ends();
    private final Ends accepted = new Ends();
    private final Ends readyAgain = new Ends();
    private final Ends ready = new Ends();
    private int entries;
    private long bytes;

    private static final class Ends {
        @Nullable
        Queued first;

        @Nullable
        Queued last;
    }

    int entries() {
        return entries;
    }

    long bytes() {
        return bytes;
    }

    /** Comes in, as the youngest of its row. */
    void add(Queued one, Queued.Row row) {
        append(one, row);
        entries++;
        bytes += one.call.bytes();
        makeReady(one);
    }

    /** Goes, if it is here. */
    boolean remove(Queued one) {
        if (one.row == null) {
            return false;
        }
        unlink(one, one.row);
        unlinkReady(one);
        entries--;
        bytes -= one.call.bytes();
        return true;
    }

    /** Stands in another row from now on, as its youngest. */
    void move(Queued one, Queued.Row to) {
        if (one.row != null && one.row != to) {
            unlink(one, one.row);
            append(one, to);
        }
    }

    /** To be called when it has become open, or is no longer held. */
    void makeReady(Queued one) {
        if (one.row == null || one.ready || !one.open || one.held) {
            return;
        }
        Ends ends = readyEnds(one);
        one.ready = true;
        one.readyBefore = ends.last;
        one.readyBehind = null;
        if (ends.last == null) {
            ends.first = one;
        } else {
            ends.last.readyBehind = one;
        }
        ends.last = one;
    }

    /** Takes out the next that can be sent; what was sent before goes first. */
    @Nullable
    Queued poll() {
        Queued next = readyAgain.first != null ? readyAgain.first : ready.first;
        if (next != null) {
            remove(next);
        }
        return next;
    }

    /** The oldest of a row, if that is in the order of age. */
    @Nullable
    Queued oldest(Queued.Row row) {
        return ends(row).first;
    }

    /** Since when the oldest waits; now, if there is none. */
    long oldestNanos(long now) {
        long oldest = now;
        for (Queued.Row row : Queued.Row.values()) {
            for (Queued one = ends(row).first; one != null; one = one.newer) {
                oldest = one.sinceNanos() - oldest < 0 ? one.sinceNanos() : oldest;
                if (row != Queued.Row.AGAIN) {
                    break;
                }
            }
        }
        return oldest;
    }

    void forEach(Queued.Row row, Consumer<Queued> action) {
        Queued next;
        for (Queued one = ends(row).first; one != null; one = next) {
            next = one.newer;
            action.accept(one);
        }
    }

    /** All, in the order in which they came. */
    List<Queued> all() {
        List<Queued> list = new ArrayList<>(entries);
        for (Queued.Row row : Queued.Row.values()) {
            forEach(row, list::add);
        }
        list.sort(Comparator.comparingLong(one -> one.call.queueNumber));
        return list;
    }

    private void append(Queued one, Queued.Row row) {
        Ends ends = ends(row);
        one.row = row;
        one.older = ends.last;
        one.newer = null;
        if (ends.last == null) {
            ends.first = one;
        } else {
            ends.last.newer = one;
        }
        ends.last = one;
    }

    private void unlink(Queued one, Queued.Row row) {
        Ends ends = ends(row);
        if (one.older == null) {
            ends.first = one.newer;
        } else {
            one.older.newer = one.newer;
        }
        if (one.newer == null) {
            ends.last = one.older;
        } else {
            one.newer.older = one.older;
        }
        one.row = null;
        one.older = null;
        one.newer = null;
    }

    private void unlinkReady(Queued one) {
        if (!one.ready) {
            return;
        }
        Ends ends = readyEnds(one);
        if (one.readyBefore == null) {
            ends.first = one.readyBehind;
        } else {
            one.readyBefore.readyBehind = one.readyBehind;
        }
        if (one.readyBehind == null) {
            ends.last = one.readyBefore;
        } else {
            one.readyBehind.readyBefore = one.readyBefore;
        }
        one.ready = false;
        one.readyBefore = null;
        one.readyBehind = null;
    }

    private Ends ends(Queued.Row row) {
        return switch (row) {
            case CALLERS -> callers;
            case AGAIN -> again;
            case ACCEPTED -> accepted;
        };
    }

    private Ends readyEnds(Queued one) {
        return one.again ? readyAgain : ready;
    }
}
