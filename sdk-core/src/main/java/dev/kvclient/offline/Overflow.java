package dev.kvclient.offline;

/** What a full queue does with one more request. */
public enum Overflow {
    /** Refuses it, with {@link dev.kvclient.error.KvOfflineException}. */
    REJECT,
    /**
     * Takes it in the place of the oldest that waits, which fails with {@link dev.kvclient.error.KvOfflineException}.
     * What was sent before, or was accepted on disk, is never dropped: if nothing else is there, the new one is refused.
     */
    DROP_OLDEST
}
