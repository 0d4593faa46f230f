package dev.kvclient.internal.offline;

import dev.kvclient.internal.offline.Bodies.Begin;
import dev.kvclient.internal.offline.Bodies.Change;
import dev.kvclient.internal.offline.Bodies.Grave;
import dev.kvclient.internal.offline.Bodies.Request;
import dev.kvclient.internal.offline.Bodies.Revival;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.internal.offline.LogIndex.Chain;
import dev.kvclient.internal.offline.LogIndex.Spot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Does again, on an empty state, what the records of a file say: all of them up to the first that is missing; of those
 * behind only what needs nothing of what is missing.
 */
final class Replay {
    static final String BEHIND = "set aside: the file of the queue is damaged before this request, so that others from"
            + " before it may be missing";
    static final String LEFT = "set aside: it had left the queue, and the damage of the file took with it how: it may"
            + " have been delivered";

    private final LogScanner scanner;
    private final QueueState state = new QueueState();
    private final TreeMap<Long, Stored> behind = new TreeMap<>();
    private final List<Long> unfinished = new ArrayList<>();
    private @Nullable Begin begin;
    private boolean broken;
    private long end;
    private long oldest;
    private int requests;
    private long lastSequence;
    private long maxOrder;
    private long seenSequence;
    private int outcomes;

    Replay(LogScanner scanner) {
        this.scanner = scanner;
    }

    void play(Chain chain) throws IOException {
        playOutcomes(chain);
        for (Map.Entry<Long, Spot> record : chain.records().entrySet()) {
            Spot spot = record.getValue();
            oldest = spot.oldest();
            byte[] body = scanner.body(spot.bodyAt(), spot.length());
            broken |= record.getKey() != end + 1;
            broken |= !applies(spot, body);
            if (!broken) {
                end = record.getKey();
            }
        }
    }

    /** False if its checksum is right and its content is not: it is as good as lost. */
    private boolean applies(Spot spot, byte[] body) {
        try {
            apply(spot, body);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void playOutcomes(Chain chain) throws IOException {
        for (Spot spot : chain.outcomes().values()) {
            state.outcome(Bodies.change(scanner.body(spot.bodyAt(), spot.length())));
            outcomes++;
        }
    }

    private void apply(Spot spot, byte[] body) throws IOException {
        switch (spot.type()) {
            case BEGIN -> begin = Bodies.begin(body);
            case ENTRY -> add(Bodies.entry(body));
            case SETTLE -> settle(Bodies.change(body));
            case BURY -> bury(Bodies.change(body));
            case REVIVE -> revive(Bodies.revival(body));
            case REMOVE -> state.remove(Bodies.change(body));
            case DEAD -> add(Bodies.grave(body));
            case OUTCOME -> throw new IOException("an outcome is no part of the chain");
        }
    }

    private void add(Request entry) {
        Stored stored = entry.stored();
        see(stored);
        if (broken) {
            behind.put(stored.sequence(), stored);
            return;
        }
        state.add(stored);
        reached(stored);
        if (entry.more()) {
            unfinished.add(stored.sequence());
        } else {
            unfinished.clear();
        }
    }

    private void add(Grave grave) {
        see(grave.stored());
        state.bury(grave);
        if (!broken) {
            reached(grave.stored());
        }
    }

    private void reached(Stored stored) {
        lastSequence = stored.sequence();
        requests++;
    }

    private void settle(Change change) {
        if (!state.settle(change) && broken) {
            // Its request may be among the missing: what became of it is known all the same.
            behind.remove(change.sequence());
            state.outcome(change);
        }
    }

    private void bury(Change change) {
        if (!state.bury(change)) {
            Stored stored = behind.remove(change.sequence());
            if (stored != null) {
                state.bury(new Grave(change, stored));
            }
        }
    }

    private void revive(Revival revival) {
        maxOrder = Math.max(maxOrder, revival.order());
        if (!broken) {
            state.revive(revival.sequence(), revival.order());
        }
        // Behind the damage it stays a dead letter: it is not sent by itself.
    }

    private void see(Stored stored) {
        seenSequence = Math.max(seenSequence, stored.sequence());
        maxOrder = Math.max(maxOrder, stored.order());
    }

    /** What was written together and is not there as a whole was never said to be stored. */
    void dropUnfinished() {
        unfinished.forEach(state::forget);
        unfinished.clear();
    }

    /**
     * Makes dead letters of what cannot be trusted: what stands behind the damage, and what is known to have left the
     * queue when nothing is left to say how.
     *
     * @return how many
     */
    int setAside(Instant now) {
        int count = 0;
        for (Stored stored : behind.values()) {
            boolean left = stored.sequence() < oldest;
            state.bury(new Grave(QueueState.buried(stored.sequence(), now, left ? LEFT : BEHIND), stored));
            count++;
        }
        behind.clear();
        List<Long> gone = List.copyOf(state.waiting().keySet().stream()
                .takeWhile(sequence -> sequence < oldest)
                .toList());
        for (long sequence : gone) {
            state.bury(QueueState.buried(sequence, now, LEFT));
            count++;
        }
        return count;
    }

    QueueState state() {
        return state;
    }

    Optional<Begin> begin() {
        return Optional.ofNullable(begin);
    }

    /** Whether something is missing in the middle. */
    boolean broken() {
        return broken;
    }

    /** The number of the last record before the first that is missing. */
    long end() {
        return end;
    }

    /** How many outcomes of the snapshot are lost. */
    int lostOutcomes() {
        return begin == null ? 0 : Math.max(0, begin.outcomes() - outcomes);
    }

    /** The last sequence number up to which everything is there. */
    long lastSequence() {
        Begin first = begin;
        if (first == null || end == 0) {
            return 0;
        }
        boolean wholeSnapshot = requests >= first.entries() + first.dead();
        return wholeSnapshot ? Math.max(lastSequence, first.nextSequence() - 1) : lastSequence;
    }

    /** Higher than each sequence number in the file. */
    long nextSequence() {
        long fromBegin = begin == null ? 1 : begin.nextSequence();
        return Math.max(seenSequence + 1, fromBegin);
    }

    long maxOrder() {
        return Math.max(maxOrder, begin == null ? 0 : begin.maxOrder());
    }
}
