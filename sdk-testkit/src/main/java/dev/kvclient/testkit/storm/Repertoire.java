package dev.kvclient.testkit.storm;

import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What the threads of a storm do, each thing as often as it is there: all that the backend can. Immutable. */
final class Repertoire {
    /** Large and seldom alike, so that each sum tells which additions are in it. 10,000 of them are below 2^53. */
    private static final int LARGEST_ADDITION = 1 << 30;

    private final List<Move> moves = new ArrayList<>();
    private final List<String> keys;
    private final List<String> counters;

    /** One thing to do. */
    private interface Move {
        void make(Recorded kv, Way way, Random random);
    }

    Repertoire(Capabilities can, List<String> keys, List<String> counters) {
        this.keys = keys;
        this.counters = counters;
        add(24, (kv, way, random) -> kv.set(way, key(random), WriteCondition.NONE));
        add(10, (kv, way, random) -> kv.delete(way, key(random)));
        add(20, (kv, way, random) -> kv.get(way, key(random)));
        add(3, (kv, way, random) -> kv.contains(way, key(random)));
        add(5, (kv, way, random) -> kv.getAll(way, some(keys, random)));
        add(4, (kv, way, random) -> kv.setAll(way, some(keys, random), WriteCondition.NONE));
        add(2, (kv, way, random) -> kv.deleteAll(way, some(keys, random)));
        if (can.supports(Capability.SET_IF_ABSENT)) {
            add(6, (kv, way, random) -> kv.set(way, key(random), WriteCondition.ABSENT));
            add(2, (kv, way, random) -> kv.setAll(way, some(keys, random), WriteCondition.ABSENT));
        }
        if (can.supports(Capability.SET_IF_PRESENT)) {
            add(5, (kv, way, random) -> kv.set(way, key(random), WriteCondition.PRESENT));
        }
        if (can.supports(Capability.SET_IF_VERSION)) {
            add(5, (kv, way, random) -> kv.compareAndSet(way, key(random)));
        }
        if (can.supports(Capability.INCREMENT)) {
            add(12, (kv, way, random) -> kv.increment(way, counter(random), 1 + random.nextInt(LARGEST_ADDITION)));
            add(3, (kv, way, random) -> kv.getCounter(way, counter(random)));
            add(2, (kv, way, random) -> kv.getCounters(way, some(counters, random)));
        }
    }

    private void add(int times, Move move) {
        moves.addAll(Collections.nCopies(times, move));
    }

    void makeOne(Recorded kv, Way way, Random random) {
        moves.get(random.nextInt(moves.size())).make(kv, way, random);
    }

    private String key(Random random) {
        // Some are asked for more often than others.
        return keys.get(random.nextInt(1 + random.nextInt(keys.size())));
    }

    private String counter(Random random) {
        return counters.get(random.nextInt(counters.size()));
    }

    private static List<String> some(List<String> from, Random random) {
        List<String> all = new ArrayList<>(from);
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, 2 + random.nextInt(3)));
    }
}
