package dev.kvclient.testkit.history;

import dev.kvclient.error.Outcome;

/** How an {@link Operation} ended, as its caller was told. */
public enum End {
    /** It went well. */
    ACKNOWLEDGED,

    /** The condition of a write did not hold: it was answered, and changed nothing. */
    CONDITION_FAILED,

    /** It failed, and the backend has not seen it. */
    NOT_SENT,

    /** It failed, and the backend refused it. */
    REJECTED,

    /** It was carried out, and its answer could not be read. */
    APPLIED,

    /** It failed, and may have been carried out, or may yet be. */
    UNKNOWN,

    /** It has not ended. */
    UNSETTLED;

    /** The end of an operation that failed with this outcome. */
    public static End of(Outcome outcome) {
        return switch (outcome) {
            case NOT_SENT -> NOT_SENT;
            case REJECTED -> REJECTED;
            case APPLIED -> APPLIED;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Whether it took effect for certain, before it ended. */
    public boolean certain() {
        return this == ACKNOWLEDGED || this == APPLIED;
    }

    /** Whether it may have taken effect, or may do so later. */
    public boolean possible() {
        return certain() || this == UNKNOWN || this == UNSETTLED;
    }
}
