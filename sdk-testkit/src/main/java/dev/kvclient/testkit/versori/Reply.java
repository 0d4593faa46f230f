package dev.kvclient.testkit.versori;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request.
 *
 * @param answer what is sent, or null for nothing
 * @param way how it is sent
 * @param spoiled whether the answer does not keep to the description
 */
record Reply(@Nullable Answer answer, Way way, boolean spoiled) {

    /** How an answer is sent. */
    enum Way {
        WHOLE,
        GZIPPED,
        CUT_IN_THE_BODY,
        CLOSED_WITHOUT,
        NEVER
    }

    static Reply of(Answer answer) {
        return new Reply(answer, Way.WHOLE, false);
    }

    static Reply spoiled(Answer answer) {
        return new Reply(answer, Way.WHOLE, true);
    }

    static Reply none(Way way) {
        return new Reply(null, way, false);
    }
}
