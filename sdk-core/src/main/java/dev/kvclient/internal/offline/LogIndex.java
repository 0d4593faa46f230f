package dev.kvclient.internal.offline;

import dev.kvclient.internal.offline.LogRecord.Frame;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the intact records of a file stand. The same record may stand in several places: any will do. */
final class LogIndex implements LogScanner.Found {
    private final Map<Long, Chain> chains = new HashMap<>();

    /** Where a body is. */
    record Spot(RecordType type, long oldest, long bodyAt, int length) {}

    /** The records that name one file. */
    static final class Chain {
        private final long file;
        private final TreeMap<Long, Spot> records = new TreeMap<>();
        private final TreeMap<Long, Spot> outcomes = new TreeMap<>();

        private Chain(long file) {
            this.file = file;
        }

        long file() {
            return file;
        }

        /** By their numbers. */
        SortedMap<Long, Spot> records() {
            return records;
        }

        /** Those of the snapshot, by their numbers. */
        SortedMap<Long, Spot> outcomes() {
            return outcomes;
        }

        private int size() {
            return records.size() + outcomes.size();
        }
    }

    @Override
    public void record(Frame frame, long bodyAt) {
        Chain chain = chains.computeIfAbsent(frame.file(), Chain::new);
        Spot spot = new Spot(frame.type(), frame.oldest(), bodyAt, frame.length());
        (frame.type().chained() ? chain.records : chain.outcomes).put(frame.number(), spot);
    }

    /** The records of the file itself: that of the mark if it is there, else that which has the most. */
    Optional<Chain> chain(Optional<Mark> mark) {
        Optional<Chain> marked = mark.map(m -> chains.get(m.file()));
        return marked.isPresent() ? marked : chains.values().stream().max(Comparator.comparingInt(Chain::size));
    }
}
