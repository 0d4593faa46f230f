package dev.kvclient.benchmarks.load;

import java.io.IOException;
import java.util.List;

/** A server that runs, with the ways to talk to it, connected. */
interface Target extends AutoCloseable {
    /** As it is written in tables. */
    String name();

    /** The ways; the first one can do all. */
    List<Contestant> contestants();

    /** The windows that are measured unless others are asked for. */
    default List<Integer> windows() {
        return List.of(1, 16, 256, 4_096);
    }

    /** The sizes of values, in bytes, that are measured unless others are asked for. */
    default List<Integer> sizes() {
        return List.of(32, 1_024, 65_536);
    }

    @Override
    void close() throws IOException;
}
