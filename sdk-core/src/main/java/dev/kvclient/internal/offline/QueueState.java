package dev.kvclient.internal.offline;

import dev.kvclient.internal.offline.Bodies.Change;
import dev.kvclient.internal.offline.Bodies.Grave;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.OfflineOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is in the queue: those that wait, the dead letters, the latest outcomes. Not safe for use by many threads. */
final class QueueState {
    /** About what a record takes besides its key and its value. */
    private static final int RECORD = LogRecord.FRAME + 80;

    private final TreeMap<Long, Stored> waiting = new TreeMap<>();
    private final TreeMap<Long, Grave> dead = new TreeMap<>();
    private final LinkedHashMap<Long, Change> outcomes = new LinkedHashMap<>();
    private long bytes;

    /** The parts of a state, copied. */
    record Snapshot(List<Stored> waiting, List<Grave> dead, List<Change> outcomes) {}

    void add(Stored stored) {
        if (waiting.put(stored.sequence(), stored) == null) {
            bytes += size(stored);
        }
    }

    /** Takes it back as if it had never been. */
    void forget(long sequence) {
        Stored stored = waiting.remove(sequence);
        if (stored != null) {
            bytes -= size(stored);
        }
    }

    /** False if it does not wait. */
    boolean settle(Change change) {
        if (!waiting.containsKey(change.sequence())) {
            return false;
        }
        forget(change.sequence());
        outcome(change);
        return true;
    }

    /** False if it does not wait. */
    boolean bury(Change change) {
        Stored stored = waiting.get(change.sequence());
        if (stored == null) {
            return false;
        }
        forget(change.sequence());
        bury(new Grave(change, stored));
        return true;
    }

    void bury(Grave grave) {
        if (dead.put(grave.change().sequence(), grave) == null) {
            bytes += size(grave.stored());
        }
    }

    Optional<Stored> revive(long sequence, long order) {
        Grave grave = dead.remove(sequence);
        if (grave == null) {
            return Optional.empty();
        }
        Stored old = grave.stored();
        bytes -= size(old);
        Stored stored = new Stored(sequence, order, old.acceptedAt(), old.command());
        add(stored);
        return Optional.of(stored);
    }

    /** False if it is no dead letter. */
    boolean remove(Change change) {
        Grave grave = dead.remove(change.sequence());
        if (grave == null) {
            return false;
        }
        bytes -= size(grave.stored());
        outcome(change);
        return true;
    }

    /** Remembers what became of it, and forgets the oldest outcome if there are too many. */
    void outcome(Change change) {
        outcomes.remove(change.sequence());
        outcomes.put(change.sequence(), change);
        if (outcomes.size() > OfflineOptions.KEPT_OUTCOMES) {
            Iterator<Long> oldest = outcomes.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Nullable
    Stored waiting(long sequence) {
        return waiting.get(sequence);
    }

    Optional<Change> known(long sequence) {
        Grave grave = dead.get(sequence);
        return Optional.ofNullable(grave != null ? grave.change() : outcomes.get(sequence));
    }

    Collection<Grave> dead() {
        return Collections.unmodifiableCollection(dead.values());
    }

    /** Those that wait, by their sequence. */
    Map<Long, Stored> waiting() {
        return Collections.unmodifiableMap(waiting);
    }

    /** Those that wait, with lower sequence numbers than that, by their places in the order of calls. */
    List<Stored> byOrder(long below) {
        List<Stored> all = new ArrayList<>(waiting.headMap(below).values());
        all.sort(Comparator.comparingLong(Stored::order).thenComparingLong(Stored::sequence));
        return all;
    }

    /** What of it is to be written, up to that sequence. */
    Snapshot snapshot(long upTo) {
        return new Snapshot(
                List.copyOf(waiting.headMap(upTo, true).values()),
                List.copyOf(dead.headMap(upTo, true).values()),
                List.copyOf(outcomes.values()));
    }

    /** About how many bytes a snapshot takes. */
    long bytes() {
        return bytes + (long) outcomes.size() * RECORD;
    }

    private static long size(Stored stored) {
        return RECORD + (long) Bodies.sizeOf(stored.command());
    }

    /** What a burial says. */
    static Change buried(long sequence, Instant at, String reason) {
        return new Change(sequence, DeliveryStatus.REFUSED, at, reason);
    }
}
