package dev.kvclient.testkit.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a history is not legal.
 *
 * @param kind in one word
 * @param key the key
 * @param problem in a sentence
 * @param operations those that cannot all have been so
 */
public record Violation(Kind kind, String key, String problem, List<Operation> operations) {
    /** The ways in which a history can be wrong. */
    public enum Kind {
        /** An operation has not ended. */
        UNSETTLED,

        /** A value was read that belongs to another key. */
        FOREIGN,

        /** A value was read that nobody wrote. */
        NEVER_WRITTEN,

        /** A value was read whose write was not sent, or was refused. */
        REFUSED_APPEARED,

        /** A value was read before its write was called. */
        TOO_EARLY,

        /** What was read does not go with the order of the writes: one of them was lost, doubled or swapped. */
        ORDER,

        /** A counter has counted too little, too much or in another order. */
        COUNT
    }

    /** Copies the list. */
    public Violation {
        operations = List.copyOf(operations);
    }

    @Override
    public String toString() {
        return kind + " " + key + ": " + problem
                + operations.stream().map(o -> "\n    " + o).collect(Collectors.joining());
    }
}
