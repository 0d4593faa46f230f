package dev.kvclient.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What the order of the writes of a key costs a request, in and out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LanesBenchmark {
    private static final int KEYS = 1_024;

    private final Lanes lanes = new Lanes();

    /** What a thread uses. */
    @State(Scope.Thread)
    public static class Keys {
        private final List<List<String>> keys = new ArrayList<>();
        private int next;

        /** Keys that no other thread has. */
        public Keys() {
            int mine = System.identityHashCode(keys);
            for (int i = 0; i < KEYS; i++) {
                keys.add(List.of(mine + "-" + i));
            }
        }

        List<String> key() {
            next = (next + 1) % KEYS;
            return keys.get(next);
        }
    }

    private static final class Request extends Lanes.Node {
        private boolean opened;

        @Override
        void open() {
            opened = true;
        }

        @Override
        void released() {}
    }

    private Object pass(List<String> keys, boolean write) {
        Request request = new Request();
        lanes.enter(request, keys, write, false);
        if (!request.opened) {
            throw new IllegalStateException("nothing is before it");
        }
        lanes.end(request);
        return request;
    }

    /** A write of a key that nobody else uses. */
    @Benchmark
    public Object write(Keys keys) {
        return pass(keys.key(), true);
    }

    /** The same by two threads, each with keys of its own. */
    @Benchmark
    @Threads(2)
    public Object writeByTwo(Keys keys) {
        return pass(keys.key(), true);
    }

    /** A read of a key that nobody else uses. */
    @Benchmark
    public Object read(Keys keys) {
        return pass(keys.key(), false);
    }
}
