package dev.kvclient.testkit.ndb.engine;

import java.util.List;

/** A {@code rng}: {@code [start]} or {@code [start, stop]}, the stop not included. */
record Range(long start, long stop) {

    /**
     * Reads a range.
     *
     * @param wrongSize the status when it does not have one or two members
     */
    static Range of(Params params, String name, int wrongSize) throws Refusal {
        List<Object> items = params.array(name).items();
        if (items.isEmpty() || items.size() > 2) {
            throw Refusal.of(wrongSize);
        }
        long start = Params.unsigned(items.get(0));
        return new Range(start, items.size() == 1 ? Long.MAX_VALUE : Params.unsigned(items.get(1)));
    }

    boolean isBackwards() {
        return start > stop;
    }

    /** Refuses a range that runs backwards. */
    Range forwards() throws Refusal {
        if (isBackwards()) {
            throw Refusal.of(Status.COMMAND_SYNTAX);
        }
        return this;
    }

    /** Returns the stop within a size. */
    int stop(int size) {
        return (int) Math.min(stop, size);
    }

    /** Returns the part of a list that it covers, a view; empty when it begins beyond the end. */
    <T> List<T> in(List<T> list) {
        int stopsAt = stop(list.size());
        return list.subList((int) Math.min(start, stopsAt), stopsAt);
    }
}
