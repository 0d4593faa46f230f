package dev.kvclient.internal.offline;

import java.util.Optional;

/** What a record is. The numbers are on disk. */
enum RecordType {
    /** The first record of a file: whose it is and what its snapshot holds. */
    BEGIN(1, true),
    /** A request that waits: in the snapshot, or newly accepted. */
    ENTRY(2, true),
    /** A request left the queue for good. */
    SETTLE(3, true),
    /** A request became a dead letter. */
    BURY(4, true),
    /** A dead letter waits again. */
    REVIVE(5, true),
    /** A dead letter was removed. */
    REMOVE(6, true),
    /** A dead letter, in the snapshot. */
    DEAD(7, true),
    /** An outcome, in the snapshot. Nothing depends on it, so it is no link of the chain. */
    OUTCOME(8, false);

    private final byte code;
    private final boolean chained;

    RecordType(int code, boolean chained) {
        this.code = (byte) code;
        this.chained = chained;
    }

    /** Whether it is numbered with the others, and its loss is a break. */
    boolean chained() {
        return chained;
    }

    byte code() {
        return code;
    }

    /** The type of that number; empty if there is none. */
    static Optional<RecordType> of(byte code) {
        for (RecordType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
